#include "attack.h"

int main(void) {
    char name[32];
    for (int protocol = 0; protocol < 23; protocol++) {
        snprintf(name, sizeof name, "netlink %d", protocol);
        int made = socket(AF_NETLINK, SOCK_RAW, protocol);
        if (made >= 0 || protocol % 8 == 0) tried(name, made);
    }
}
