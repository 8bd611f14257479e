import Execution
import Judging

/// Limits relative to a reference, and what results say of time and repetition.
enum TimingCodec {
    /// The limits without `time_ratio`, and that.
    static func split(_ json: JSON, at path: String) throws -> (JSON, TimeRatio?) {
        guard case .object(let object) = json, let ratio = object["time_ratio"] else {
            return (json, nil)
        }
        if object["cpu_ms"] != nil {
            throw JudgeError(
                .badField, "`\(path).cpu_ms` cannot stand beside `\(path).time_ratio`",
                hint: "`time_ratio` sets it; `floor_ms` is its least value")
        }
        let rest = object.members.filter { $0.key != "time_ratio" }
        return (
            .object(JSONObject(members: rest)), try read(ratio, at: "\(path).time_ratio")
        )
    }

    private static func read(_ json: JSON, at path: String) throws -> TimeRatio {
        var fields = try Fields(json, at: path)
        let factor = try fields.required("k", "how many times the reference's CPU time")
        let reference = try fields.required("reference", "TEXT of the reference program")
            .bytes(at: fields.path(of: "reference"))
        let floor = fields.optional("floor_ms")
        try fields.finish()
        let factors = TimeRatio.factors
        guard let k = factor.double, factors.contains(k) else {
            throw fields.path(of: "k").shouldBe(
                "a number from \(Int(factors.lowerBound)) to \(Int(factors.upperBound))", factor)
        }
        var ratio = TimeRatio(factor: k, reference: reference)
        if let floor {
            guard let least = floor.int, (1...LimitsCodec.greatest(.cpuMS)).contains(least) else {
                throw fields.path(of: "floor_ms").shouldBe(
                    "a whole number from 1 to \(LimitsCodec.greatest(.cpuMS))", floor)
            }
            ratio.floorMS = least
        }
        return ratio
    }

    static func json(_ ratio: TimeRatio) -> JSON {
        [
            "k": .double(ratio.factor), "reference": .text(ratio.reference),
            "floor_ms": .int(ratio.floorMS),
        ]
    }

    // MARK: - Results

    static func json(_ timing: TimingEvidence) -> JSON {
        [
            "confirmed": timing.doubted == nil ? nil : "alone",
            "doubted_verdict": .optional((timing.doubted?.rawValue).map(JSON.string)),
            "reference": .optional(
                timing.reference.map {
                    [
                        "cpu_ms": .double($0.cpuMS), "runs": .int($0.runs),
                        "k": .double($0.factor),
                    ]
                }),
        ]
    }

    static func timing(_ json: JSON) -> TimingEvidence? {
        guard case .object = json else { return nil }
        var timing = TimingEvidence(
            doubted: (json["doubted_verdict"]?.string).flatMap(Verdict.init))
        if let reference = json["reference"], let used = reference["cpu_ms"]?.double,
            let runs = reference["runs"]?.int, let factor = reference["k"]?.double
        {
            timing.reference = ReferenceTime(cpuMS: used, runs: runs, factor: factor)
        }
        return timing
    }

    static func json(_ repetition: Repetition) -> JSON {
        [
            "runs": .int(repetition.runs), "verdicts": counts(repetition.verdicts),
            "tests": .array(
                repetition.tests.map {
                    ["name": .string($0.name), "verdicts": counts($0.verdicts)]
                }),
        ]
    }

    static func repetition(_ json: JSON) -> Repetition? {
        guard let runs = json["runs"]?.int, let verdicts = json["verdicts"] else { return nil }
        return Repetition(
            runs: runs, verdicts: counts(verdicts),
            tests: (json["tests"]?.array ?? []).compactMap { test in
                guard let name = test["name"]?.string, let verdicts = test["verdicts"] else {
                    return nil
                }
                return Repetition.Test(name: name, verdicts: counts(verdicts))
            })
    }

    /// In the order of precedence.
    private static func counts(_ counts: [Verdict: Int]) -> JSON {
        .object(
            JSONObject(
                members: Verdict.allCases.compactMap { verdict in
                    counts[verdict].map { .init(key: verdict.rawValue, value: .int($0)) }
                }))
    }

    private static func counts(_ json: JSON) -> [Verdict: Int] {
        (json.object?.members ?? []).reduce(into: [:]) { counts, member in
            if let verdict = Verdict(rawValue: member.key) { counts[verdict] = member.value.int }
        }
    }
}
