#include "attack.h"
#include <linux/bpf.h>

int main(void) {
    struct bpf_insn program[] = {{.code = 0xb7, .dst_reg = 0, .imm = 0}, {.code = 0x95}};
    union bpf_attr load = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
                           .insn_cnt = 2,
                           .insns = (uint64_t)program,
                           .license = (uint64_t) "GPL"};
    union bpf_attr map = {
        .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 8, .max_entries = 1};
    TRY(bpf, BPF_PROG_LOAD, &load, sizeof load);
    TRY(bpf, BPF_MAP_CREATE, &map, sizeof map);
    union bpf_attr next = {0};
    TRY(bpf, BPF_PROG_GET_NEXT_ID, &next, sizeof next);
}
