#include "attack.h"
#include <linux/if_alg.h>

int main(void) {
    int crypto = socket(AF_ALG, SOCK_SEQPACKET, 0);
    if (tried("socket(AF_ALG)", crypto)) {
        struct sockaddr_alg address = {
            .salg_family = AF_ALG, .salg_type = "hash", .salg_name = "sha256"};
        tried("bind a hash", bind(crypto, (struct sockaddr *)&address, sizeof address));
    }
}
