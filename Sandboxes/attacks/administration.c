#include "attack.h"

int main(void) {
    char text[64] = "other";
    TRY(reboot, 0xfee1dead, 672274793, 0x01234567, NULL);
    TRY(sethostname, text, 5);
    TRY(setdomainname, text, 5);
    TRY(swapon, "/work/main", 0);
    TRY(swapoff, "/dev/vdb");
    TRY(acct, "/work/main");
    TRY(quotactl, 0, "/dev/vda", 0, NULL);
    TRY(syslog, 3, text, sizeof text);
    TRY(vhangup, 0);
    TRY(iopl, 3);
    TRY(ioperm, 0x80, 1, 1);
    TRY(modify_ldt, 0, text, sizeof text);
    TRY(fanotify_init, 0, 0);
}
