#include "attack.h"
#include <sys/un.h>

// A pair of sockets is allowed, and one of datagrams can be pointed elsewhere.
int main(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *name = host("HOST_SOCKET");
    strncpy(address.sun_path + 1, name, sizeof address.sun_path - 2);
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name));
    int direct = socket(AF_UNIX, SOCK_STREAM, 0);
    if (direct < 0) contained("socket(AF_UNIX)");
    else tried("connect by name", connect(direct, (struct sockaddr *)&address, length));
    const int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET};
    for (int i = 0; i < 3; i++) {
        int pair[2];
        if (socketpair(AF_UNIX, types[i], 0, pair)) {
            contained("socketpair");
            continue;
        }
        tried("connect one of a pair", connect(pair[0], (struct sockaddr *)&address, length));
        tried("sendto from one of a pair",
              sendto(pair[1], "x", 1, MSG_DONTWAIT, (struct sockaddr *)&address, length));
    }
}
