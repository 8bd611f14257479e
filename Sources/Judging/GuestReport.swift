import Execution

/// What the judge's guest code is told, on its standard input.
enum GuestPlan {
    static func json(
        _ suite: AssertionSuite, key: String, stop: JudgeRequest.StopRule, sourcePath: String
    ) -> JSON {
        var code = JSON.null
        var asserts = JSON.null
        switch suite.body {
        case .code(let bytes): code = text(bytes)
        case .asserts(let all): asserts = .array(all.map(text))
        }
        return [
            "key": .string(key), "prelude": text(suite.prelude), "code": code,
            "asserts": asserts, "entry_point": suite.entryPoint.map(JSON.string) ?? .null,
            "first_failure": .bool(stop == .firstFailure), "source_path": .string(sourcePath),
        ]
    }

    private static func text(_ bytes: [UInt8]) -> JSON { Value.string(bytes).json }
}

/// What the judge's guest code reports; anything unexpected is no report at all.
struct GuestReport {
    struct Test {
        /// `nil`: the candidate was gone.
        var verdict: Verdict?
        var message: String
        var expected: String
        var actual: String

        func result(name: String) -> (verdict: Verdict?, result: TestResult) {
            (
                verdict,
                TestResult(
                    name: name, verdict: verdict ?? .runtimeError, message: Clip.text(message),
                    expected: Clip.text(expected), actual: Clip.text(actual))
            )
        }
    }

    var tests: [Test] = []
    var fault: String?
    var fallback: String?
    var relied: [String] = []
    /// What the source decided by itself that a test's outcome may hang on.
    var decided: [String] = []

    init?(_ bytes: [UInt8], key: String) {
        guard bytes.last == 10, let json = try? JSON(parsing: bytes.dropLast()),
            json["key"]?.string == key
        else { return nil }
        fault = json["fault"]?.string
        fallback = json["fallback"]?.string
        relied = (json["relied"]?.array ?? []).compactMap(\.string)
        decided = (json["decided"]?.array ?? []).compactMap(\.string)
        if fault != nil || fallback != nil { return }
        guard let items = json["tests"]?.array else { return nil }
        for item in items {
            guard let word = item["verdict"]?.string, let message = item["message"]?.string,
                let expected = item["expected"]?.string, let actual = item["actual"]?.string
            else { return nil }
            let verdict = Verdict(rawValue: word)
            guard verdict != nil || word == "gone" else { return nil }
            tests.append(
                Test(verdict: verdict, message: message, expected: expected, actual: actual))
        }
    }
}
