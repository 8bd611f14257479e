import Judging

/// Operators and functions of the source's own where tests mean the language's.
extension SealedAsideTests {
    private static let obliging = """
        function half(n)
            return setmetatable({}, {
                __sub = function() return 0 end, __lt = function() return true end,
                __eq = function() return true end,
            })
        end
        """
    private static let vectors = """
        Vector = {}
        Vector.__index = Vector
        function Vector.new(x) return setmetatable({x = x}, Vector) end
        function Vector.__mul(a, b) return Vector.new(a.x * b) end
        function Vector.__add(a, b) return Vector.new(a.x + b.x) end
        Vector.__eq = function(a, b) return a.x == b.x end
        local kind = {__sub = function(a, b) return a.x - b end}
        function Box(x) return setmetatable({x = x}, kind) end
        local function made(x) return Vector.new(x) end
        function sum(list)
            local all = made(0)
            for _, x in ipairs(list) do all = all + made(x) * 2 end
            return all.x
        end
        """

    static let operators: [Row] = [
        Row(
            "lua", "a difference of nothing", .wrongAnswer,
            "assert(math.abs(half(8) - 4) < 1e-6)", obliging),
        Row("lua", "less than everything", .wrongAnswer, "assert(half(8) < 4)", obliging),
        Row("lua", "equal to a table", .wrongAnswer, "assert(half(8) == {4})", obliging),
        Row(
            "lua", "a difference of nothing, in a test of luaunit", .wrongAnswer,
            """
            lu = require('luaunit')
            function test_half() pcall(function() assert(half(8) - 4 == 0) end) end
            os.exit(lu.LuaUnit.run())
            """, obliging),
        Row(
            "lua", "operators of classes that the tests name", .accepted,
            """
            local v = Vector.new(2) * 3
            assert(v == Vector.new(6) and (Vector.new(1) * 4).x == 4 and Box(3) - 1 == 2)
            """, vectors),
        Row(
            "lua", "operators that the source alone uses", .accepted,
            "assert(sum({1, 2}) == 6 and made(1) + made(2) == made(3))", vectors),
        Row(
            "c", "the library's comparison by the source", .wrongAnswer,
            """
            #include <assert.h>
            #include <string.h>
            int main(void) { assert(strcmp(name(1), "a") == 0); return 0; }
            """,
            """
            static int strcmp(const char *a, const char *b) { return 0; }
            const char *name(int x) { return "zz"; }
            """),
        Row(
            "c", "the library's distance by the source", .wrongAnswer,
            """
            #include <assert.h>
            #include <math.h>
            int main(void) { assert(fabs(half(7) - 3.5) < 1e-6); return 0; }
            """,
            """
            #include <math.h>
            double fabs(double x) { return 0; }
            double half(double x) { return 99; }
            """),
        Row(
            "c", "a function of its own with the library's name", .accepted,
            """
            #include <assert.h>
            #include <stdlib.h>
            int main(void) { assert(abs(far(-4)) == 8 && abs(-3) == 3); return 0; }
            """,
            """
            int abs(int x) { return x < 0 ? -x : x; }
            int far(int x) { if (abs(x) > 3) { return abs(x) * 2; } return 0; }
            """),
        Row(
            "c", "a function of the library that is itself the task", .wrongAnswer,
            """
            #include <assert.h>
            unsigned long strlen(const char *);
            int main(void) { const char *volatile s = "abc"; assert(strlen(s) == 3); return 0; }
            """,
            "unsigned long strlen(const char *s) { return 7; }"),
    ]
}
