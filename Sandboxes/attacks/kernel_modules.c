#include "attack.h"

int main(void) {
    TRY(init_module, "\177ELF", 4, "");
}
