#include "host.h"
__asm__(".include \"" HOST_CANARY "\"");
__asm__(".include \"/etc/shadow\"");
int main(void) { return 0; }
