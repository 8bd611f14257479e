import ArgumentParser
import Execution
import Glibc
import Judging
import WorkerProtocol

/// `assay check --checker`: what a checker says of files.
struct CheckerTrial {
    let checker: CheckerArgument
    /// Input, output and answer.
    let paths: [String]

    func perform(_ wiring: Wiring, _ session: Session, json: Bool) async throws -> Bool {
        guard paths.count == 3 else {
            throw UsageError(
                "a checker is tried with three files, not \(paths.count)",
                hint: "assay check --checker CHECKER INPUT OUTPUT ANSWER")
        }
        let read = try paths.map { try InputFile.read($0, maxBytes: CheckerArgument.maxBytes) }
        do {
            let item = StdioCase(
                input: read[0], output: read[2], checker: try checker.parsed(wiring))
            let test = try await wiring.judge.check(read[1], against: item)
            try show(test, session, json: json)
            return test.verdict == .accepted
        } catch let error as JudgeError {
            throw Diagnostic(error.message, hint: error.hint)
        }
    }

    private func show(_ test: TestResult, _ session: Session, json: Bool) throws {
        if json {
            return try session.emit([
                "schema": "checked/1", "verdict": .string(test.verdict.rawValue),
                "points": test.points.map(JSON.double) ?? .null,
                "message": .string(test.message), "expected": .string(test.expected),
                "actual": .string(test.actual),
            ])
        }
        var line = test.verdict.rawValue
        if let points = test.points, points > 0, points < 1 { line += ", \(points) of the points" }
        if !test.message.isEmpty { line += ": " + test.message }
        try session.out.line(VisibleText.line(line))
        for (name, text) in [("expected", test.expected), ("actual", test.actual)]
        where !text.isEmpty {
            try session.out.line("  \(name): \(VisibleText.line(text))")
        }
    }
}

/// A checker as it is named on the command line.
struct CheckerArgument {
    /// A word such as `tokens`, a `.json` file with a checker, or a program's source.
    let checker: String
    /// What the program needs beside it.
    let files: [String]

    static let maxBytes = 64 << 20

    func parsed(_ wiring: Wiring) throws -> Checker {
        guard let dot = checker.lastIndex(of: "."), !checker.hasSuffix("/") else {
            return try SuiteCodec.checker(.string(checker), at: "--checker")
        }
        let source = try InputFile.read(checker, maxBytes: Self.maxBytes)
        let ending = checker[dot...]
        if ending == ".json" {
            let json: JSON
            do throws(JSONError) {
                json = try JSON(parsing: source)
            } catch {
                throw Diagnostic(
                    error.message, path: checker, line: error.line, column: error.column)
            }
            return try SuiteCodec.checker(json, at: "checker")
        }
        // Of several languages with one ending, such as `python` and its kin, the shortest name.
        let languages = wiring.profiles.values.filter { $0.sourcePath.hasSuffix(ending) }
            .map(\.language).sorted { ($0.count, $0) < ($1.count, $1) }
        guard let language = languages.first else {
            throw Diagnostic(
                "no language has sources that end in `\(ending)`", path: checker,
                hint: #"say it in a file: {"kind":"program","language":"...","source":"..."}"#)
        }
        var program = CheckerProgram(language: language, source: source)
        for path in files {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            program.files[name] = try InputFile.read(path, maxBytes: Self.maxBytes)
        }
        return .program(program)
    }
}
