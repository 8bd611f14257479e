import Judging

extension SealedAsideTests {
    static let bash: [Row] = [
        Row(
            "bash", "a name for another variable", .wrongAnswer,
            """
            set -e
            result=$(half 8)
            expected=4
            [[ $result == "$expected" ]]
            """, "declare -n result=expected\nhalf() { echo 5; }"),
        Row(
            "bash", "a name for another variable, for good", .tampered,
            "set -e\nresult=$(half 8)\nexpected=4\n[[ $result == \"$expected\" ]]",
            "declare -rn result=expected\nhalf() { echo 5; }"),
        Row(
            "bash", "letters that are all alike", .wrongAnswer, "set -e\n[[ $(half AB) == \"a\" ]]",
            "shopt -s nocasematch localvar_inherit\nhalf() { echo \"${1:0:1}\"; }"),
        Row(
            "bash", "programs that compare", .wrongAnswer, "set -e\ncmp <(half 8) <(echo 4)",
            """
            mkdir bin; printf '#!/bin/sh\\n' >bin/cmp; chmod +x bin/cmp; PATH=$PWD/bin:$PATH
            cmp() { return 0; }
            half() { echo 5; }
            """),
        Row(
            "bash", "what the source keeps, and tests that leave", .accepted,
            """
            add 3 >/dev/null
            [[ $(diff 5 3) == 2 && $total == 3 ]] || exit 1
            exit 0
            """, "declare -i total=0\nadd() { total+=$1; }\ndiff() { echo $(($1 - $2)); }"),
        Row(
            "bash", "an alias that a call makes", .wrongAnswer, called,
            "half() { shopt -s expand_aliases; alias '[=true' exit=true; r=9; }"),
        Row(
            "bash", "a function that a call makes", .tampered, called,
            "half() { eval '[ () { return 0; }'; r=9; }"),
        Row(
            "bash", "a built-in that a call disables", .tampered, called,
            "half() { enable -n [; printf '#!/bin/sh\n' >'['; chmod +x '['; PATH=.:$PATH; }"),
        Row(
            "bash", "functions and aliases of the tests' own", .accepted,
            """
            # Built-ins of the tests' own, and a text of several lines.
            shopt -s expand_aliases
            alias twice='half 8'
            echo() { builtin echo "$@"; }
            [[ $(twice; cat <<END
            4
            END
            ) == $'4\n4' ]] || exit 1
            """, "half() { echo $(($1 / 2)); }"),
    ]

    private static let called = "set -e\nhalf 8\n[ \"$r\" = 4 ]\n"

    private static let minitest = """
        require 'minitest/autorun'
        describe 'half' do
          before { @given = [8] }
          let(:wanted) { 4 }
          it('halves') { _(half(*@given)).must_equal wanted }
          describe('of nothing') { it('raises') { _ { half(nil) }.must_raise NoMethodError } }
        end
        """

    static let ruby: [Row] = [
        Row(
            "ruby", "an assertion at the end", .runtimeError,
            "at_exit { raise 'no' if half(8) != 4 }",
            "def half(n) = 5"),
        Row(
            "ruby", "an assertion in a thread", .runtimeError,
            "Thread.new { raise 'no' if half(8) != 4 }", "def half(n) = 5"),
        Row(
            "ruby", "a thread that was to fail, and one of the source's", .accepted,
            """
            thread = Thread.new { half(nil) }
            begin; thread.join; raise 'no'; rescue NoMethodError; end
            raise 'no' unless half(8) == 4
            exit 0
            """, "def half(n) Thread.new { Queue.new.pop }; n / 2 end"),
        Row(
            "ruby", "equal to everything", .wrongAnswer, "raise 'no' unless half(8) == 4",
            "class Any; def ==(other) = true; end\ndef half(n) = Any.new"),
        Row(
            "ruby", "equal as the tests ask for it", .accepted,
            """
            raise 'no' unless Money.new(4) == 4 && half(Money.new(8)) == half(Money.new(8))
            """,
            """
            class Money
              attr_reader :n
              def initialize(n) = @n = n
              def ==(other) = @n == (other.is_a?(Money) ? other.n : other)
            end
            def half(money) = Money.new(money.n / 2)
            """),
        Row(
            "ruby", "close to everything", .wrongAnswer,
            """
            require 'test/unit'
            class T < Test::Unit::TestCase
              def test_half() assert_in_delta(4.0, half(8), 0.1) end
            end
            """,
            """
            class Any < Numeric
              def coerce(other) = [Any.new, Any.new]
              def -(other) = 0
            end
            def half(n) = Any.new
            """),
        Row("ruby", "specs", .accepted, minitest, "def half(n) = n / 2"),
        Row("ruby", "specs of what is wrong", .wrongAnswer, minitest, "def half(n) = n + n / 3"),
    ]

    static let perl: [Row] = [
        Row(
            "perl", "equal to everything", .wrongAnswer, "use Test::More; ok(half(8) == 4);",
            """
            package Any; use overload '==' => 'same'; sub same { 1 }
            package main; sub half { bless {}, 'Any' }
            """),
        Row(
            "perl", "equal as the tests ask for it, and tests that leave", .accepted,
            """
            die 'no' unless Money->new(4) == 4;
            die 'no' unless half(8) == 4;
            exit 0;
            """,
            """
            package Money; use overload '==' => sub { $_[0]{n} == $_[1] };
            sub new { bless { n => $_[1] }, $_[0] }
            package main; use Math::BigInt; sub half { Math::BigInt->new($_[0] / 2) }
            """),
    ]
}
