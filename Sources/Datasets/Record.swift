import Execution

/// One line of an imported file: an object, read field by field.
struct Record {
    let object: JSONObject
    let line: LineSplitter.Line
    let path: String

    /// - Throws: `Diagnostic`.
    init(_ line: LineSplitter.Line, maximumBytes: Int, path: String) throws {
        self.line = line
        self.path = path
        guard !line.tooLong else {
            throw Diagnostic(
                "the line is longer than \(maximumBytes) bytes", path: path, line: line.number,
                hint: "every line holds one record; is this a JSON Lines file?")
        }
        do {
            let value = try JSON(parsing: line.bytes, maxDepth: 64)
            guard let object = value.object else {
                throw Diagnostic(
                    "the line is not a JSON object", path: path, line: line.number, column: 1,
                    hint: "write one `{...}` a line, without `[` around and `,` between them")
            }
            self.object = object
        } catch let fault as JSONError {
            throw Diagnostic(
                "the line is not JSON: \(fault.message)", path: path, line: line.number,
                column: Record.characters(line.bytes.prefix(fault.offset)) + 1,
                hint: fault.kind == .utf8 ? "save the file as UTF-8" : Record.shapeHint)
        }
    }

    init(object: JSONObject, line: LineSplitter.Line, path: String) {
        self.object = object
        self.line = line
        self.path = path
    }

    /// A part of a record, whose faults stand where the record's do.
    init(object: JSONObject, like other: Record) {
        self.object = object
        line = other.line
        path = other.path
    }

    private static let shapeHint = "every line holds one whole JSON object"

    func has(_ key: String) -> Bool { object[key] != nil }

    /// A string that must be there; it may hold a NUL only if `nul` says so.
    func text(_ key: String, nul: Bool = false) throws -> String {
        guard let value = object[key] else {
            throw fault("the field `\(key)` is missing", at: nil)
        }
        return try string(value, key, nul: nul)
    }

    func text(ifPresent key: String, nul: Bool = false) throws -> String? {
        try object[key].map { try string($0, key, nul: nul) }
    }

    /// A name: not empty, at most 256 bytes, without control characters.
    func name(_ key: String) throws -> String {
        let text = try text(key)
        guard !text.isEmpty else { throw fault("`\(key)` is empty", at: key) }
        guard text.utf8.count <= 256 else {
            throw fault("`\(key)` is longer than 256 bytes", at: key)
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw fault("`\(key)` holds a control character", at: key)
        }
        return text
    }

    func name(ifPresent key: String) throws -> String? { has(key) ? try name(key) : nil }

    /// What is wrong, at the place where a field stands.
    func fault(
        _ message: String, at key: String?, note: String? = nil, hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(
            message, path: path, line: line.number,
            column: key.flatMap(column) ?? (key == nil ? 1 : nil), note: note, hint: hint)
    }

    private func string(_ value: JSON, _ key: String, nul: Bool) throws -> String {
        if case .surrogates = value {
            throw fault(
                "`\(key)` holds half of a surrogate pair, which no UTF-8 file can", at: key,
                hint: "write the character itself, or the whole pair `\\ud83d\\ude00`")
        }
        guard let text = value.string else {
            throw fault("`\(key)` is \(kind(value)), not a string", at: key)
        }
        guard nul || !text.utf8.contains(0) else {
            throw fault("`\(key)` holds a NUL", at: key)
        }
        return text
    }

    func kind(_ value: JSON) -> String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string, .surrogates: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// Where the value of a key of the outermost object stands, from 1 in characters.
    private func column(of key: String) -> Int? {
        var depth = 0
        var at = 0
        let bytes = line.bytes
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                let start = at
                at += 1
                while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
                    at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
                }
                guard depth == 1, at < bytes.count else { break }
                let after = bytes[(at + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
                guard after.first == UInt8(ascii: ":") else { break }
                let text = try? JSON(parsing: bytes[start...at])
                guard text?.string == key else { break }
                let value = after.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
                return Record.characters(bytes[..<value.startIndex]) + 1
            default: break
            }
            at += 1
        }
        return nil
    }

    private static func characters(_ bytes: some Sequence<UInt8>) -> Int {
        String(decoding: Array(bytes), as: UTF8.self).count
    }
}
