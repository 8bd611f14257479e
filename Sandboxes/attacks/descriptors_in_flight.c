#include "attack.h"

// Descriptors inside messages count for no process: they must have a bound all the same.
int main(void) {
    long sent = 0;
    for (int round = 0; round < 100; round++) {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair)) break;
        for (int i = 0; i < 400; i++) {
            int carried[16];
            for (int k = 0; k < 16; k++) carried[k] = pair[k % 2];
            char space[CMSG_SPACE(sizeof carried)];
            memset(space, 0, sizeof space);
            struct iovec part = {"x", 1};
            struct msghdr message = {.msg_iov = &part,
                                     .msg_iovlen = 1,
                                     .msg_control = space,
                                     .msg_controllen = sizeof space};
            struct cmsghdr *header = CMSG_FIRSTHDR(&message);
            header->cmsg_level = SOL_SOCKET;
            header->cmsg_type = SCM_RIGHTS;
            header->cmsg_len = CMSG_LEN(sizeof carried);
            memcpy(CMSG_DATA(header), carried, sizeof carried);
            if (sendmsg(pair[0], &message, MSG_DONTWAIT) < 0) break;
            sent += 16;
        }
    }
    contained("descriptors in flight");
    if (sent > 1000) escaped("more than 1,000 descriptors in flight");
}
