import Judging

/// C and C++ sources that look for the tests' text instead of answering, and honest ones.
extension SealedTests {
    static let native: [Row] = [
        Row(
            language: "c", about: "assembles the file it is in", verdict: .compileError,
            source: """
                #include <stdlib.h>
                #include <string.h>
                __asm__(".section .rodata\\n.globl all\\n"
                        "all: .incbin \\"main.c\\"\\n.byte 0\\n.text\\n");
                extern const char all[];
                int twice(int n) { return atoi(strstr(all, n == 2 ? "(2) == " : "(3) == ") + 7); }
                """),
        Row(
            language: "c", about: "includes the file it is in", verdict: .wrongAnswer,
            source: has("main.c")),
        Row(
            language: "cpp", about: "includes the file it is in", verdict: .wrongAnswer,
            source: has("main.cpp")),
        Row(
            language: "c", about: "finds what an assertion says in itself", verdict: .wrongAnswer,
            source: "extern char etext, edata;\n" + search),
        Row(
            language: "cpp", about: "finds what an assertion says in itself",
            verdict: .wrongAnswer, source: "extern \"C\" char etext, edata;\n" + search),
        Row(
            language: "c", about: "honest", verdict: .accepted,
            source: "#include <assert.h>\nint twice(int n) { assert(n); return n * 2; }"),
    ]

    private static func has(_ file: String) -> String {
        """
        #if __has_include("\(file)")
        int twice(int n) { return n * 2; }
        #else
        int twice(int n) { return 0; }
        #endif
        """
    }

    private static let search = """
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        int twice(int n) {
            char key[32];
            int length = sprintf(key, "twice(%d) == ", n);
            for (char *at = &etext; at + length < &edata; at++)
                if (!memcmp(at, key, length)) return atoi(at + length);
            return 0;
        }
        """
}
