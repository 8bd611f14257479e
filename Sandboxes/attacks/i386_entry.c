#include "attack.h"

int main(void) {
#ifdef __x86_64__
    long answer = 20;  // getpid of the 32-bit table
    __asm__ volatile("int $0x80" : "+a"(answer) : : "memory", "r8", "r9", "r10", "r11");
    if (answer > 0) escaped("a 32-bit call was answered");
    else contained("int 0x80");
#endif
    raise(SIGSYS);  // elsewhere there is no such door
}
