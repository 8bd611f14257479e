package import Execution
package import Judging

/// Writes `result/1`.
package enum ResultWriter {
    /// One result, its fields in the protocol's order.
    ///
    /// `line` is the number of the job's line in the input, from 1, and `nil` for what was no line;
    /// `cached` says that the run was done before, for the same `run_key`.
    package static func json(
        _ report: JudgeReport, id: String?, line: Int?, runKey: String?, meta: JSONObject? = nil,
        cached: Bool = false
    ) -> JSON {
        var object: JSONObject = [
            "schema": "result/1",
            "id": .optional(id.map(JSON.string)),
            "line": .optional(line.map(JSON.int)),
            "run_key": .optional(runKey.map(JSON.string)),
            "verdict": .string(report.verdict.rawValue),
            "integrity": .optional((report.integrity?.rawValue).map(JSON.string)),
            "integrity_reason": .optional(report.integrityReason.map(JSON.string)),
            "passed": .int(report.passed),
            "total": .int(report.total),
            "points": .optional(report.points.map(JSON.double)),
            "flaky": .optional(report.flaky.map(JSON.bool)),
            "attempts": .int(report.attempts),
            "limits": .limits(report.limits),
            "limit": .optional(report.limit.map(breach)),
            "limits_hit": .strings(report.limitsHit.map(\.rawValue)),
            "tests": .array(report.tests.map(test)),
            "compile": .optional(report.compile.map(program)),
            "run": .optional(report.run.map(program)),
            "violations": .array(report.violations.map(violation)),
            "violations_dropped": .int(report.violationsDropped),
            "findings": .array(report.findings.map(\.sarif)),
            "evaluators": .array(report.evaluations.map(evaluation)),
            "environment": environment(report.environment),
            "cached": .bool(cached),
            "meta": .object(meta ?? [:]),
            "error": .optional(report.error.map(error)),
        ]
        if let timing = report.timing { object.append("timing", TimingCodec.json(timing)) }
        if let repetition = report.repetition {
            object.append("repetition", TimingCodec.json(repetition))
        }
        appendGroups(of: report, to: &object)
        return .object(object)
    }

    /// Only where a suite has them, so that other results stay as they were.
    private static func appendGroups(of report: JudgeReport, to object: inout JSONObject) {
        if let possible = report.pointsPossible {
            object.append("points_possible", .double(possible))
        }
        guard !report.groups.isEmpty else { return }
        object.append(
            "groups",
            .array(
                report.groups.map { group in
                    [
                        "name": .string(group.name), "points": .double(group.points),
                        "points_possible": .double(group.possible),
                        "passed": .int(group.passed), "total": .int(group.total),
                        "missing": .strings(group.missing),
                    ]
                }))
    }

    /// The answer to a line that is no job.
    package static func json(_ refused: RefusedLine) -> JSON {
        json(refused.report, id: refused.id, line: refused.line, runKey: nil, meta: refused.meta)
    }

    /// PROGRAM: how one sandboxed program ended, what it said and used.
    package static func program(_ run: RunResult) -> JSON {
        var object = JSONObject()
        switch run.termination {
        case .exited(let code):
            object.append("exit_code", .int(code))
            object.append("signal", nil)
        case .signalled(let name):
            object.append("exit_code", nil)
            object.append("signal", .string(name))
        case .limitExceeded, .stopped, .violation:
            object.append("exit_code", nil)
            object.append("signal", nil)
        }
        append("stdout", run.stdout, to: &object)
        append("stderr", run.stderr, to: &object)
        object.append("wall_ms", .double(run.usage.wallMS))
        object.append("cpu_ms", .double(run.usage.cpuMS))
        object.append("memory_peak_bytes", .int(run.usage.memoryPeakBytes))
        object.append("kill_ms", .optional(run.usage.killMS.map(JSON.double)))
        return .object(object)
    }

    /// An attempted call that the profile reports; `refused` is null for what was let go on.
    private static func violation(_ attempt: AttemptedCall) -> JSON {
        var refused: JSON = nil
        if case .refused(let error) = attempt.outcome { refused = .string(error) }
        return .object([
            "syscall": .string(attempt.call), "detail": .string(attempt.detail),
            "count": .int(attempt.count), "refused": refused,
            "fatal": .bool(attempt.outcome == .fatal),
        ])
    }

    private static func evaluation(_ evaluation: Evaluation) -> JSON {
        [
            "name": .string(evaluation.evaluator), "status": .string(evaluation.status.rawValue),
            "version": .string(evaluation.version), "message": .string(evaluation.message),
            "dropped": .int(evaluation.dropped),
        ]
    }

    private static func append(
        _ name: String, _ output: CapturedOutput, to object: inout JSONObject
    ) {
        let text = String(validating: output.bytes, as: UTF8.self)
        object.append(name, .string(text ?? String(decoding: output.bytes, as: UTF8.self)))
        if text == nil {
            object.append("\(name)_base64", .string(Base64.encode(output.bytes)))
        }
        object.append("\(name)_bytes", .int(output.totalBytes))
        object.append("\(name)_truncated", .bool(output.truncated))
    }

    private static func test(_ test: TestResult) -> JSON {
        var object: JSONObject = [
            "name": .string(test.name),
            "verdict": .string(test.verdict.rawValue),
            "message": .string(test.message),
            "expected": .string(test.expected),
            "actual": .string(test.actual),
            "points": .optional(test.points.map(JSON.double)),
            "group": .optional(test.group.map(JSON.string)),
            "run": .optional(test.run.map(program)),
        ]
        if let milliseconds = test.milliseconds {
            object.append("wall_ms", .double(milliseconds))
        }
        return .object(object)
    }

    private static func breach(_ breach: LimitBreach) -> JSON {
        [
            "name": .string(breach.name.rawValue), "limit": .int(breach.limit),
            "measured": .double(breach.measured),
        ]
    }

    private static func environment(_ environment: JudgeEnvironment) -> JSON {
        var object: JSONObject = [
            "assay": .string(environment.assay),
            "profile": .string(environment.profile),
            "profile_sha256": .string(environment.profileSHA256),
            "harness_sha256": .string(environment.harnessSHA256),
            "toolchain": .string(environment.toolchain),
            "toolchain_sha256": .string(environment.toolchainSHA256),
            "isolation": .strings(environment.box.isolation.map(\.rawValue)),
            "missing": .strings(environment.box.missing.map(\.rawValue)),
            "cpu_method": .string(environment.box.cpuMethod),
            "memory_method": .string(environment.box.memoryMethod),
        ]
        if !environment.checkers.isEmpty {
            object.append("checkers", .array(environment.checkers.map(checker)))
        }
        return .object(object)
    }

    private static func checker(_ version: JudgeEnvironment.CheckerVersion) -> JSON {
        [
            "profile": .string(version.language),
            "profile_sha256": .string(version.profileSHA256),
            "toolchain": .string(version.toolchain),
            "toolchain_sha256": .string(version.toolchainSHA256),
        ]
    }

    private static func error(_ error: JudgeError) -> JSON {
        [
            "code": .string(error.code.rawValue), "message": .string(error.message),
            "hint": .optional(error.hint.map(JSON.string)),
        ]
    }
}

extension JSON {
    static func optional(_ value: JSON?) -> JSON { value ?? .null }
}
