import Execution
import Judging
import WorkerProtocol

/// How problems and reports stand in the store's contents.
enum StoredForm {
    /// All of a problem in canonical form; its hash is the problem's version.
    static func content(_ problem: Problem) -> [UInt8] {
        let prompt = problem.prompt.map { message in
            JSON.object(["role": .string(message.role), "content": .string(message.content)])
        }
        var object: JSONObject = [
            "schema": "problem/1",
            "name": .string(problem.name),
            "prompt": .array(prompt),
            "starter_code": .string(problem.starterCode),
            "language": .string(problem.language),
            "entry_point": problem.entryPoint.map(JSON.string) ?? .null,
            "tests": SuiteCodec.json(problem.suite),
            "limits": SuiteCodec.json(problem.limits),
            "reference": problem.reference.map(JSON.string) ?? .null,
            "licence": .string(problem.licence),
            "source": .string(problem.source),
            "tags": .strings(problem.tags),
            "family": .string(problem.family),
        ]
        // Not there where it is empty: versions of before it was known keep their hashes.
        if !problem.closing.isEmpty { object.append("closing", .string(problem.closing)) }
        return JSON.object(object).canonical
    }

    static func problem(_ content: [UInt8]) throws -> Problem {
        do {
            let json = try JSON(parsing: content)
            guard let object = json.object else { throw unreadable("it is no object") }
            func text(_ key: String) -> String { object[key]?.string ?? "" }
            guard object["schema"]?.string == "problem/1", let tests = object["tests"] else {
                throw unreadable("it is no `problem/1`")
            }
            let prompt = (object["prompt"]?.array ?? []).compactMap(\.object).map { message in
                Message(
                    role: message["role"]?.string ?? "", content: message["content"]?.string ?? "")
            }
            return Problem(
                name: text("name"), prompt: prompt, starterCode: text("starter_code"),
                closing: text("closing"), language: text("language"),
                entryPoint: object["entry_point"]?.string,
                suite: try SuiteCodec.suite(tests),
                limits: try SuiteCodec.limits(object["limits"] ?? [:]),
                reference: object["reference"]?.string, licence: text("licence"),
                source: text("source"), tags: (object["tags"]?.array ?? []).compactMap(\.string),
                family: text("family"))
        } catch let error as JudgeError {
            throw unreadable(error.message)
        } catch let error as JSONError {
            throw unreadable(error.message)
        }
    }

    /// A report as `result/1`, without the name of any job: equal runs share it.
    static func result(_ report: JudgeReport, runKey: String) -> [UInt8] {
        ResultWriter.json(report, id: nil, line: nil, runKey: runKey).utf8
    }

    static func report(_ result: [UInt8]) throws -> JudgeReport {
        do {
            return try ResultReader.report(JSON(parsing: result))
        } catch let error as JudgeError {
            throw unreadable(error.message)
        } catch let error as JSONError {
            throw unreadable(error.message)
        }
    }

    private static func unreadable(_ why: String) -> RunnerError {
        RunnerError(.host, "the store's content cannot be read: \(why)")
    }
}

extension Problem {
    /// What judging a program as an answer to this problem takes.
    func request(source: [UInt8], language: String) -> JudgeRequest {
        JudgeRequest(language: language, source: source, tests: suite, limits: limits)
    }
}
