package import Execution
import Judging

/// Writes `job/1`.
package enum JobWriter {
    /// The job, without what has its default; `JobReader` reads it back as it was.
    package static func json(_ job: Job) -> JSON {
        let request = job.request
        var object: JSONObject = [
            "schema": "job/1", "id": .string(job.id), "language": .string(request.language),
            "source": .text(request.source),
        ]
        if let path = request.sourcePath { object.append("source_path", .string(path)) }
        if !request.files.isEmpty { object.append("files", .files(request.files)) }
        if !request.arguments.isEmpty { object.append("args", .strings(request.arguments)) }
        if !request.environment.isEmpty { object.append("env", variables(request.environment)) }
        if !request.standardInput.isEmpty { object.append("stdin", .text(request.standardInput)) }
        if let tests = request.tests { object.append("tests", SuiteCodec.json(tests)) }
        if !request.limits.isEmpty || request.timeRatio != nil {
            var limits = LimitsCodec.json(request.limits).object ?? [:]
            if let ratio = request.timeRatio {
                limits.append("time_ratio", TimingCodec.json(ratio))
            }
            object.append("limits", .object(limits))
        }
        if !request.compileLimits.isEmpty {
            object.append("compile_limits", LimitsCodec.json(request.compileLimits))
        }
        if request.repeats != 1 { object.append("repeat", .int(request.repeats)) }
        if !request.evidence.isEmpty { object.append("evidence", .strings(request.evidence)) }
        if request.stop != .all { object.append("stop", .string(request.stop.rawValue)) }
        if !job.meta.members.isEmpty { object.append("meta", .object(job.meta)) }
        return .object(object)
    }

    static func variables(_ variables: [String: String]) -> JSON {
        let sorted = variables.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return .object(
            JSONObject(members: sorted.map { .init(key: $0, value: .string($1)) }))
    }
}
