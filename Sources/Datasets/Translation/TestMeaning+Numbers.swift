import Execution

/// Number literals, and arithmetic on them.
extension TestEvaluator {
    func number(_ written: String) throws(TestFault) -> Value {
        var text = written.filter { $0 != "_" && $0 != "'" }.lowercased()
        if let radix = ["0x": 16, "0b": 2, "0o": 8][text.prefix(2)] {
            text = String(text.dropFirst(2))
            trimSuffix(of: &text, hexadecimal: radix == 16)
            guard let value = Int(text, radix: radix) else {
                throw fault("the number `\(written)`")
            }
            return .int(value)
        }
        let suffix = trimSuffix(of: &text, hexadecimal: false)
        if text.allSatisfy(\.isNumber), !["f", "d", "f32", "f64"].contains(suffix) {
            let digits = try whole(text, written)
            // JavaScript rounds to a float what no float holds.
            if language.isScript, suffix != "n", let number = Double(digits), number > 0x1p53 {
                return .float(number)
            }
            return .int(digits)
        }
        guard text.allSatisfy({ $0.isNumber || ".e+-".contains($0) }),
            let value = Double(text.hasSuffix(".") ? text + "0" : text), value.isFinite
        else { throw fault("the number `\(written)`") }
        if suffix == "f" || suffix == "f32" { return .float(Double(Float(value))) }
        return .float(value)
    }

    private func whole(_ text: String, _ written: String) throws(TestFault) -> String {
        guard text.utf8.count <= 400 else { throw fault("a number that is too long") }
        guard text.utf8.count > 1, text.hasPrefix("0") else { return text }
        let octal: [TestLanguage] = [.cpp, .java, .go, .php, .perl, .ruby]
        if octal.contains(language) {
            guard let value = Int(text, radix: 8) else { throw fault("the number `\(written)`") }
            return String(value)
        }
        let trimmed = text.drop { $0 == "0" }
        guard trimmed.isEmpty || language == .rust || language == .lua else {
            throw fault("the number `\(written)`")
        }
        return trimmed.isEmpty ? "0" : String(trimmed)
    }

    @discardableResult
    private func trimSuffix(of text: inout String, hexadecimal: Bool) -> String {
        let all: [String] =
            switch language {
            case .cpp: ["ull", "llu", "ul", "lu", "ll", "u", "l", "f"]
            case .java: ["l", "f", "d"]
            case .rust:
                [
                    "isize", "usize", "i128", "u128", "i64", "u64", "i32", "u32", "i16", "u16",
                    "i8", "u8", "f64", "f32",
                ]
            case .javascript, .typescript: ["n"]
            default: []
            }
        for suffix in all where text.hasSuffix(suffix) {
            if hexadecimal, suffix == "f" || suffix == "d" { continue }
            text.removeLast(suffix.count)
            return suffix
        }
        return ""
    }

    /// `1.5f` and its like: arithmetic on it rounds to 32 bits.
    func isNarrowLiteral(_ expression: TestExpression) -> Bool {
        guard case .number(let text) = expression, !text.lowercased().hasPrefix("0x") else {
            return false
        }
        let suffix = text.lowercased()
        return (language == .cpp || language == .java) && suffix.hasSuffix("f")
            || suffix.hasSuffix("f32")
    }

    mutating func arithmetic(_ name: String, _ left: Value, _ right: Value) throws(TestFault)
        -> Value
    {
        switch (left, right) {
        case (.int(let a), .int(let b)):
            guard let a = Int(a), let b = Int(b) else { throw fault("a number that is too large") }
            return try whole(name, a, b)
        case (.float(let a), .float(let b)): return try real(name, a, b)
        case (.float(let a), .int(let b)): return try real(name, a, try double(b))
        case (.int(let a), .float(let b)): return try real(name, try double(a), b)
        default: return try joined(name, left, right)
        }
    }

    private func double(_ text: String) throws(TestFault) -> Double {
        guard let value = Double(text), abs(value) <= 0x1p53 else {
            throw fault("a number that is too large")
        }
        return value
    }

    private func real(_ name: String, _ a: Double, _ b: Double) throws(TestFault) -> Value {
        let result: Double
        switch name {
        case "+": result = a + b
        case "-": result = a - b
        case "*": result = a * b
        case "/": result = a / b
        case "**" where b == b.rounded() && abs(b) <= 64 && a == a.rounded():
            result = power(a, Int(b))
        default: throw fault("arithmetic with `\(name)`")
        }
        guard result.isFinite else { throw fault("arithmetic without a finite result") }
        return .float(result)
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<abs(exponent) { result *= base }
        return exponent < 0 ? 1 / result : result
    }

    private func whole(_ name: String, _ a: Int, _ b: Int) throws(TestFault) -> Value {
        var result: (partialValue: Int, overflow: Bool)
        switch name {
        case "+": result = a.addingReportingOverflow(b)
        case "-": result = a.subtractingReportingOverflow(b)
        case "*": result = a.multipliedReportingOverflow(by: b)
        case "/": return try divided(a, b)
        case "%":
            guard b != 0, b != -1 else { throw fault("arithmetic with `%`") }
            let floored = [.python, .ruby, .lua, .perl].contains(language)
            result = (a % b, false)
            if floored, result.0 != 0, (result.0 < 0) != (b < 0) { result.0 += b }
        case "//":
            guard b != 0, b != -1 else { throw fault("arithmetic with `//`") }
            result = (Int((Double(a) / Double(b)).rounded(.down)), abs(a) > 1 << 52)
        case "**":
            guard b >= 0, b <= 64 else { throw fault("arithmetic with `**`") }
            result = (1, false)
            for _ in 0..<b where !result.1 {
                result = result.0.multipliedReportingOverflow(by: a)
            }
            if language == .lua { return .float(Double(result.0)) }
        default: throw fault("arithmetic with `\(name)`")
        }
        let narrow = language == .cpp || language == .java
        let fits = { (value: Int) in Int32(exactly: value) != nil }
        guard !result.overflow, !narrow || fits(result.0) || !fits(a) || !fits(b) else {
            throw fault("arithmetic that overflows")
        }
        if language.isScript, abs(result.0) > 1 << 53 { throw fault("arithmetic that rounds") }
        return .int(result.0)
    }

    private func divided(_ a: Int, _ b: Int) throws(TestFault) -> Value {
        guard b != 0, b != -1, abs(a) <= 1 << 53, abs(b) <= 1 << 53 else {
            throw fault("a division")
        }
        switch language {
        case .cpp, .java, .go, .rust: return .int(a / b)
        case .ruby: return .int(Int((Double(a) / Double(b)).rounded(.down)))
        case .php, .perl: return a % b == 0 ? .int(a / b) : .float(Double(a) / Double(b))
        default: return .float(Double(a) / Double(b))
        }
    }

    /// Strings and lists put together or repeated.
    private mutating func joined(_ name: String, _ left: Value, _ right: Value) throws(TestFault)
        -> Value
    {
        switch (name, left, right) {
        case (language.concatenation, .string(let a), .string(let b)):
            return .string(a + b)
        case ("+", .list(let a), .list(let b)) where language == .python || language == .ruby:
            return .list(a + b)
        case ("+", .tuple(let a), .tuple(let b)) where language == .python:
            return .tuple(a + b)
        case ("*", .string(let text), .int(let count))
        where language == .python || language == .ruby:
            try charge(try repetitions(count, of: left))
            return .string(try repeated(text, count))
        case ("*", .list(let items), .int(let count))
        where language == .python || language == .ruby:
            try charge(try repetitions(count, of: left))
            return .list(try repeated(items, count))
        case ("*", .int(let count), .string(let text)) where language == .python:
            try charge(try repetitions(count, of: right))
            return .string(try repeated(text, count))
        case ("*", .int(let count), .list(let items)) where language == .python:
            try charge(try repetitions(count, of: right))
            return .list(try repeated(items, count))
        default: throw fault("`\(name)` on these values")
        }
    }

    private func repetitions(_ count: String, of value: Value) throws(TestFault) -> Int {
        guard let count = Int(count), count <= 1_000_000 else {
            throw fault("a repetition that is too long")
        }
        return max(0, count) * value.weight
    }

    private func repeated<Item>(_ items: [Item], _ count: String) throws(TestFault) -> [Item] {
        guard let count = Int(count), count <= 1_000_000,
            items.count * max(0, count) <= 1_000_000
        else { throw fault("a repetition that is too long") }
        return Array(repeatElement(items, count: max(0, count)).joined())
    }
}

extension TestLanguage {
    /// The operator that joins strings.
    var concatenation: String {
        switch self {
        case .php, .perl: "."
        case .lua: ".."
        default: "+"
        }
    }
}
