#include "/etc/shadow"
#include "/etc/gshadow"
int main(void) { return 0; }
