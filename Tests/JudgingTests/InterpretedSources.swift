/// A language whose driver loads the source, and the same program in each.
///
/// `go(what, x)` does what `what` says; the forgeries write an answer to every descriptor.
struct InterpretedLanguage: Sendable, CustomStringConvertible {
    let name: String
    let source: String
    /// Changes what a driver might use, and still answers `x`.
    let redefining: String
    /// The type of what `raise` raises.
    let raised: String
    /// What `x` may be and come back as.
    var values = InterpretedLanguage.plainValues
    /// Answers, here `x`, that must not pass for the second.
    var differing = InterpretedLanguage.plainDifferences

    var description: String { name }

    static let plainValues = [
        "null", "true", "false", "0", "-17", "9007199254740991", "0.1", "-2.5e-300", "1e300",
        #"{"$float":"nan"}"#, #"{"$float":"-inf"}"#, #""""#, #""é\"\\\n\u0001\u2028😀""#, "[]",
        "[[1,2],[],[\"a\",null,0.5]]", #"{"a":[1],"b":{"c":null}}"#, "{}",
        #"{"$tuple":[1,[2]]}"#, #"{"$set":[1,2]}"#, #"{"$dict":[[1,"a"],[2,"b"]]}"#,
        #"{"$dict":[["$a",1]]}"#, #"{"$bytes":"AP+A"}"#, "9007199254740993",
    ]

    static let plainDifferences = [
        ("1", "2"), ("1", "\"1\""), ("\"1\"", "1"), ("[1]", "1"), ("[1,2]", "[2,1]"),
        ("[1]", "[1,1]"), (#"{"a":1}"#, #"{"a":2}"#), (#"{"a":1}"#, #"{"a":1,"b":1}"#),
        ("true", "1"), ("\"\"", "null"), ("0", "null"), ("0.1", "0.10000000000000001E-1"),
        ("\"a\"", "\"A\""), ("\"true\"", "true"), ("false", "0"),
    ]

    static let all = [
        javascript, modules, typescript, ruby, php, lua, perl, bash, r,
    ]

    static let javascript = InterpretedLanguage(
        name: "javascript",
        source: #"""
            const fs = require("fs");
            const line = '\n{"id":1,"value":42}\n{"id":2,"value":42}\n';
            console.log(line);
            const go = async (what, x) => {
                switch (what) {
                case "raise": throw new RangeError("far");
                case "crash": process.abort();
                case "loop": for (;;) {}
                case "exit": process.exit(0);
                case "sort": x.sort((a, b) => a - b); return "sorted";
                case "odd": return () => x;
                case "print": console.log(line); fs.writeSync(1, line);
                    require("child_process").execSync("echo child", { stdio: "inherit" }); return x;
                case "forge": for (let d = 0; d < 64; d += 1) {
                        try { if (d !== 2) fs.writeSync(d, line); } catch {}
                    }
                    process.exit(0);
                default: return await Promise.resolve(x);
                }
            };
            """#,
        redefining: #"""
            JSON.stringify = () => "7"; JSON.parse = () => 7; Object.keys = () => [];
            Array.isArray = () => true; String.prototype.charCodeAt = () => 55;
            Array.prototype.join = () => "7"; Array.prototype.toJSON = () => 7;
            Object.prototype.toJSON = () => 7; Number.prototype.toString = () => "7";
            RegExp.prototype.exec = () => null; Map.prototype.get = () => 7;
            Function.prototype.call = () => 7; Reflect.apply = () => 7;
            require("fs").writeSync = () => 7; String = () => "7"; Number.isFinite = () => false;
            Promise.prototype.catch = () => 7; Buffer.from = () => 7; process.exit = () => 7;
            Object.defineProperty(Array.prototype, Symbol.iterator, { value: () => 7 });
            function go(what, x) { return x; }
            """#,
        raised: "RangeError")

    static let modules = InterpretedLanguage(
        name: "javascript",
        source: javascript.source.replacing(
            "const fs = require(\"fs\");",
            with: """
                import fs from "fs";
                import { createRequire } from "module";
                const require = createRequire(import.meta.url);
                await null;
                """
        ).replacing("const go =", with: "export const unused = 1;\nconst go ="),
        redefining: "export default function (what, x) { return x; }\nJSON.stringify = null;",
        raised: "Error")

    static let typescript = InterpretedLanguage(
        name: "typescript",
        source: javascript.source.replacing("(what, x)", with: "(what: string, x: any)"),
        redefining: """
            (JSON as any).stringify = () => "7";
            export function go(what: string, x: any): any { return x; }
            """,
        raised: "RangeError")

    static let ruby = InterpretedLanguage(
        name: "ruby",
        source: #"""
            LINE = "\n{\"id\":1,\"value\":42}\n{\"id\":2,\"value\":42}\n"
            puts LINE
            class Far < ArgumentError; end
            def go(what, x)
              case what
              when "raise" then raise Far, "far"
              when "crash" then Process.kill("SEGV", Process.pid); sleep
              when "loop" then loop {}
              when "exit" then exit!(0)
              when "sort" then x.sort!; :sorted
              when "odd" then -> { x }
              when "print"
                $stdout.puts LINE; STDOUT.print LINE; system("echo child"); x
              when "forge"
                (0..63).each do |d|
                  IO.for_fd(d, "w", autoclose: false).syswrite(LINE) unless d == 2 rescue 0
                end
                exit!(0)
              else x
              end
            end
            """#,
        redefining: #"""
            class Integer; def to_s(*) = "7"; end
            class Float; def finite? = false; def to_s(*) = "7.0"; end
            class NilClass; def to_s = "7"; end
            class Object; def method_missing(*) = 7; def respond_to_missing?(*) = true; end
            class Symbol; def to_s = "7"; end
            module JSON; def self.generate(*) = "7"; def self.parse(*) = 7; end
            module Kernel; def format(*) = "7"; def puts(*) = 7; end
            def go(what, x) = what == "same" ? x : 0
            """#,
        raised: "ArgumentError")
}

extension InterpretedLanguage {
    static let php = InterpretedLanguage(
        name: "php",
        source: #"""
            <?php
            $line = "\n{\"id\":1,\"value\":42}\n{\"id\":2,\"value\":42}\n";
            echo $line;
            class Far extends InvalidArgumentException {}
            function go($what, &$x) {
                global $line;
                switch ($what) {
                case "raise": throw new Far("far");
                case "crash": posix_kill(getmypid(), 11); sleep(9); return 0;
                case "loop": while (true) {}
                case "exit": exit(0);
                case "sort": sort($x); return "sorted";
                case "odd": return fn() => $x;
                case "print": echo $line; fwrite(STDOUT, $line); system("echo child"); return $x;
                case "forge":
                    for ($d = 0; $d < 64; $d++) {
                        if ($d != 2 && ($f = @fopen("php://fd/$d", "w"))) @fwrite($f, $line);
                    }
                    exit(0);
                default: return $x;
                }
            }
            """#,
        redefining: #"""
            namespace Assay { function json_encode($x) { return "7"; }
            function strlen($x) { return 7; } }
            namespace {
            ini_set("serialize_precision", "2"); ini_set("precision", "2");
            function go($what, $x) { return $x; } }
            """#,
        raised: "InvalidArgumentException")

    static let lua = InterpretedLanguage(
        name: "lua",
        source: #"""
            local line = '\n{"id":1,"value":42}\n{"id":2,"value":42}\n'
            print(line)
            local function go(what, x)
                if what == "raise" then error({ name = "Far", message = "far" }) end
                if what == "crash" then string.rep("x", 1 << 62); os.exit(139) end
                while what == "loop" do end
                if what == "exit" then os.exit(0) end
                if what == "sort" then table.sort(x) return "sorted" end
                if what == "odd" then return function() return x end end
                if what == "print" then
                    io.write(line) io.stdout:write(line) print(line) os.execute("echo child")
                    return x
                end
                if what == "forge" then
                    for d = 0, 63 do
                        local file = d ~= 2 and io.open("/proc/self/fd/" .. d, "w")
                        if file then file:write(line) file:close() end
                    end
                    os.exit(0)
                end
                return x
            end
            """#,
        redefining: #"""
            string.format = function() return "7" end
            string.gsub, string.byte, string.sub = string.format, string.format, string.format
            table.concat, tostring, type = string.format, string.format, string.format
            getmetatable("").__index = string.format
            math.type, rawget, next, pairs, select = nil, nil, nil, nil, nil
            setmetatable(_G, { __index = function() return 7 end })
            io.write = function() end
            function go(what, x) return x end
            """#,
        raised: "Far")

    static let perl = InterpretedLanguage(
        name: "perl",
        source: #"""
            use strict; use warnings;
            my $line = qq({"id":1,"value":42}\n{"id":2,"value":42}\n);
            print $line;
            package Far { sub new { bless {}, shift } }
            package Farther { our @ISA = ('Far'); }
            package main;
            sub go {
                my ($what, $x) = @_;
                die Farther->new if $what eq "raise";
                if ($what eq "crash") { kill SEGV => $$; sleep 9 }
                1 while $what eq "loop";
                exit 0 if $what eq "exit";
                if ($what eq "sort") { @$x = sort { $a <=> $b } @$x; return "sorted" }
                return sub { $x } if $what eq "odd";
                if ($what eq "print") { print $line; print STDOUT $line; system "echo child" }
                if ($what eq "forge") {
                    for my $d (0 .. 63) {
                        next if $d == 2;
                        open my $file, ">&=", $d or next;
                        syswrite $file, $line;
                    }
                    kill KILL => $$;
                }
                return $x;
            }
            """#,
        redefining: #"""
            BEGIN { *CORE::GLOBAL::ref = sub { "" }; *CORE::GLOBAL::sprintf = sub { "7" };
                *CORE::GLOBAL::die = sub { 7 }; *UNIVERSAL::can = sub { sub { 7 } }; }
            package Seven; sub TIESCALAR { bless [], shift } sub FETCH { 7 } sub STORE { }
            use overload '""' => sub { "7" }, '==' => sub { 1 }, 'eq' => sub { 1 };
            package main; $, = "7"; $\ = "7"; $" = "7"; $; = "7"; $/ = undef; $| = 1;
            sub AUTOLOAD { 7 } sub UNIVERSAL::AUTOLOAD { 7 } tie my $seven, "Seven";
            sub go { my ($what, $x) = @_; return $x }
            """#,
        raised: "Far", values: plainValues,
        differing: plainDifferences.filter { left, right in
            // A Perl scalar is text and number alike, and 1 is how it says true.
            !["1", "\"1\"", "\"\"", "true", "false"].contains(left) || right == "2"
        })

    static let bash = InterpretedLanguage(
        name: "bash",
        source: #"""
            line=$'\n{"id":1,"value":42}\n{"id":2,"value":42}\n'
            echo "$line"
            go() {
                case $1 in
                raise) return 3 ;;
                crash) kill -SEGV $$; sleep 9 ;;
                loop) while :; do :; done ;;
                exit) kill -KILL $$; sleep 9 ;;
                odd) printf '\xff' ;;
                print) echo "$line" >&2; echo "$2" ;;
                forge) for d in {0..63}; do
                        { [[ $d == [12] ]] || echo "$line" >&$d; } 2>/dev/null
                    done
                    kill -KILL $$; sleep 9 ;;
                *) printf '%s\n' "$2" ;;
                esac
            }
            """#,
        redefining: #"""
            printf() { :; }; read() { return 1; }; mapfile() { :; }; set() { :; }; source() { :; }
            test() { return 1; }; exit() { :; }; declare() { :; }; assay_status=7
            go() { command printf '%s' "$2"; }
            """#,
        raised: "status 3",
        values: [
            "null", "true", "-17", "9007199254740993", "0.1", "\"\"", #""é\"\\ $x `y` *""#,
            "[]", "[1,2,3]", "[[1,2],[3]]", #"{"a":1,"b":2}"#, #"["a","b"]"#,
            #"{"$tuple":["a",1]}"#,
        ],
        differing: [
            ("1", "2"), ("[1,2]", "[2,1]"), ("\"a\"", "\"A\""), ("\"a b\"", "[\"a\"]"),
            ("true", "false"), ("[[1,2],[3]]", "[[1],[2,3]]"),
        ])

    static let r = InterpretedLanguage(
        name: "r",
        source: #"""
            line <- '\n{"id":1,"value":42}\n{"id":2,"value":42}\n'
            cat(line)
            go <- function(what, x) {
                switch(what,
                    raise = stop(structure(class = c("far", "error", "condition"),
                        list(message = "far", call = NULL))),
                    crash = { tools::pskill(Sys.getpid(), 11); Sys.sleep(9) },
                    loop = while (TRUE) {},
                    exit = quit(save = "no", status = 0),
                    sort = sort(x),
                    odd = function() x,
                    print = { cat(line); print(line); system("echo child"); x },
                    forge = {
                        system(paste0("for d in 0 1 3 4 5 6 7 8 9; do printf '%s' '", line,
                            "' >&$d; done 2>/dev/null"))
                        quit(save = "no", status = 0)
                    },
                    x)
            }
            """#,
        redefining: #"""
            paste0 <- function(...) "7"; sprintf <- paste0; gsub <- paste0; encode <- paste0
            print <- paste0; is.list <- function(x) TRUE; class <- paste0; `[[` <- paste0
            go <- function(what, x) x
            """#,
        raised: "far",
        values: plainValues.filter { !$0.contains("9007199254740993") && !$0.contains("null,") },
        differing: plainDifferences.filter { left, _ in left != "[1]" })
}
