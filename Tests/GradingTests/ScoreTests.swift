import Execution
import Grading
import Judging
import Testing

@Suite struct ScoreTests {
    /// Weights 5, 2, 1 on a scale of 0 to 4, worked by hand.
    static let meanTable: [(values: [String: Double?], score: Double, share: Double)] = [
        (["a": 4, "b": 4, "c": 4], 1, 1),
        (["a": 0, "b": 0, "c": 0], 0, 1),
        (["a": 4, "b": 0, "c": 0], 0.625, 1),
        (["a": 3, "b": 2, "c": 1], 0.625, 1),
        (["a": nil, "b": 2, "c": 1], 1.25 / 3, 0.375),
        (["a": 3, "b": nil], 0.75, 0.625),
        (["c": 1], 0.25, 0.125),
    ]

    @Test(arguments: meanTable)
    func `a weighted mean leaves out what was not answered`(
        values: [String: Double?], score expected: Double, share: Double
    ) throws {
        let rubric = Samples.rubric([
            Samples.criterion("a", weight: 5), Samples.criterion("b", weight: 2),
            Samples.criterion("c", weight: 1),
        ])
        let score = try rubric.score(Samples.answers(values), evidence: Evidence())
        #expect(abs((score.value ?? -1) - expected) < 1e-12)
        #expect(abs(score.answeredShare - share) < 1e-12)
    }

    @Test func `no answer that counts makes no score`() throws {
        let rubric = Samples.rubric([
            Samples.criterion("a"), Samples.criterion("note", weight: 0),
        ])
        #expect(try rubric.score([:], evidence: Evidence()).value == nil)
        let noted = Samples.answers(["note": 4])
        #expect(try rubric.score(noted, evidence: Evidence()).value == nil)
        let open = Samples.answers(["a": nil])
        #expect(try rubric.score(open, evidence: Evidence()).value == nil)
    }

    /// 10 and 4 for what should be there, -6 for what should not; scores in fourteenths.
    static let pointTable: [(met: [Bool], score: Double, ungated: Double)] = [
        ([true, true, false], 14, 14), ([true, false, false], 10, 10),
        ([true, false, true], 4, 4), ([false, false, true], 0, -6), ([false, false, false], 0, 0),
    ]

    @Test(arguments: pointTable)
    func `points add up, and below nothing is nothing`(
        met: [Bool], score expected: Double, ungated: Double
    ) throws {
        let ids = ["finds", "explains", "invents"]
        let rubric = Samples.rubric(
            zip(ids, [10.0, 4, -6]).map { Samples.criterion($0, Samples.yesNo, points: $1) },
            method: .points)
        let answers = Dictionary(
            uniqueKeysWithValues: zip(ids, met.map { Answer(value: .bool($0)) }))
        let score = try rubric.score(answers, evidence: Evidence())
        #expect(abs((score.value ?? -1) - expected / 14) < 1e-12)
        #expect(abs((score.ungated ?? -1) - ungated / 14) < 1e-12)
    }

    @Test func `points without a positive one are undefined`() throws {
        let rubric = Samples.rubric(
            [Samples.criterion("bad", Samples.yesNo, points: -3)], method: .points)
        let score = try rubric.score(
            ["bad": Answer(value: .bool(false))], evidence: Evidence())
        #expect(score.value == nil)
    }

    @Test func `the lowest cap wins, and all that fired are listed from low to high`() throws {
        let always = try Samples.expression("true")
        let unknown = try Samples.expression("answers.x == 0", ["x"])
        let gates = [
            Gate(id: "high", label: "", when: always, cap: 0.5),
            Gate(id: "not", label: "", when: try Samples.expression("false"), cap: 0),
            Gate(id: "unknown", label: "", when: unknown, cap: 0),
            Gate(id: "look", label: "", when: always, effect: .route, review: "security"),
            Gate(id: "low", label: "", when: always, cap: 0.2),
            Gate(id: "low-too", label: "", when: always, cap: 0.2),
        ]
        let rubric = Samples.rubric([Samples.criterion("a")], gates: gates)
        let score = try rubric.score(Samples.answers(["a": 4]), evidence: Evidence())
        #expect(score.value == 0.2)
        #expect(score.ungated == 1)
        #expect(score.gates == ["low", "low-too", "high"])
        #expect(score.fired.map(\.id) == ["low", "low-too", "high", "look"])
        let reversed = Samples.rubric([Samples.criterion("a")], gates: gates.reversed())
        #expect(try reversed.score(Samples.answers(["a": 4]), evidence: Evidence()).value == 0.2)
        let low = try rubric.score(Samples.answers(["a": 0]), evidence: Evidence())
        #expect(low.value == 0)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `a score is from 0 to 1, and what is not applicable changes nothing`(
        seed: UInt64
    ) throws {
        var random = Seeded(seed)
        let count = Int.random(in: 1...8, using: &random)
        let criteria = (0..<count).map {
            Samples.criterion("c\($0)", weight: Double(Int.random(in: 0...6, using: &random)))
        }
        var answers: [String: Answer] = [:]
        for criterion in criteria where Bool.random(using: &random) {
            let value = Double(Int.random(in: 0...4, using: &random))
            answers[criterion.id] = Answer(value: .number(value))
        }
        let plain = try Samples.rubric(criteria).score(answers, evidence: Evidence()).value
        if let plain { #expect((0...1).contains(plain)) }
        var more = criteria
        let place = Int.random(in: 0...count, using: &random)
        more.insert(Samples.criterion("extra", weight: 9), at: place)
        answers["extra"] = Answer(value: .notApplicable)
        #expect(try Samples.rubric(more).score(answers, evidence: Evidence()).value == plain)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `a better answer raises the score`(seed: UInt64) throws {
        var random = Seeded(seed)
        let criteria = (0..<4).map {
            Samples.criterion("c\($0)", weight: Double(Int.random(in: 1...6, using: &random)))
        }
        var values: [Double] = (0..<4).map { _ in Double(Int.random(in: 0...3, using: &random)) }
        func score() throws -> Double {
            let answers = Dictionary(
                uniqueKeysWithValues: values.enumerated().map {
                    ("c\($0.offset)", Answer(value: .number($0.element)))
                })
            return try Samples.rubric(criteria).score(answers, evidence: Evidence()).value ?? -1
        }
        let before = try score()
        values[Int.random(in: 0..<4, using: &random)] += 1
        #expect(try score() > before)
    }

    @Test(arguments: [Aggregate.Method.tree, .formula, .bradleyTerry, .plackettLuce])
    func `a method that is not built is refused by its name`(method: Aggregate.Method) {
        let rubric = Samples.rubric([Samples.criterion("a")], method: method)
        let error = #expect(throws: Diagnostic.self) {
            try rubric.score(Samples.answers(["a": 4]), evidence: Evidence())
        }
        #expect(error?.message == "cannot score by `\(method.rawValue)`: not built yet")
        #expect(throws: Diagnostic.self) {
            try rubric.grade(Samples.draft(Samples.answers(["a": 4])), evidence: Evidence())
        }
    }

    @Test(arguments: [
        ("3", Samples.q5, Answer.Value.number(3)), ("n/a", Samples.q5, .notApplicable),
        ("N/A", Samples.q5, .notApplicable), ("yes", Samples.yesNo, .bool(true)),
        ("false", Samples.yesNo, .bool(false)), ("1", Samples.yesNo, .bool(true)),
    ])
    func `a written answer is read`(text: String, scale: Scale, value: Answer.Value) {
        #expect(scale.value(named: text) == value)
    }

    @Test(arguments: [
        ("5", Samples.q5), ("2.5", Samples.q5), ("", Samples.q5), ("nan", Samples.q5),
        ("n/a", Samples.yesNo), ("maybe", Samples.yesNo),
    ])
    func `an answer that the scale does not have is not read`(text: String, scale: Scale) {
        #expect(scale.value(named: text) == nil)
    }
}
