#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    char what[16];
    if (!fgets(what, sizeof what, stdin)) return 1;
    what[strcspn(what, "\n")] = 0;
    if (!strcmp(what, "echo")) {
        for (int byte; (byte = getchar()) != EOF;) putchar(byte);
    } else if (!strcmp(what, "exit")) {
        return 3;
    } else if (!strcmp(what, "raise") || !strcmp(what, "abort")) {
        fputs("deliberate\n", stderr);
        abort();
    } else if (!strcmp(what, "spin")) {
        for (volatile int i = 0;; i++) {}
    } else if (!strcmp(what, "hog")) {
        for (;;) memset(malloc(1 << 20), 1, 1 << 20);
    }
}
