import Execution

// What the fields of foreign sets hold.
extension Record {
    /// A string, or an integer in decimal.
    func identifier(_ key: String) throws -> String {
        if let value = object[key], case .number = value {
            guard let number = value.int else {
                throw fault("`\(key)` is no whole number", at: key)
            }
            return String(number)
        }
        return try name(key)
    }

    /// A list of strings; empty if the field is absent or null.
    func texts(_ key: String, nul: Bool = false) throws -> [String] {
        guard let value = object[key], !value.isNull else { return [] }
        guard let items = value.array else {
            throw fault("`\(key)` is \(kind(value)), not a list", at: key)
        }
        return try items.map { item in
            guard let text = item.string else {
                throw fault("`\(key)` holds \(kind(item)), not only strings", at: key)
            }
            guard nul || !text.utf8.contains(0) else {
                throw fault("`\(key)` holds a NUL", at: key)
            }
            return text
        }
    }

    /// A string; empty if the field is absent or null.
    func textOrEmpty(_ key: String) throws -> String {
        guard let value = object[key], !value.isNull else { return "" }
        return try text(key)
    }

    /// A value that may stand as JSON in a string; `nil` if absent, null or an empty string.
    func embedded(_ key: String) throws -> JSON? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let text = value.string else { return value }
        guard !text.isEmpty else { return nil }
        do {
            return try JSON(parsing: text, maxDepth: 256)
        } catch {
            throw fault("`\(key)` is no JSON: \(error.message)", at: key)
        }
    }

    /// A whole number that is not negative.
    func count(ifPresent key: String) throws -> Int? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let number = value.int, number >= 0 else {
            throw fault("`\(key)` is no whole number from 0", at: key)
        }
        return number
    }
}

/// Names as programming languages write them.
enum Identifier {
    static func isStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }

    static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        isStart(scalar) || ("0"..."9").contains(scalar)
    }

    /// Letters, digits and `_` only: names are pasted into test programs.
    static func isValid(_ text: some StringProtocol) -> Bool {
        guard let first = text.unicodeScalars.first, isStart(first) else { return false }
        return text.unicodeScalars.allSatisfy(isPart)
    }

    /// The name that ends where this text ends, before white space.
    static func last(in text: Substring) -> Substring? {
        let scalars = text.unicodeScalars
        var end = scalars.endIndex
        while end > scalars.startIndex {
            let before = scalars.index(before: end)
            guard scalars[before].properties.isWhitespace else { break }
            end = before
        }
        var start = end
        while start > scalars.startIndex {
            let before = scalars.index(before: start)
            guard isPart(scalars[before]) else { break }
            start = before
        }
        let name = text[start..<end]
        return isValid(name) ? name : nil
    }

    /// The function that the last declaration in a text declares, in any language with `(`.
    static func declared(in declaration: String) -> String? {
        let lines = declaration.split(whereSeparator: \.isNewline)
        for line in lines.reversed() {
            guard let open = line.firstIndex(of: "(") else { continue }
            var before = line[..<open]
            // `fn f<'a>(`
            if before.last == ">", let generic = before.firstIndex(of: "<") {
                before = before[..<generic]
            }
            if let name = last(in: before) { return String(name) }
            // `const f = (a, b) => {`
            let words = before.split(separator: "=", omittingEmptySubsequences: false)
            if words.count > 1, let name = last(in: words[words.count - 2]) {
                return String(name)
            }
            return nil
        }
        return nil
    }
}
