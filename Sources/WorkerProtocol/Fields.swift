import Execution
import Judging

/// The members of one JSON object that are still to be read, with the path that names them.
///
/// `finish()` refuses what nobody asked for, so that no field is ever passed over in silence.
struct Fields {
    let path: String
    private let object: JSONObject
    private var known: [String] = []

    /// - Throws: `JudgeError` if `json` is no object.
    init(_ json: JSON, at path: String) throws {
        guard case .object(let object) = json else { throw path.shouldBe("an object", json) }
        self.object = object
        self.path = path
    }

    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    mutating func optional(_ key: String) -> JSON? {
        known.append(key)
        return object[key]
    }

    /// The member; `meaning` says, in the message, what is missing.
    mutating func required(_ key: String, _ meaning: String) throws -> JSON {
        if let value = optional(key) { return value }
        throw JudgeError(
            .badField, "`\(path(of: key))` is missing", hint: "add `\(key)`: \(meaning)")
    }

    /// - Throws: `JudgeError` with `unknown_field` for a member that was not asked for.
    func finish() throws {
        guard object.members.count > 0 else { return }
        for key in object.keys where !known.contains(key) {
            let hint =
                Spelling.nearest(to: key, in: known).map { "did you mean `\($0)`?" }
                ?? "known here: \(known.map { "`\($0)`" }.joined(separator: ", "))"
            throw JudgeError(
                .unknownField, "`\(path(of: key.shown))` is not a field of `job/1`", hint: hint)
        }
    }
}

extension String {
    /// At most 60 characters of a text that came from outside, for a message.
    var shown: String {
        let plain = String(
            String.UnicodeScalarView(
                unicodeScalars.prefix(60).map {
                    $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
                }))
        return plain.unicodeScalars.count < unicodeScalars.count ? plain + "…" : plain
    }

    /// The fault of a value at this path that has the wrong type.
    func shouldBe(_ wanted: String, _ found: JSON, hint: String? = nil) -> JudgeError {
        JudgeError(.badField, "`\(self)` should be \(wanted), not \(found.kind)", hint: hint)
    }
}

/// The fault of asking for a part of `job/1` that this version does not have yet.
func notBuilt(_ what: String, at path: String, instead: String? = nil) -> JudgeError {
    JudgeError(
        .unknownField, "`\(path)`: \(what) is part of `job/1` but not built yet", hint: instead)
}

extension JSON {
    /// What kind of value it is, in words.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number(let text): "the number \(text.shown)"
        case .string: "a string"
        case .surrogates: "a string with a lone surrogate"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// Guesses the name that was meant.
enum Spelling {
    /// The nearest candidate, if no more than two edits away and less than half of the name.
    static func nearest(to name: String, in candidates: [String]) -> String? {
        let scored = candidates.map {
            (name: $0, edits: distance(Array(name.utf8), Array($0.utf8)))
        }
        guard let best = scored.min(by: { $0.edits < $1.edits }) else { return nil }
        return best.edits <= 2 && best.edits * 2 < max(name.utf8.count, 1) ? best.name : nil
    }

    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        guard a.count <= 64, b.count <= 64 else { return .max }
        var row = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, right) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (left == right ? 0 : 1))
                diagonal = above
            }
        }
        return row[b.count]
    }
}
