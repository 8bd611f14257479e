package import Execution

/// How a submission is tested.
package enum TestSuite: Sendable, Equatable {
    case stdio(StdioSuite)
    case function(FunctionSuite)
    case assertions(AssertionSuite)
    case unit(UnitSuite)

    /// Inputs and outputs without any rules of their own.
    package static func stdio(_ cases: [StdioCase]) -> TestSuite { .stdio(StdioSuite(cases)) }
}

/// Inputs and outputs; a collection of its cases.
package struct StdioSuite: Sendable, Equatable {
    package var cases: [StdioCase]
    /// What a case that names no checker is compared with; each case holds its own all the same.
    package var checker: Checker
    package var rules: SuiteRules

    package init(
        _ cases: [StdioCase], checker: Checker = .lines, rules: SuiteRules = SuiteRules()
    ) {
        self.cases = cases
        self.checker = checker
        self.rules = rules
    }
}

extension StdioSuite: RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: StdioCase...) { self.init(elements) }

    package var startIndex: Int { cases.startIndex }
    package var endIndex: Int { cases.endIndex }

    package subscript(index: Int) -> StdioCase {
        get { cases[index] }
        set { cases[index] = newValue }
    }
}

/// One input, and the output it must give.
package struct StdioCase: Sendable, Equatable {
    package var name: String?
    package var input: [UInt8]
    package var output: [UInt8]
    /// Other outputs that are as right.
    package var alternatives: [[UInt8]]
    /// Extra files for this case, by relative path.
    package var files: [String: [UInt8]]
    package var checker: Checker
    package var points: Double?
    package var group: String?
    /// Results do not show what was expected, what came, or what was said of it.
    package var hidden: Bool
    package var limits: [LimitName: Int]

    package init(
        name: String? = nil, input: [UInt8], output: [UInt8], alternatives: [[UInt8]] = [],
        files: [String: [UInt8]] = [:], checker: Checker = .lines, points: Double? = nil,
        group: String? = nil, hidden: Bool = false, limits: [LimitName: Int] = [:]
    ) {
        self.name = name
        self.input = input
        self.output = output
        self.alternatives = alternatives
        self.files = files
        self.checker = checker
        self.points = points
        self.group = group
        self.hidden = hidden
        self.limits = limits
    }
}

/// Calls of an entry point, compared outside the candidate's process.
package struct FunctionSuite: Sendable, Equatable {
    /// The types of parameters and result, for statically typed languages; Python needs none.
    package struct Signature: Sendable, Equatable {
        package var parameters: [String]
        package var returns: String

        package init(parameters: [String], returns: String) {
            self.parameters = parameters
            self.returns = returns
        }
    }

    /// `f` or `Class.method`.
    package var entryPoint: String
    package var signature: Signature?
    package var cases: [FunctionCase]
    package var rules: SuiteRules

    package init(
        entryPoint: String, signature: Signature? = nil, cases: [FunctionCase],
        rules: SuiteRules = SuiteRules()
    ) {
        self.entryPoint = entryPoint
        self.signature = signature
        self.cases = cases
        self.rules = rules
    }
}

/// One call and what must come of it.
///
/// VALUEs are kept as JSON in the encoding of the protocol.
package struct FunctionCase: Sendable, Equatable {
    package enum Expectation: Sendable, Equatable {
        case value(JSON)
        case anyOf([JSON])
        case raises(type: String, message: String?)
    }

    package enum Comparison: Sendable, Equatable {
        /// Types matter, but 1 == 1.0; NaN equals NaN.
        case equal
        case exact
        case unordered
        case set
        case close(absolute: Double, relative: Double)
    }

    package enum Observation: Sendable, Equatable {
        case returned
        /// The argument at this index after the call, for functions that work in place.
        case argument(Int)
    }

    package var name: String?
    package var arguments: [JSON]
    package var keywordArguments: [String: JSON]
    package var expectation: Expectation
    package var comparison: Comparison
    package var observation: Observation
    package var points: Double?
    package var group: String?
    /// Results do not show what was expected, what came, or what was said of it.
    package var hidden: Bool

    package init(
        name: String? = nil, arguments: [JSON], keywordArguments: [String: JSON] = [:],
        expectation: Expectation, comparison: Comparison = .equal,
        observation: Observation = .returned, points: Double? = nil, group: String? = nil,
        hidden: Bool = false
    ) {
        self.name = name
        self.arguments = arguments
        self.keywordArguments = keywordArguments
        self.expectation = expectation
        self.comparison = comparison
        self.observation = observation
        self.points = points
        self.group = group
        self.hidden = hidden
    }
}

/// Test code that calls the candidate.
package struct AssertionSuite: Sendable, Equatable {
    package enum Body: Sendable, Equatable {
        /// Runs after the source; with an entry point, `check(entry_point)` is called after it.
        case code([UInt8])
        /// One test each.
        case asserts([[UInt8]])
    }

    package var prelude: [UInt8]
    package var body: Body
    package var entryPoint: String?

    package init(prelude: [UInt8] = [], body: Body, entryPoint: String? = nil) {
        self.prelude = prelude
        self.body = body
        self.entryPoint = entryPoint
    }
}
