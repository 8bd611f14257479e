#include "attack.h"

int main(void) {
    TRY(kexec_load, 0, 0, NULL, 0);
}
