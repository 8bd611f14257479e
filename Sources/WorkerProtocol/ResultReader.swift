package import Execution
package import Judging

/// A `result/1` that was read back.
package struct JobResult: Sendable, Equatable {
    package var id: String?
    package var line: Int?
    package var runKey: String?
    package var report: JudgeReport
    package var meta: JSONObject
    package var cached: Bool
}

/// Reads `result/1`; fields it does not know are ignored.
///
/// A program killed by us is written with neither exit code nor signal: it reads back as the breach
/// that `limit` tells if the verdict is about that limit, else as `.stopped`. What a program's
/// own environment was and which files were collected is not in a result.
package enum ResultReader {
    /// - Throws: `JudgeError`.
    package static func result(_ json: JSON) throws -> JobResult {
        guard json["schema"]?.string == "result/1" else {
            throw JudgeError(
                .unknownSchema, "the result's `schema` is not `result/1`",
                hint: "it may have been written by a later version")
        }
        return JobResult(
            id: json["id"]?.string, line: json["line"]?.int,
            runKey: json["run_key"]?.string, report: try report(json),
            meta: json["meta"]?.object ?? [:], cached: json["cached"]?.bool ?? false)
    }

    /// The report alone; `schema`, `id`, `line`, `run_key` and `meta` need not be there.
    ///
    /// - Throws: `JudgeError`.
    package static func report(_ json: JSON) throws -> JudgeReport {
        let node = Node(json: json, path: "")
        let verdict: Verdict = try node.word("verdict")
        let limit = try node.object("limit").map(breach)
        let environment = Self.environment(json["environment"] ?? [:])
        func run(_ node: Node, _ verdict: Verdict) throws -> RunResult {
            try program(node, verdict, limit, environment.box)
        }
        let tests = try node.array("tests").map { test in
            let verdict: Verdict = try test.word("verdict")
            var result = TestResult(
                name: try test.string("name"), verdict: verdict,
                message: test.json["message"]?.string ?? "",
                expected: test.json["expected"]?.string ?? "",
                actual: test.json["actual"]?.string ?? "",
                points: test.json["points"]?.double, group: test.json["group"]?.string,
                run: try test.object("run").map { try run($0, verdict) })
            result.milliseconds = test.json["wall_ms"]?.double
            return result
        }
        var report = JudgeReport(
            verdict: verdict,
            integrity: (json["integrity"]?.string).flatMap(Integrity.init),
            integrityReason: json["integrity_reason"]?.string,
            passed: try node.int("passed"), total: try node.int("total"),
            points: json["points"]?.double, attempts: json["attempts"]?.int ?? 1,
            limits: try limits(node), limit: limit,
            limitsHit: (json["limits_hit"]?.array ?? []).compactMap {
                $0.string.flatMap(LimitName.init)
            },
            violations: try node.array("violations", optional: true).map(violation),
            violationsDropped: json["violations_dropped"]?.int ?? 0,
            tests: tests, environment: environment,
            error: try node.object("error").map(error))
        report.flaky = json["flaky"]?.bool
        report.repetition = json["repetition"].flatMap(TimingCodec.repetition)
        report.timing = json["timing"].flatMap(TimingCodec.timing)
        report.pointsPossible = json["points_possible"]?.double
        report.groups = try node.array("groups", optional: true).map(group)
        report.findings = (json["findings"]?.array ?? []).compactMap(Finding.init(sarif:))
        report.evaluations = try node.array("evaluators", optional: true).map(evaluation)
        report.compile = try node.object("compile").map { try run($0, verdict) }
        report.run = try node.object("run").map { try run($0, verdict) }
        return report
    }

    private static func group(_ node: Node) throws -> GroupResult {
        GroupResult(
            name: try node.string("name"), points: try node.double("points"),
            possible: try node.double("points_possible"), passed: try node.int("passed"),
            total: try node.int("total"),
            missing: (node.json["missing"]?.array ?? []).compactMap(\.string))
    }

    private static func violation(_ node: Node) throws -> AttemptedCall {
        let outcome: AttemptedCall.Outcome =
            if node.json["fatal"]?.bool == true {
                .fatal
            } else if let error = node.json["refused"]?.string { .refused(error) } else { .wentOn }
        return AttemptedCall(
            call: try node.string("syscall"), detail: try node.string("detail"),
            count: try node.int("count"), outcome: outcome)
    }

    private static func evaluation(_ node: Node) throws -> Evaluation {
        Evaluation(
            evaluator: try node.string("name"), status: try node.word("status"),
            version: node.json["version"]?.string ?? "",
            message: node.json["message"]?.string ?? "", dropped: node.json["dropped"]?.int ?? 0)
    }

    private static func program(
        _ node: Node, _ verdict: Verdict, _ limit: LimitBreach?, _ box: BoxEnvironment
    ) throws -> RunResult {
        let termination: Termination
        if let code = node.json["exit_code"]?.int {
            termination = .exited(code: code)
        } else if let signal = node.json["signal"]?.string {
            termination = .signalled(signal)
        } else if let limit, verdict.tells(of: limit.name) {
            termination = .limitExceeded(limit)
        } else {
            termination = verdict == .securityViolation ? .violation : .stopped
        }
        return RunResult(
            termination: termination,
            usage: Usage(
                wallMS: try node.double("wall_ms"), cpuMS: try node.double("cpu_ms"),
                memoryPeakBytes: try node.int("memory_peak_bytes"),
                killMS: node.json["kill_ms"]?.double),
            stdout: try output("stdout", node), stderr: try output("stderr", node),
            environment: box)
    }

    private static func output(_ name: String, _ node: Node) throws -> CapturedOutput {
        let bytes: [UInt8]
        if let encoded = node.json["\(name)_base64"] {
            guard let decoded = encoded.string.flatMap(Base64.decode) else {
                throw node.fault("\(name)_base64", "base64")
            }
            bytes = decoded
        } else {
            bytes = Array(try node.string(name).utf8)
        }
        return CapturedOutput(bytes: bytes, totalBytes: try node.int("\(name)_bytes"))
    }

    private static func limits(_ node: Node) throws -> Limits {
        guard let object = try node.object("limits") else { return .standard }
        var limits = Limits.standard
        for name in LimitName.allCases where object.json[name.rawValue] != nil {
            limits[name] = try object.int(name.rawValue)
        }
        return limits
    }

    private static func breach(_ node: Node) throws -> LimitBreach {
        LimitBreach(
            name: try node.word("name"), limit: try node.int("limit"),
            measured: try node.double("measured"))
    }

    private static func environment(_ json: JSON) -> JudgeEnvironment {
        func text(_ key: String) -> String { json[key]?.string ?? "" }
        func layers(_ key: String) -> [Layer] {
            (json[key]?.array ?? []).compactMap { $0.string.flatMap(Layer.init) }
        }
        var environment = JudgeEnvironment(
            assay: text("assay"), profile: text("profile"), profileSHA256: text("profile_sha256"),
            harnessSHA256: text("harness_sha256"), toolchain: text("toolchain"),
            toolchainSHA256: text("toolchain_sha256"),
            box: BoxEnvironment(
                isolation: layers("isolation"), missing: layers("missing"),
                cpuMethod: text("cpu_method"), memoryMethod: text("memory_method")))
        environment.checkers = (json["checkers"]?.array ?? []).map { checker in
            func text(_ key: String) -> String { checker[key]?.string ?? "" }
            return JudgeEnvironment.CheckerVersion(
                language: text("profile"), profileSHA256: text("profile_sha256"),
                toolchain: text("toolchain"), toolchainSHA256: text("toolchain_sha256"))
        }
        return environment
    }

    private static func error(_ node: Node) throws -> JudgeError {
        JudgeError(
            try node.word("code"), try node.string("message"),
            hint: node.json["hint"]?.string)
    }
}

/// An object of a result, with its path for messages.
private struct Node {
    let json: JSON
    let path: String

    func fault(_ key: String, _ wanted: String) -> JudgeError {
        JudgeError(.badField, "`\(path)\(key)` of the result should be \(wanted)")
    }

    func string(_ key: String) throws -> String {
        guard let value = json[key]?.string else { throw fault(key, "a string") }
        return value
    }

    func int(_ key: String) throws -> Int {
        guard let value = json[key]?.int else { throw fault(key, "a whole number") }
        return value
    }

    func double(_ key: String) throws -> Double {
        guard let value = json[key]?.double else { throw fault(key, "a number") }
        return value
    }

    func word<Word: RawRepresentable>(
        _ key: String
    ) throws -> Word where Word.RawValue == String {
        guard let value = Word(rawValue: try string(key)) else {
            throw fault(key, "a word that this version knows")
        }
        return value
    }

    func object(_ key: String) throws -> Node? {
        switch json[key] {
        case nil, .null: return nil
        case .object(let object)?: return Node(json: .object(object), path: "\(path)\(key).")
        default: throw fault(key, "an object or null")
        }
    }

    func array(_ key: String, optional: Bool = false) throws -> [Node] {
        if optional, json[key] == nil { return [] }
        guard let values = json[key]?.array else { throw fault(key, "an array") }
        return values.enumerated().map { Node(json: $1, path: "\(path)\(key)[\($0)].") }
    }
}

extension Verdict {
    /// Whether an overrun of this limit leads to this verdict.
    func tells(of limit: LimitName) -> Bool {
        switch limit {
        case .cpuMS, .wallMS, .idleMS: self == .timeLimitExceeded || self == .compileError
        case .memoryBytes: self == .memoryLimitExceeded || self == .compileError
        case .outputBytes: self == .outputLimitExceeded || self == .compileError
        default: false
        }
    }
}
