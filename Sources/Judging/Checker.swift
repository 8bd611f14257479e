package import Execution

/// How a stdio output is compared with the expected one.
package enum Checker: Sendable, Equatable {
    /// Byte for byte.
    case exact
    /// Line by line; trailing white space of lines and empty lines at the end do not count.
    case lines
    /// Token by token; any white space separates.
    case tokens
    /// As tokens; two numbers are equal within either tolerance.
    case floats(absolute: Double, relative: Double)
    /// The same lines or tokens in any order; as a multiset if repeats count, else as a set.
    case unordered(Unit, countingRepeats: Bool)
    /// The whole output, or the output without the white space at its end, matches.
    case regex(Pattern)
    /// The same JSON: numbers by value within either tolerance, keys in any order.
    case json(absolute: Double, relative: Double)
    /// A program that reads input, output and answer, and ends with a status of testlib's.
    case program(CheckerProgram)
    /// A program that talks with the candidate, and ends with a status of testlib's.
    case interactor(CheckerProgram)

    /// What an output is taken apart into.
    package enum Unit: String, Sendable { case lines, tokens }

    /// Lines as a multiset.
    package static let unorderedLines = Checker.unordered(.lines, countingRepeats: true)

    /// The program, if this is one.
    package var program: CheckerProgram? {
        switch self {
        case .program(let program), .interactor(let program): program
        default: nil
        }
    }

    /// Whether there is an expected output to compare with.
    package var comparesWithOutput: Bool {
        switch self {
        case .regex, .program, .interactor: false
        default: true
        }
    }
}

/// A problem's own program that says what an output is worth; trusted, yet run in a box.
package struct CheckerProgram: Sendable, Equatable {
    package var language: String
    package var source: [UInt8]
    /// Beside the source, such as `testlib.h`.
    package var files: [String: [UInt8]]
    /// After the paths of input, output and answer.
    package var arguments: [String]
    /// For each of its runs; what is not named is the language's own.
    package var limits: [LimitName: Int]

    package init(
        language: String, source: [UInt8], files: [String: [UInt8]] = [:],
        arguments: [String] = [], limits: [LimitName: Int] = [:]
    ) {
        self.language = language
        self.source = source
        self.files = files
        self.arguments = arguments
        self.limits = limits
    }

    /// Where it finds what it reads, in its working directory.
    package static let inputPath = "input.txt"
    /// The candidate's output for a checker; an interactor's own notes.
    package static let outputPath = "output.txt"
    package static let answerPath = "answer.txt"
    package static let paths = [inputPath, outputPath, answerPath]
}
