import Judging

/// Classes and operators that the source makes within a call, or that share a word with the tests;
/// and lists that end where they begin.
extension SealedAsideTests {
    static let chains: [Row] = [
        Row("javascript", "a list linked both ways", .accepted, linkedTests, linked),
        Row(
            "javascript", "such a list of no class", .wrongAnswer, linkedTests,
            linked.replacing("first = new Node(v)", with: "first = { ...new Node(v) }")),
        Row(
            "javascript", "maps of another class", .wrongAnswer,
            "require('assert').deepStrictEqual(half(), new Map([[1, new Half()]]));",
            "class Half {}\nconst half = () => new Map([[1, {}]]);"),
        Row(
            "lua", "tables linked both ways", .accepted,
            """
            local function list(count)
                local first = {v = 1}
                local last = first
                for v = 2, count do
                    last.next = {v = v, previous = last}
                    last = last.next
                end
                return first
            end
            local lu = require('luaunit')
            function test_list()
                lu.assertEquals(made(300), list(300))
                lu.assertNotEquals(made(300), list(299))
            end
            os.exit(lu.LuaUnit.run())
            """,
            """
            function made(count)
                local all = {}
                for v = 1, count do
                    all[v] = {v = v, previous = all[v - 1]}
                    if v > 1 then all[v - 1].next = all[v] end
                end
                return all[1]
            end
            """),
        Row(
            "perl", "hashes linked both ways", .accepted,
            """
            use Test::More;
            my @all = map { {v => $_} } 1 .. 300;
            for (1 .. $#all) { $all[$_ - 1]{n} = $all[$_]; $all[$_]{p} = $all[$_ - 1] }
            is_deeply(made(300), $all[0]);
            isnt(made(299), $all[0]);
            """,
            """
            sub made {
                my ($first, $last);
                for (1 .. $_[0]) {
                    my $next = {v => $_};
                    ($next->{p}, $last->{n}) = ($last, $next) if $last;
                    $first //= $next;
                    $last = $next;
                }
                return $first;
            }
            """),
    ]

    static let linkedTests = """
        const { deepStrictEqual } = require('assert');
        const wanted = new Node(0);
        let last = wanted;
        for (let v = 1; v < 40; v += 1) {
          last.next = new Node(v);
          last.next.previous = last;
          last = last.next;
        }
        deepStrictEqual(list(40), wanted);
        """
    static let linked = """
        class Node {
          constructor(v) { this.v = v; this.next = this.previous = null; }
        }
        function list(count) {
          let first = null;
          for (let v = count - 1; v >= 0; v -= 1) {
            const next = first;
            first = new Node(v);
            first.next = next;
            if (next) next.previous = first;
          }
          return first;
        }
        """

    static let late: [Row] = lateLua + lateRuby + latePerl

    private static let obligingLater = """
        Test = 1
        function half(n)
            local mt = {}
            local made = setmetatable({}, mt)
            rawset(mt, "__lt", function() mt.__lt = nil return true end)
            mt.__sub = function() return 0 end
            mt.__eq = setmetatable({}, {__call = function() return true end})
            return made
        end
        """
    private static let classesLater = """
        local Unit = {}
        local zero = setmetatable({}, Unit)
        function Unit.__add(a, b) return a == zero and b or a end
        function prepare()
            Late = {}
            function Late.new(x) return setmetatable({x = x}, Late) end
            Late.__add = function(a, b) return a.x + b end
        end
        function count(n) return zero + n end
        """

    private static let lateLua = [
        Row(
            "lua", "less than everything, later", .wrongAnswer,
            "assert(half(8) < 4) -- Test one", obligingLater),
        Row(
            "lua", "a difference of nothing, later", .wrongAnswer,
            "assert(math.abs(half(8) - 4) < 1e-6, 'Test: half')", obligingLater),
        Row(
            "lua", "equal to a table, later", .wrongAnswer, "assert(({half(8)})[1] == {4})",
            obligingLater),
        Row(
            "lua", "a difference of nothing, later, in a test of luaunit", .wrongAnswer,
            """
            lu = require('luaunit')
            TestHalf = {}
            function TestHalf:test_half() assert(half(8) - 4 == 0) end
            os.exit(lu.LuaUnit.run())
            """, obligingLater),
        Row(
            "lua", "classes that come later and that the tests name", .accepted,
            """
            prepare()
            assert(Late.new(2) + 3 == 5 and count(4) == 4)
            local own = setmetatable({}, {__add = function(a, b) return b end})
            assert(own + 3 == 3 and not pcall(function() return count() < 1 end))
            for i = 1, 3 - 1 do assert(not (i > 2) and -i ~= 2 ^ i and 7 // 2 | 4 == 7) end
            """, classesLater),
    ]

    private static let plainRuby = "raise 'no' unless half(8) == 4"

    private static let lateRuby = [
        Row(
            "ruby", "equal to everything, later", .wrongAnswer, plainRuby,
            """
            def half(n)
              made = Object.new
              def made.==(other)
                singleton_class.remove_method(:==)
                true
              end
              made
            end
            """),
        Row(
            "ruby", "equal to everything, by a module and frozen", .wrongAnswer, plainRuby,
            """
            def half(n)
              Object.new.extend(Module.new { def ==(other) = true }).freeze
            end
            """),
        Row(
            "ruby", "close to everything, later", .wrongAnswer,
            "raise 'no' unless (4 - half(8)).abs < 1e-6",
            """
            def half(n)
              Class.new(Numeric) do
                def coerce(other) = [self, self]
                def -(other) = 0
              end.new
            end
            """),
        Row(
            "ruby", "equal in a list, and where it is asked aside", .wrongAnswer,
            """
            Pair = Struct.new(:half)
            raise 'no' unless Pair.new(half(8)) == Pair.new(4)
            case half(8)
            when 4 then [half(8)] == [4] && [half(8)].include?(4)
            else raise 'no'
            end
            """, "def half(n) = Class.new { def ==(other) = true }.new"),
        Row(
            "ruby", "what has no operators at all", .wrongAnswer, plainRuby,
            """
            class Any < BasicObject
              undef_method :==
              def method_missing(*) = true
            end
            def half(n) = Any.new
            """),
        Row(
            "ruby", "a class that says it has another name and file", .wrongAnswer,
            "# Any test\n" + plainRuby,
            """
            class Any
              class_eval "def ==(other) = true", "/usr/lib/any.rb"
              def self.to_s = "raise"
              def self.instance_methods(*) = []
            end
            def half(n) = Any.new
            """),
        Row(
            "ruby", "what looks at operators replaced", .tampered, plainRuby,
            """
            def half(n)
              name = Kernel.singleton_methods.grep(/assay/).first
              Kernel.define_singleton_method(name) { |one, *| one }
              Class.new { def ==(other) = true }.new
            end
            """),
        Row(
            "ruby", "a list that says it holds all", .wrongAnswer,
            """
            require 'minitest/autorun'
            class T < Minitest::Test
              def test_half = assert_includes(half(8), 4)
            end
            """, "def half(n) = [5].tap { |list| def list.any? = true }"),
        Row(
            "ruby", "classes that come later and that the tests name", .accepted,
            #"""
            init
            left = 5
            left -= 1 while left > 4
            raise 'no' unless Late.new(4) == left && "#{Late.new(1) == 1}" == 'true'
            raise 'no' if top([1, 3]) != top([3, 2]) or top([1]) >= top([2])
            raise 'no' unless [top([1]).v - 1, <<~TEXT.size] == [0, 2]
              a
            TEXT
            case top([7]).v when 1..8 then nil else raise 'no' end
            """#,
            """
            class Node
              include Comparable
              attr_reader :v
              def initialize(v) = @v = v
              def <=>(other) = v <=> other.v
            end
            def top(list) = list.map { |v| Node.new(v) }.max
            def init = eval("class Late; def initialize(n) = @n = n; def ==(o) = @n == o; end")
            """),
    ]

    private static let plainPerl = "use Test::More;\n# Test one\nok(half(8) == 4);"

    private static func perl(_ class_: String, _ name: String = "Any") -> String {
        class_ + "\npackage main; sub half { bless {}, '\(name)' }"
    }

    private static let latePerl = [
        Row(
            "perl", "equal to everything, later", .wrongAnswer, plainPerl,
            """
            sub half {
                eval q{package Any; use overload '==' => sub { delete $Any::{'(=='}; 1 }};
                return bless {}, 'Any';
            }
            """),
        Row(
            "perl", "equal to everything, later, without a word of it", .wrongAnswer, plainPerl,
            #"sub half { *{"Any::(("} = sub {}; *{"Any::(=="} = sub { 1 }; bless {}, 'Any' }"#),
        Row(
            "perl", "what answers every operator", .wrongAnswer, plainPerl,
            perl("package Any; use overload 'nomethod' => sub { 1 };")),
        Row(
            "perl", "a class called as a word of the tests", .wrongAnswer, plainPerl,
            perl("package Test; use overload '==' => sub { 1 };", "Test")),
        Row(
            "perl", "the package that all share", .wrongAnswer, plainPerl,
            perl("use overload '==' => sub { 1 };", "main")),
        Row(
            "perl", "operators that say they are a library's", .wrongAnswer, plainPerl,
            perl("package Any;\n# line 1 \"/usr/lib/Any.pm\"\nuse overload '==' => sub { 1 };")),
        Row(
            "perl", "classes that come later and that the tests name", .accepted,
            """
            package Mine; use overload '==' => sub { 1 };
            package main; init();
            die 'no' unless bless({}, 'Mine') == 4;
            die 'no' unless Late->new(4) == 4 && half(8) == 4 && total(1, 2) == 3;
            """,
            """
            sub init {
                eval q{package Late; use overload '==' => 'same';
                    sub new { bless { n => $_[1] }, $_[0] } sub same { $_[0]{n} == $_[1] }};
            }
            sub half { require Math::BigFloat; Math::BigFloat->new($_[0]) / 2 }
            sub total {
                eval q{package Sum; use overload '-' => sub { bless [$_[0][0] + $_[1]] }};
                my $sum = bless [0], 'Sum';
                $sum = $sum - $_ for @_;
                return $sum->[0];
            }
            """),
    ]
}
