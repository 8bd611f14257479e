#include "host.h"
__asm__(".incbin \"" HOST_CANARY "\"");
int main(void) { return 0; }
