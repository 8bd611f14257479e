char huge[1ul << 40] = {1};
int main(void) { return huge[12345]; }
