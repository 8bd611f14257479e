import Execution
import Grading

/// One line of a file of grades.
///
///     {"submission": "0193…", "rubric": "code-response", "rater": "ada", "answers":
///      {"correctness": 4, "security": {"value": 1, "rationale": "…"}, "explanation_true": null},
///      "flags": [], "confidence": 3, "comment": "", "active_seconds": 312}
///
/// `null` and `"n/a"` mean not applicable; a rater is a person unless `{"kind", "name"}` says
/// otherwise. `rationales` may also stand apart, by criterion.
struct GradeLine {
    let submission: String
    let rubric: String
    private let rater: Rater
    private let answers: [(criterion: String, value: JSON, rationale: String)]
    private let flags: [String]
    private let confidence: Int?
    private let comment: String
    private let activeSeconds: Double

    private static let known = [
        "submission", "rubric", "rater", "answers", "rationales", "flags", "confidence", "comment",
        "active_seconds",
    ]

    init(_ bytes: [UInt8]) throws {
        let json: JSON
        do { json = try JSON(parsing: bytes) } catch {
            throw Diagnostic(
                "this line is not JSON: \(error.message)", column: error.column,
                hint: "write one object on each line")
        }
        guard let object = json.object else {
            throw Diagnostic("this line is not an object", hint: "write `{\"submission\": …}`")
        }
        for key in object.keys where !Self.known.contains(key) {
            throw Diagnostic(
                "unknown field `\(key)`",
                hint: Spelling.nearest(to: key, among: Self.known).map { "did you mean `\($0)`?" }
                    ?? "the fields are \(Self.known.joined(separator: ", "))")
        }
        submission = try Self.text(object, "submission")
        rubric = try Self.text(object, "rubric")
        rater = try Self.rater(object["rater"])
        answers = try Self.answers(object)
        flags = try Self.list(object, "flags")
        confidence = try Self.optional(object, "confidence", "a whole number", \.int)
        comment = try Self.optional(object, "comment", "a string", \.string) ?? ""
        activeSeconds = try Self.optional(object, "active_seconds", "a number", \.double) ?? 0
    }

    /// As the rubric understands it.
    func draft(_ rubric: Rubric) throws -> GradeDraft {
        var draft = GradeDraft(
            rater: rater, rubricID: rubric.id, flags: flags, confidence: confidence,
            comment: comment, activeSeconds: activeSeconds)
        for answer in answers {
            let value: Answer.Value =
                switch answer.value {
                case .number(let text): .number(Double(text) ?? .nan)
                case .bool(let bool): .bool(bool)
                case .string(let text): named(text, answer.criterion, rubric)
                default: .notApplicable
                }
            draft.answers[answer.criterion] = Answer(value: value, rationale: answer.rationale)
        }
        return draft
    }

    private func named(_ text: String, _ criterion: String, _ rubric: Rubric) -> Answer.Value {
        rubric.criterion(criterion)?.scale.value(named: text) ?? .text(text)
    }

    private static func text(_ object: JSONObject, _ key: String) throws -> String {
        guard let text = object[key]?.string, !text.isEmpty else {
            throw Diagnostic("`\(key)` is not there or not a string", hint: "write `\"\(key)\": …`")
        }
        return text
    }

    private static func optional<Value>(
        _ object: JSONObject, _ key: String, _ kind: String, _ path: KeyPath<JSON, Value?>
    ) throws -> Value? {
        guard let json = object[key], !json.isNull else { return nil }
        guard let value = json[keyPath: path] else {
            throw Diagnostic("`\(key)` is not \(kind)")
        }
        return value
    }

    private static func list(_ object: JSONObject, _ key: String) throws -> [String] {
        guard let json = object[key] else { return [] }
        guard let items = json.array, items.allSatisfy({ $0.string != nil }) else {
            throw Diagnostic("`\(key)` is not a list of strings")
        }
        return items.compactMap(\.string)
    }

    private static func rater(_ json: JSON?) throws -> Rater {
        if let name = json?.string, !name.isEmpty { return Rater(kind: .person, name: name) }
        let kinds = [Rater.Kind.person, .model].map(\.rawValue)
        guard let object = json?.object, let name = object["name"]?.string, !name.isEmpty,
            let kind = object["kind"]?.string, kinds.contains(kind),
            let known = Rater.Kind(rawValue: kind)
        else {
            throw Diagnostic(
                "`rater` names nobody",
                hint: "write a name, or `{\"kind\": \"model\", \"name\": …}`")
        }
        return Rater(kind: known, name: name)
    }

    private static func answers(
        _ object: JSONObject
    ) throws -> [(criterion: String, value: JSON, rationale: String)] {
        guard let answers = object["answers"]?.object else {
            throw Diagnostic(
                "`answers` is not there or not an object",
                hint: "write `\"answers\": {\"correctness\": 4}`")
        }
        let rationales = object["rationales"]?.object ?? [:]
        return try answers.members.map { member in
            let apart = rationales[member.key]?.string ?? ""
            guard let inner = member.value.object else {
                guard member.value.array == nil else {
                    throw Diagnostic("the answer `\(member.key)` is a list")
                }
                return (member.key, member.value, apart)
            }
            for key in inner.keys where key != "value" && key != "rationale" {
                throw Diagnostic("the answer `\(member.key)` has an unknown field `\(key)`")
            }
            return (member.key, inner["value"] ?? .null, inner["rationale"]?.string ?? apart)
        }
    }
}
