#include "host.h"
#include HOST_CANARY
int main(void) { return 0; }
