// Few bytes of source, many of object file.
char huge[48 << 20] = {1};
int main(void) { return huge[12345]; }
