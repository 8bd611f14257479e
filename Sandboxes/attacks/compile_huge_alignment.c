// The assembler fills what the source only names.
__asm__(".data\n.balign 0x100000\n.fill 0x600000, 8, 1\n.text");
int main(void) { return 0; }
