/// What languages are called in data sets, in code fences and in prompts.
package enum LanguageNames {
    /// A language's own name for people, and what else it is called; lower case.
    private static let table: [(id: String, title: String, aliases: [String])] = [
        ("python", "Python", ["py", "python3", "py3", "pypy", "pypy3"]),
        ("c", "C", ["c99", "c11", "c17"]),
        ("cpp", "C++", ["c++", "cc", "cxx", "c++11", "c++14", "c++17", "c++20"]),
        ("javascript", "JavaScript", ["js", "node", "nodejs", "mjs", "ecmascript"]),
        ("typescript", "TypeScript", ["ts"]),
        ("java", "Java", ["java17"]),
        ("go", "Go", ["golang", "go_test.go"]),
        ("rust", "Rust", ["rs"]),
        ("bash", "Bash", ["sh", "shell", "zsh"]),
        ("ruby", "Ruby", ["rb"]),
        ("php", "PHP", ["php8"]),
        ("perl", "Perl", ["pl"]),
        ("lua", "Lua", ["lua5.4"]),
        ("swift", "Swift", []),
        ("r", "R", ["rlang"]),
        ("ocaml", "OCaml", ["ml"]),
        ("haskell", "Haskell", ["hs"]),
        ("csharp", "C#", ["cs", "c#"]),
        ("sql", "SQL", ["sqlite", "sqlite3"]),
        ("julia", "Julia", ["jl"]),
        ("d", "D", ["dlang"]),
        ("racket", "Racket", ["rkt"]),
        ("scala", "Scala", []),
        ("kotlin", "Kotlin", ["kt"]),
        ("clojure", "Clojure", ["clj"]),
        ("elixir", "Elixir", ["ex", "exs"]),
        ("dart", "Dart", []),
        ("fsharp", "F#", ["fs", "f#"]),
        ("ada", "Ada", ["adb"]),
    ]

    private static let byName: [String: Int] = {
        var names: [String: Int] = [:]
        for (index, row) in table.enumerated() {
            for name in [row.id] + row.aliases { names[name] = index }
        }
        return names
    }()

    /// The name that profiles use; `nil` if the name is not known.
    package static func identifier(_ name: String) -> String? {
        byName[name.lowercased()].map { table[$0].id }
    }

    /// What people call it; the name itself if it is not known.
    package static func title(_ identifier: String) -> String {
        byName[identifier.lowercased()].map { table[$0].title } ?? identifier
    }
}
