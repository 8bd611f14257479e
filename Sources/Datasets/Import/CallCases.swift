import Execution
import Judging

/// Calls with plain JSON arguments and answers, as APPS and LiveCodeBench have them.
enum CallCases {
    /// One call; any of the answers is right.
    static func item(
        name: String, arguments: [JSON], answers: [JSON], group: String? = nil,
        intKeys: Bool = false
    ) -> FunctionCase {
        var values: [Value] = []
        for answer in answers {
            let value = PlainValue.value(answer, intKeys: intKeys)
            values.append(value)
            // The sets were made from tuples and lists alike, and JSON has only lists.
            if case .list(let items) = value { values.append(.tuple(items)) }
        }
        return FunctionCase(
            name: name,
            arguments: arguments.map { PlainValue.value($0, intKeys: intKeys).json },
            expectation: values.count == 1
                ? .value(values[0].json) : .anyOf(values.map(\.json)),
            comparison: values.contains(where: hasFloat)
                ? .close(absolute: 1e-6, relative: 1e-6) : .equal,
            group: group)
    }

    private static func hasFloat(_ value: Value) -> Bool {
        switch value {
        case .float: true
        case .list(let items), .tuple(let items): items.contains(where: hasFloat)
        case .dict(let entries): entries.contains { hasFloat($0.value) }
        default: false
        }
    }

    /// `Solution.f` where the starter code, or a solution, says `class Solution`, else `f`.
    static func entryPoint(_ name: String, in codes: [String]) -> String {
        for code in codes where code.contains(name) {
            return code.contains("class Solution") ? "Solution.\(name)" : name
        }
        return name
    }
}

/// Inputs and outputs of whole programs.
enum ProgramCases {
    /// Of all cases of a problem: what one line of the worker protocol may hold.
    static let maximumBytes = 48 << 20
    static let maximumCases = 20_000

    static func item(
        name: String, input: String, output: String, group: String? = nil
    ) -> StdioCase {
        StdioCase(
            name: name, input: Array(input.utf8), output: Array(output.utf8),
            checker: checker(for: output), group: group)
    }

    /// Floats within a tolerance only where the answer has some: as whole numbers, 1000000007 and
    /// 1000000008 are not the same.
    static func checker(for output: String) -> Checker {
        let words = output.split(whereSeparator: \.isWhitespace)
        let hasFraction = words.contains { word in
            word.utf8.contains(UInt8(ascii: ".")) && Double(word) != nil
        }
        return hasFraction ? .floats(absolute: 1e-6, relative: 1e-6) : .tokens
    }

    /// - Throws: `Diagnostic` if there is nothing to test, or too much.
    static func suite(_ cases: [StdioCase], _ record: Record, at key: String) throws -> TestSuite {
        guard !cases.isEmpty else {
            throw record.fault("there is no test", at: key)
        }
        let bytes = cases.reduce(0) { $0 + $1.input.count + $1.output.count }
        try bound(count: cases.count, bytes: bytes, record, at: key)
        return .stdio(cases)
    }

    static func bound(count: Int, bytes: Int, _ record: Record, at key: String) throws {
        guard count <= maximumCases, bytes <= maximumBytes else {
            throw record.fault(
                "the tests are too large", at: key,
                note: "\(count) tests, \(bytes >> 20) MiB; the bounds are \(maximumCases) tests "
                    + "and \(maximumBytes >> 20) MiB")
        }
    }
}
