import Execution
import Grading
import GRDB

extension StoreTransaction {
    /// Stores a grade; an earlier one of the same rater under the same rubric is superseded.
    ///
    /// - Returns: its id, and whether it was added, took the place of another, or is exactly the
    ///   rater's live grade already and so was not stored again.
    package func add(_ new: NewGrade) throws -> (id: String, addition: Addition) {
        let grade = new.grade
        let raterID = try insertRater(grade.rater)
        try insertRubric(grade)
        let old = try String.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id FROM grade
                    WHERE submission_id = ? AND rater_id = ? AND rubric_id = ? AND live = 1
                    """), arguments: [new.submissionID, raterID, grade.rubricID])
        let verdictID = try String.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM verdict WHERE submission_id = ? AND live = 1"),
            arguments: [new.submissionID])
        if let old, let record = try Store.grades(db, where: "g.id = ?", [old]).first {
            if record.grade == Self.rounded(grade), record.verdictID == verdictID {
                return (old, .unchanged)
            }
            try db.cachedStatement(sql: "UPDATE grade SET live = 0 WHERE id = ?")
                .execute(arguments: [old])
        }
        let id = store.ids.next()
        try insert(grade, id, new.submissionID, verdictID, raterID, supersedes: old)
        try store.log(
            db, .gradeGiven, id,
            [
                "submission": .string(new.submissionID), "rater": .string(raterID),
                "rubric_sha256": .string(grade.rubricSHA256),
                "score": grade.score.map(JSON.double) ?? .null,
                "content_sha256": .string(Self.digest(grade)),
                "supersedes": old.map(JSON.string) ?? .null,
            ])
        return (id, old == nil ? .added : .changed)
    }

    /// As it will be read back: time is kept in whole milliseconds.
    private static func rounded(_ grade: Grade) -> Grade {
        var grade = grade
        grade.activeSeconds = Double(milliseconds(grade)) / 1000
        return grade
    }

    private static func milliseconds(_ grade: Grade) -> Int {
        Int((grade.activeSeconds * 1000).rounded())
    }

    /// Of all that a grade says beside its score.
    static func digest(_ grade: Grade) -> String {
        let answers = grade.answers.sorted { $0.key < $1.key }.map { criterion, answer in
            JSON.array([
                .string(criterion), AnswerText.json(answer.value), .string(answer.rationale),
                .bool(answer.automatic),
            ])
        }
        let rest: [JSON] = [
            .strings(grade.gates), .strings(grade.flags), .int(grade.confidence ?? 0),
            .string(grade.comment), .int(milliseconds(grade)),
        ]
        return Digest.sha256(JSON.array(answers + rest).canonical)
    }

    private func insert(
        _ grade: Grade, _ id: String, _ submissionID: String, _ verdictID: String?,
        _ raterID: String, supersedes: String?
    ) throws {
        let source =
            switch grade.rater.kind {
            case .person: "human"
            case .model: "model"
            case .rule: "evidence"
            }
        try db.cachedStatement(
            sql: """
                INSERT INTO grade (id, submission_id, verdict_id, rater_id, rubric_id,
                    rubric_sha256, label_source, score, gates, flags, confidence, comment,
                    active_ms, supersedes, live, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
                """
        ).execute(arguments: [
            id, submissionID, verdictID, raterID, grade.rubricID, grade.rubricSHA256, source,
            grade.score, JSON.strings(grade.gates).text, JSON.strings(grade.flags).text,
            grade.confidence, grade.comment, Self.milliseconds(grade), supersedes, store.clock(),
        ])
        for (criterion, answer) in grade.answers.sorted(by: { $0.key < $1.key }) {
            try db.cachedStatement(
                sql: """
                    INSERT INTO grade_answer (grade_id, criterion, value, rationale, automatic)
                    VALUES (?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                id, criterion, AnswerText.json(answer.value).text, answer.rationale,
                answer.automatic,
            ])
        }
    }

    private func insertRater(_ rater: Rater) throws -> String {
        let known = try String.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM rater WHERE kind = ? AND name = ?"),
            arguments: [rater.kind.rawValue, rater.name])
        if let known { return known }
        let id = store.ids.next()
        try db.execute(
            sql: "INSERT INTO rater (id, kind, name, created_at) VALUES (?, ?, ?, ?)",
            arguments: [id, rater.kind.rawValue, rater.name, store.clock()])
        return id
    }

    private func insertRubric(_ grade: Grade) throws {
        try db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO rubric_version (sha256, rubric_id, version, created_at)
                VALUES (?, ?, ?, ?)
                """
        ).execute(arguments: [
            grade.rubricSHA256, grade.rubricID, grade.rubricVersion, store.clock(),
        ])
    }
}

/// An answer's value in the store: a JSON number, boolean or string; null is "not applicable".
enum AnswerText {
    static func json(_ value: Answer.Value) -> JSON {
        switch value {
        case .number(let number): .double(number)
        case .bool(let bool): .bool(bool)
        case .text(let text): .string(text)
        case .notApplicable: .null
        }
    }

    static func value(_ text: String) throws -> Answer.Value {
        switch try JSON(parsing: text) {
        case .number(let number): .number(Double(number) ?? 0)
        case .bool(let bool): .bool(bool)
        case .string(let text): .text(text)
        default: .notApplicable
        }
    }
}

extension Store {
    /// Stores grades in one transaction that survives a loss of power.
    package func add(_ grades: [NewGrade]) async throws -> [(id: String, addition: Addition)] {
        try await change(durable: true) { transaction in
            try grades.map { try transaction.add($0) }
        }
    }

    /// All grades of a submission, oldest first.
    package func grades(submissionID: String) async throws -> [GradeRecord] {
        try await read { try Self.grades($0, where: "g.submission_id = ?", [submissionID]) }
    }

    static func grades(
        _ db: Database, where condition: String, _ arguments: StatementArguments
    ) throws -> [GradeRecord] {
        let sql = """
            SELECT g.id, g.submission_id, g.verdict_id, r.kind, r.name, g.rubric_id, v.version,
                g.rubric_sha256, g.score, g.gates, g.flags, g.confidence, g.comment, g.active_ms,
                g.live, g.created_at
            FROM grade g
            CROSS JOIN rater r ON r.id = g.rater_id
            CROSS JOIN rubric_version v ON v.sha256 = g.rubric_sha256
            WHERE \(condition) ORDER BY g.id
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map { row in
            let grade = Grade(
                rater: Rater(kind: Rater.Kind(rawValue: row[3]) ?? .person, name: row[4]),
                rubricID: row[5], rubricVersion: row[6], rubricSHA256: row[7],
                answers: try answers(db, row[0]), score: row[8], gates: try texts(row[9]),
                flags: try texts(row[10]), confidence: row[11], comment: row[12],
                activeSeconds: Double(row[13] as Int) / 1000)
            return GradeRecord(
                id: row[0], submissionID: row[1], verdictID: row[2], grade: grade, live: row[14],
                createdAt: row[15])
        }
    }

    private static func answers(_ db: Database, _ gradeID: String) throws -> [String: Answer] {
        var answers: [String: Answer] = [:]
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT criterion, value, rationale, automatic FROM grade_answer
                    WHERE grade_id = ?
                    """), arguments: [gradeID])
        while let row = try rows.next() {
            answers[row[0]] = Answer(
                value: try AnswerText.value(row[1]), rationale: row[2], automatic: row[3])
        }
        return answers
    }

    static func texts(_ json: String) throws -> [String] {
        try JSON(parsing: json).array?.compactMap(\.string) ?? []
    }
}
