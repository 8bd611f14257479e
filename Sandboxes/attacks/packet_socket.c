#include "attack.h"
#include <netinet/in.h>

int main(void) {
    tried("packet socket", socket(AF_PACKET, SOCK_RAW, htons(3)));
    tried("packet socket, cooked", socket(AF_PACKET, SOCK_DGRAM, htons(3)));
    tried("raw IP", socket(AF_INET, SOCK_RAW, IPPROTO_RAW));
    tried("raw ICMP", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
    tried("raw IPv6", socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6));
}
