#include "attack.h"
#include <net/if.h>
#include <sys/ioctl.h>

int main(void) {
    int control = socket(AF_INET, SOCK_DGRAM, 0);
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    tried("bring lo up", ioctl(control, SIOCSIFFLAGS, &request));
    tried("rename lo", ioctl(control, SIOCSIFNAME, &request));
    tried("add a route", ioctl(control, SIOCADDRT, &request));
    tried("a tunnel", open("/dev/net/tun", O_RDWR));
    int number = 0;
    setsockopt(control, SOL_SOCKET, SO_MARK, &number, sizeof number);
    tried("force the buffer", setsockopt(control, SOL_SOCKET, SO_SNDBUFFORCE, &number, 4));
}
