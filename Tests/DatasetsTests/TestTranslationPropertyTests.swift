import Execution
import Judging
import TestSupport
import Testing

@testable import Datasets

/// Prints values as literals of a language.
private struct LiteralPrinter {
    let language: String

    func text(_ value: Value) -> String {
        switch value {
        case .null:
            ["python": "None", "rust": "None", "ruby": "nil", "lua": "nil", "perl": "undef"][
                language] ?? (language == "go" ? "nil" : language == "cpp" ? "nullopt" : "null")
        case .bool(let flag):
            language == "python" ? (flag ? "True" : "False") : flag ? "true" : "false"
        case .int(let digits): digits
        case .float(let number): number.description
        case .string(let bytes): "\"" + escaped(bytes) + "\""
        case .list(let items): list(items.map(text))
        case .dict(let entries): dict(entries.map { (text($0.key), text($0.value)) })
        default: ""
        }
    }

    private func list(_ items: [String]) -> String {
        let inside = items.joined(separator: ", ")
        return switch language {
        case "cpp", "lua": "{\(inside)}"
        case "java": "Arrays.asList(\(inside))"
        case "go": "[]interface{}{\(inside)}"
        case "rust": "vec![\(inside)]"
        case "php": "array(\(inside))"
        default: "[\(inside)]"
        }
    }

    private func dict(_ entries: [(String, String)]) -> String {
        func joined(_ arrow: String) -> String {
            entries.map { $0.0 + arrow + $0.1 }.joined(separator: ", ")
        }
        return switch language {
        case "java": "Map.of(\(joined(", ")))"
        case "go": "map[string]interface{}{\(joined(": "))}"
        case "rust":
            "HashMap::from([\(entries.map { "(\($0.0), \($0.1))" }.joined(separator: ", "))])"
        case "php": "array(\(joined(" => ")))"
        case "ruby", "perl": "{\(joined(" => "))}"
        case "lua": "{\(entries.map { "[\($0.0)] = \($0.1)" }.joined(separator: ", "))}"
        default: "{\(joined(": "))}"
        }
    }

    private func escaped(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            case "\t": "\\t"
            case "$" where language == "php" || language == "perl": "\\$"
            case "@" where language == "perl": "\\@"
            case "#" where language == "ruby": "\\#"
            default: String(scalar)
            }
        }.joined()
    }

    /// A test of one call.
    func test(_ argument: String, _ expected: String) -> String {
        switch language {
        case "cpp": "int main(){ assert(f(\(argument)) == \(expected)); }"
        case "java":
            "class Main { public static void main(String[] args) {\n"
                + "if (!Objects.equals(F.f(\(argument)), \(expected))) { throw new "
                + "AssertionError(); } } }"
        case "go": "func TestF(t *testing.T) {\n assert.Equal(\(expected), f(\(argument)))\n}\n"
        case "rust": "}\nfn main() { assert_eq!(f(\(argument)), \(expected)); }"
        case "javascript": "assert.deepEqual(f(\(argument)), \(expected));"
        case "ruby": "x = f(\(argument))\nif x != \(expected)\n raise StandardError, \"\"\nend\n"
        case "php": "if (f(\(argument)) !== \(expected)) { throw new Exception(\"\"); }"
        case "lua":
            "lu = require('luaunit')\nfunction test_f()\nlu.assertEquals(f(\(argument)), "
                + "\(expected))\nend\nos.exit(lu.LuaUnit.run())"
        case "perl": "unless(Compare(f(\(argument)), \(expected))) { die \"\"; }"
        default: "assert f(\(argument)) == \(expected)"
        }
    }
}

struct TestTranslationPropertyTests {
    private static func value(
        _ random: inout SeededRandom, depth: Int, _ language: String
    ) -> Value {
        switch random.below(depth > 0 ? 8 : 6) {
        case 0: return language == "lua" || language == "cpp" ? .int("0") : .null
        // Perl has no names for truth values.
        case 1: return language == "perl" ? .int("1") : .bool(random.chance(2))
        case 2, 3:
            return random.chance(2)
                ? .int(random.below(2_000_001) - 1_000_000)
                : .float(Double(random.below(2_000_001) - 1_000_000) / 64)
        case 4, 5:
            let scalars: [Unicode.Scalar] = [
                "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "é", "😀", "<", "$", "{", "]", "#",
                "@", "'", "`", "%", "}", "-",
            ]
            var text = ""
            for _ in 0..<random.below(9) { text.unicodeScalars.append(random.pick(scalars)) }
            return .string(text)
        case 6:
            return .list(
                (0..<random.below(4)).map { _ in value(&random, depth: depth - 1, language) })
        default:
            guard language != "cpp" else { return .list([]) }
            let count = random.below(3) + 1
            return .dict(
                (0..<count).map {
                    .init(
                        key: .string("k\($0)"),
                        value: value(&random, depth: depth - 1, language))
                })
        }
    }

    @Test(arguments: [
        "cpp", "java", "go", "rust", "javascript", "ruby", "php", "lua", "perl", "python",
    ])
    func `literals of random values read back as these values`(_ language: String) throws {
        var random = SeededRandom(seed: 11)
        let printer = LiteralPrinter(language: language)
        for _ in 0..<60 {
            let argument = Self.value(&random, depth: 3, language)
            let expected = Value.list([Self.value(&random, depth: 2, language)])
            let test = printer.test(printer.text(argument), printer.text(expected))
            let suite = try TestTranslation.suite(
                of: test, language: language, entryPoint: "f"
            ).get()
            #expect(suite.cases.count == 1)
            #expect(suite.cases.first?.arguments == [argument.json], "\(test)")
            #expect(suite.cases.first?.expectation == .value(expected.json), "\(test)")
        }
    }
}
