import Judging
import Testing

@testable import Datasets

struct GoImportsTests {
    private static let body = "func F(s string) string {\n"

    /// Starter code, completion, program; `nil`: as they are.
    private static let programs: [(String, String, String?)] = [
        ("package main\n\n" + body, "\treturn s\n}\n", nil),
        (
            "package main\n\n" + body, "\treturn strings.ToUpper(s)\n}\n",
            "package main\nimport (\n\t\"strings\"\n)\n\n" + body
                + "\treturn strings.ToUpper(s)\n}\n"
        ),
        (
            "package main\n\nimport (\n    \"math\"\n    \"strings\"\n)\n\n" + body,
            "\treturn strings.ToUpper(s) // math.Pi\n}\n",
            "package main\nimport (\n\t\"strings\"\n)\n\n\n" + body
                + "\treturn strings.ToUpper(s) // math.Pi\n}\n"
        ),
        (
            "package main\nimport \"sort\"\nimport r \"math/rand\"\nimport _ \"embed\"\n" + body,
            "\t_ = r.Intn(3)\n\treturn s\n}\n",
            "package main\nimport (\n\tr \"math/rand\"\n\t_ \"embed\"\n)\n" + body
                + "\t_ = r.Intn(3)\n\treturn s\n}\n"
        ),
        // Two packages are called `rand`: the common one. A name of the program's own is none.
        (
            "package main\n" + body, "\tsort := node{}\n\treturn sort.next + rand.Text()\n}\n",
            "package main\nimport (\n\t\"math/rand\"\n)\n" + body
                + "\tsort := node{}\n\treturn sort.next + rand.Text()\n}\n"
        ),
        ("package main\n" + body, "\treturn `strings.x` + a.strings.b + \"math.Pi\"\n}\n", nil),
        ("package main\nimport \"fmt\"\n" + body, "\treturn fmt.Sprint(s)\n}\n", nil),
        ("package main\nimport (\"fmt\"\n" + body, "\treturn \"\n}\n", nil),
        (
            "package main\r\nimport \"fmt\"\r\nimport \"os\"\r\n" + body, "\treturn s\n}\n",
            "package main\r\n" + body + "\treturn s\n}\n"
        ),
        ("package main\nimport \"fmt\"; import \"os\"\n" + body, "\treturn s\n}\n", nil),
        ("package main\nimport \"fmt\"; func g() {}\n" + body, "\treturn s\n}\n", nil),
        ("package main; import \"fmt\"\n" + body, "\treturn s\n}\n", nil),
        ("package main\nimport \"fmt\"", "", "package main"),
        ("package main\n", "", nil), ("package", "", nil), (body, "\treturn math.Pi\n}\n", nil),
    ]

    @Test(arguments: programs.indices)
    func `a joined Go program imports what it uses`(index: Int) {
        let (starter, completion, program) = Self.programs[index]
        let extractor = ProgramExtractor(language: "go", starterCode: starter, entryPoint: "F")
        let (source, extraction) = extractor.joined(completion: completion)
        #expect(source == program ?? starter + completion)
        #expect(extraction.steps == (program == nil ? [] : ["imports"]))
    }

    @Test func `a reply without a package gets package and imports, with one it stays`() {
        let extractor = ProgramExtractor(language: "go", entryPoint: "F")
        let text = Self.body + "\treturn fmt.Sprint(s)\n}\n"
        let (source, extraction) = extractor.program(from: "```go\n\(text)```")
        #expect(source == "package main\nimport (\n\t\"fmt\"\n)\n\n" + text)
        #expect(extraction.steps == ["package", "imports"])
        #expect(extractor.program(from: "package main\n" + text).source == "package main\n" + text)
    }
}
