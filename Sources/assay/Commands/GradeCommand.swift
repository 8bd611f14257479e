import ArgumentParser
import Execution
import Glibc
import Grading
import Operations

struct GradeCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "grade",
        abstract: "Grade a submission, a file of grades, or all by rule.",
        discussion: """
            assay grade 0199a7b2 --rubric code-response --answer correctness=4 \\
                --rationale correctness="fails on empty input"
            assay grade --file grades.jsonl
            assay grade --rubric code-execution --rule

            An answer is a number, yes or no, a level's name, or n/a. The score is
            computed from the rubric. A rater's earlier grade is kept and superseded.
            """)

    @Argument(help: "The submission's id, or the beginning of it.")
    var submission: String?

    @Option(
        help: ArgumentHelp("The rubric's id.", valueName: "id"),
        completion: .custom { _, _, _ in Wiring.rubricNames() })
    var rubric: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("An answer; give one for each criterion.", valueName: "id=value"))
    var answer: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Why, for one criterion.", valueName: "id=text"))
    var rationale: [String] = []

    @Option(parsing: .singleValue, help: ArgumentHelp("A flag of the rubric.", valueName: "id"))
    var flag: [String] = []

    @Option(help: ArgumentHelp("How sure the rater is, as the rubric says.", valueName: "n"))
    var confidence: Int?

    @Option(help: ArgumentHelp("A remark on the whole.", valueName: "text"))
    var comment = ""

    @Option(help: ArgumentHelp("Time spent on it, seconds.", valueName: "n"))
    var activeSeconds = 0.0

    @Option(help: ArgumentHelp("Who grades (default: $USER).", valueName: "name"))
    var rater: String?

    @Option(
        help: ArgumentHelp("JSON Lines with a grade each.", valueName: "grades.jsonl"),
        completion: .file(extensions: ["jsonl"]))
    var file: String?

    @ArgumentParser.Flag(
        help: "Let the rule rater fill the rubric from evidence, for all submissions.")
    var rule = false

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        let ways = [submission != nil, file != nil, rule].filter { $0 }.count
        guard ways == 1 else {
            throw ValidationError("give one of: a submission, `--file`, `--rule`")
        }
        if file == nil, rubric == nil { throw ValidationError("`--rubric` is missing") }
        if submission != nil, answer.isEmpty {
            throw ValidationError("`--answer` is missing")
        }
        _ = try pairs(answer, option: "--answer")
        _ = try pairs(rationale, option: "--rationale")
    }

    func perform(_ session: Session) async throws -> ExitStatus {
        let opened = try await workspace.open(session)
        if let submission {
            let stored = try await opened.grade(submission, try draft(opened))
            if json.enabled {
                try session.emit(stored.json)
            } else {
                try session.show(stored)
            }
            return .yes
        }
        let summary: GradeSummary
        if let file {
            summary = try await opened.gradeFile(file)
        } else {
            let progress = session.progress("grading")
            summary = try await opened.gradeByRule(rubric: rubric ?? "") {
                progress.update(done: $0.done, total: $0.total)
            }
            progress.clear()
        }
        return try session.show(summary, json: json.enabled)
    }

    private func draft(_ workspace: Workspace) throws -> GradeDraft {
        let rationales = Dictionary(
            try pairs(rationale, option: "--rationale"), uniquingKeysWith: { $1 })
        let known = try workspace.rubric(rubric ?? "")
        var answers: [String: Answer] = [:]
        for (id, text) in try pairs(answer, option: "--answer") {
            guard answers[id] == nil else {
                throw UsageError("`--answer` for `\(id)` is given twice")
            }
            answers[id] = Answer(
                value: try value(text, of: id, in: known), rationale: rationales[id] ?? "")
        }
        for id in rationales.keys.sorted() where answers[id] == nil {
            throw UsageError(
                "`--rationale` for `\(id)` has no answer",
                hint: Suggestion.hint(for: id, among: Array(answers.keys)))
        }
        return GradeDraft(
            rater: Rater(kind: .person, name: try raterName()), rubricID: rubric ?? "",
            answers: answers, flags: flag, confidence: confidence, comment: comment,
            activeSeconds: activeSeconds)
    }

    /// Reads an answer as the criterion's scale has it.
    private func value(_ text: String, of id: String, in rubric: Rubric) throws -> Answer.Value {
        let criteria = rubric.criteria.flatMap { [$0] + $0.children }
        guard let criterion = criteria.first(where: { $0.id == id }) else {
            throw UsageError(
                "`\(rubric.id)` has no criterion `\(id)`",
                hint: Suggestion.hint(for: id, among: criteria.map(\.id)))
        }
        guard let value = criterion.scale.value(named: text) else {
            throw UsageError(
                "`\(text)` is no answer to `\(id)`",
                hint: "answer \(criterion.scale.summary)")
        }
        return value
    }

    private func raterName() throws -> String {
        if let name = rater ?? Environment.variable("USER"), !name.isEmpty { return name }
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else {
            throw UsageError("cannot tell who grades", hint: "give `--rater`")
        }
        return String(cString: name)
    }

    private func pairs(_ texts: [String], option: String) throws -> [(String, String)] {
        try texts.map { text in
            guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
                throw ValidationError("`\(option)` must be `id=...`, not `\(text)`")
            }
            return (String(text[..<sign]), String(text[text.index(after: sign)...]))
        }
    }
}

extension Answer.Value {
    var json: JSON {
        switch self {
        case .number(let value): .double(value)
        case .bool(let value): .bool(value)
        case .text(let value): .string(value)
        case .notApplicable: "n/a"
        }
    }
}

extension StoredGrade {
    var json: JSON {
        let answers = grade.answers.sorted { $0.key < $1.key }.map { id, answer in
            JSONObject.Member(
                key: id,
                value: [
                    "value": answer.value.json, "rationale": .string(answer.rationale),
                    "automatic": .bool(answer.automatic),
                ])
        }
        return [
            "schema": "grade/1", "id": .string(id), "submission": .string(submission),
            "rater": [
                "kind": .string(grade.rater.kind.rawValue), "name": .string(grade.rater.name),
            ],
            "rubric": .string(grade.rubricID), "rubric_version": .string(grade.rubricVersion),
            "rubric_sha256": .string(grade.rubricSHA256), "score": JSON(grade.score),
            "answers": .object(JSONObject(members: answers)), "gates": .strings(grade.gates),
            "flags": .strings(grade.flags), "confidence": JSON(grade.confidence),
            "comment": .string(grade.comment), "active_ms": .double(grade.activeSeconds * 1000),
            "verdict_id": JSON(verdictID), "superseded": .bool(superseded),
            "created_at_ms": .int(createdAt),
        ]
    }
}

extension Session {
    func show(_ stored: StoredGrade) throws {
        let score = stored.grade.score.map { Quantities.rounded($0, places: 3) } ?? "none"
        let gates =
            stored.grade.gates.isEmpty
            ? "" : ", capped by " + stored.grade.gates.joined(separator: ", ")
        try out.line(VisibleText.line("stored \(stored.id): score \(score)\(gates)"))
    }

    func show(_ summary: GradeSummary, json: Bool) throws -> ExitStatus {
        show(summary.diagnostics)
        if json {
            try emit([
                "schema": "grade_summary/1", "added": .int(summary.added),
                "unchanged": .int(summary.unchanged), "superseded": .int(summary.superseded),
                "refused": .int(summary.diagnostics.count),
            ])
        } else {
            var text = Quantities.count(summary.added, "grade") + " added"
            if summary.superseded > 0 {
                text += ", \(summary.superseded) of them in place of others"
            }
            if summary.unchanged > 0 { text += ", \(summary.unchanged) unchanged" }
            if !summary.diagnostics.isEmpty { text += ", \(summary.diagnostics.count) not used" }
            try out.line(text)
        }
        return ExitStatus(summary.diagnostics.isEmpty)
    }
}
