// Few bytes of source, many of object file.
__asm__(".balign 0x40000000\n.fill 0x7fffffff, 8, 1");
int main(void) { return 0; }
