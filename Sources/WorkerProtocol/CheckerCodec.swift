import Execution
import Judging

/// Checkers: a word, or an object with `kind`.
enum CheckerCodec {
    private static let known =
        "`exact`, `lines`, `tokens`, `unordered_lines`, `json`, or an object whose `kind` is "
        + "`floats`, `json`, `set`, `multiset`, `regex`, `program` or `interactor`"

    static func read(_ json: JSON, at path: String) throws -> Checker {
        if let word = json.string {
            guard let checker = plain(word) else {
                throw unknown(word, at: path)
            }
            return checker
        }
        guard case .object = json else {
            throw path.shouldBe("a checker", json, hint: "use \(known)")
        }
        var fields = try Fields(json, at: path)
        let kind = try fields.required("kind", known).text(at: fields.path(of: "kind"))
        let checker = try read(kind, &fields)
        try fields.finish()
        return checker
    }

    private static func unknown(_ kind: String, at path: String) -> JudgeError {
        JudgeError(
            .badField, "`\(path)`: there is no checker `\(kind.shown)` of this form",
            hint: "use \(known)")
    }

    private static func plain(_ word: String) -> Checker? {
        switch word {
        case "exact": .exact
        case "lines": .lines
        case "tokens": .tokens
        case "unordered_lines": .unorderedLines
        case "json": .json(absolute: 0, relative: 0)
        default: nil
        }
    }

    private static func read(_ kind: String, _ fields: inout Fields) throws -> Checker {
        switch kind {
        case "floats":
            let (absolute, relative) = try tolerance(&fields)
            return .floats(absolute: absolute ?? 1e-6, relative: relative ?? 1e-6)
        case "json":
            let (absolute, relative) = try tolerance(&fields)
            return .json(absolute: absolute ?? 0, relative: relative ?? 0)
        case "set", "multiset":
            let path = fields.path(of: "of")
            let word = try fields.required("of", "`lines` or `tokens`").text(at: path)
            guard let unit = Checker.Unit(rawValue: word) else {
                throw JudgeError(
                    .badField, "`\(path)` is `\(word.shown)`", hint: "use `lines` or `tokens`")
            }
            return .unordered(unit, countingRepeats: kind == "multiset")
        case "regex": return .regex(try pattern(&fields))
        case "program": return .program(try program(&fields))
        case "interactor": return .interactor(try program(&fields))
        default:
            guard let checker = plain(kind) else { throw unknown(kind, at: fields.path) }
            return checker
        }
    }

    private static func tolerance(
        _ fields: inout Fields
    ) throws -> (absolute: Double?, relative: Double?) {
        let absolute = try fields.optional("abs")?.amount(at: fields.path(of: "abs"))
        let relative = try fields.optional("rel")?.amount(at: fields.path(of: "rel"))
        return (absolute, relative)
    }

    private static func pattern(_ fields: inout Fields) throws -> Pattern {
        let path = fields.path(of: "pattern")
        let text = try fields.required("pattern", "a regular expression").text(at: path)
        do throws(Pattern.Fault) {
            return try Pattern(text)
        } catch {
            throw JudgeError(
                .badField, "`\(path)`, column \(error.column): \(error.message)",
                hint: "Documentation/Checkers.md tells what a pattern may hold")
        }
    }

    private static func program(_ fields: inout Fields) throws -> CheckerProgram {
        let path = fields.path(of: "files")
        var program = CheckerProgram(
            language: try fields.required("language", "such as `cpp`")
                .text(at: fields.path(of: "language")),
            source: try fields.required("source", "TEXT of the program")
                .bytes(at: fields.path(of: "source")),
            files: try fields.optional("files")?.files(at: path) ?? [:])
        for name in program.files.keys.sorted()
        where CheckerProgram.paths.contains(name) || name.hasPrefix(".assay/") {
            throw JudgeError(
                .badField, "`\(path)` has `\(name.shown)`, which is taken",
                hint: "name the file otherwise")
        }
        if let json = fields.optional("args") {
            let place = fields.path(of: "args")
            program.arguments = try json.elements(at: place).enumerated().map {
                try $1.argument(at: "\(place)[\($0)]")
            }
        }
        if let json = fields.optional("limits") {
            program.limits = try LimitsCodec.read(json, at: fields.path(of: "limits"))
        }
        return program
    }

    static func json(_ checker: Checker) -> JSON {
        switch checker {
        case .exact: "exact"
        case .lines: "lines"
        case .tokens: "tokens"
        case .unorderedLines: "unordered_lines"
        case .floats(let absolute, let relative):
            ["kind": "floats", "abs": .double(absolute), "rel": .double(relative)]
        case .unordered(let unit, let countingRepeats):
            ["kind": countingRepeats ? "multiset" : "set", "of": .string(unit.rawValue)]
        case .regex(let pattern): ["kind": "regex", "pattern": .string(pattern.text)]
        case .json(0, 0): "json"
        case .json(let absolute, let relative):
            ["kind": "json", "abs": .double(absolute), "rel": .double(relative)]
        case .program(let program): json(program, "program")
        case .interactor(let program): json(program, "interactor")
        }
    }

    private static func json(_ program: CheckerProgram, _ kind: String) -> JSON {
        var object: JSONObject = [
            "kind": .string(kind), "language": .string(program.language),
            "source": .text(program.source),
        ]
        if !program.files.isEmpty { object.append("files", .files(program.files)) }
        if !program.arguments.isEmpty { object.append("args", .strings(program.arguments)) }
        if !program.limits.isEmpty { object.append("limits", LimitsCodec.json(program.limits)) }
        return .object(object)
    }

    /// As `run_key` needs it: a program, which may stand in every case, by its hash.
    static func digest(_ checker: Checker) -> JSON {
        let json = json(checker)
        guard let program = checker.program else { return json }
        return [
            "kind": json["kind"] ?? "program", "language": .string(program.language),
            "sha256": .string(Digest.sha256(json.canonical)),
        ]
    }
}

/// Groups of cases and their order, for every style that has cases.
enum RulesCodec {
    static let maxGroups = 1000

    /// `named` are the groups of the cases, in order.
    static func read(_ fields: inout Fields, _ named: [String?]) throws -> SuiteRules {
        var rules = SuiteRules()
        let path = fields.path(of: "groups")
        rules.shuffle =
            try fields.optional("shuffle")?.flag(at: fields.path(of: "shuffle")) ?? false
        if let json = fields.optional("groups") {
            let groups = try json.elements(at: path)
            guard (1...maxGroups).contains(groups.count) else {
                throw JudgeError(
                    .badField,
                    "`\(path)` should have 1 to \(maxGroups) groups, not \(groups.count)",
                    hint: "without `groups` every case scores for itself"
                )
            }
            rules.groups = try groups.enumerated().map { try group($1, at: "\(path)[\($0)]") }
        }
        do throws(SuiteRules.Fault) {
            try rules.check(named)
        } catch {
            let place =
                error.group.map { "\(path)[\($0)]" }
                ?? error.item.map { "\(fields.path(of: "cases"))[\($0)].group" } ?? path
            throw JudgeError(
                .badField, "`\(place)`: \(error.message.shownWhole)", hint: error.hint.shownWhole)
        }
        return rules
    }

    private static func group(_ json: JSON, at path: String) throws -> TestGroup {
        var fields = try Fields(json, at: path)
        var group = TestGroup(
            name: try fields.required("name", "as cases call it in `group`")
                .text(at: fields.path(of: "name")))
        group.points = try fields.optional("points")?.amount(at: fields.path(of: "points"))
        if let json = fields.optional("policy") {
            guard let policy = json.string.flatMap(TestGroup.Policy.init) else {
                throw JudgeError(
                    .badField, "`\(fields.path(of: "policy"))` has no such policy",
                    hint: "use `sum`, or `min`: as the worst case")
            }
            group.policy = policy
        }
        if let json = fields.optional("needs") {
            let place = fields.path(of: "needs")
            group.needs = try json.elements(at: place).enumerated().map {
                try $1.text(at: "\(place)[\($0)]")
            }
        }
        if let json = fields.optional("stop") {
            guard let rule = json.string.flatMap(JudgeRequest.StopRule.init) else {
                throw JudgeError(
                    .badField, "`\(fields.path(of: "stop"))` has no such rule",
                    hint: "use `all` or `first_failure`")
            }
            group.stop = rule
        }
        try fields.finish()
        return group
    }

    static func append(_ rules: SuiteRules, to object: inout JSONObject) {
        if !rules.groups.isEmpty { object.append("groups", .array(rules.groups.map(json))) }
        if rules.shuffle { object.append("shuffle", true) }
    }

    private static func json(_ group: TestGroup) -> JSON {
        var object: JSONObject = ["name": .string(group.name)]
        if let points = group.points { object.append("points", .double(points)) }
        if group.policy != .sum { object.append("policy", .string(group.policy.rawValue)) }
        if !group.needs.isEmpty { object.append("needs", .strings(group.needs)) }
        if group.stop != .all { object.append("stop", .string(group.stop.rawValue)) }
        return .object(object)
    }
}

extension String {
    /// A message that quotes names from outside: no control characters, at most 500 characters.
    fileprivate var shownWhole: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.prefix(500).map {
                    $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
                }))
    }
}
