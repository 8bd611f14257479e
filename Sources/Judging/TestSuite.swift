package import Execution

/// How a submission is tested.
package enum TestSuite: Sendable, Equatable {
    case stdio([StdioCase])
    case function(FunctionSuite)
    case assertions(AssertionSuite)
}

/// One input, and the output it must give.
package struct StdioCase: Sendable, Equatable {
    package var name: String?
    package var input: [UInt8]
    package var output: [UInt8]
    /// Extra files for this case, by relative path.
    package var files: [String: [UInt8]]
    package var checker: Checker
    package var points: Double?
    package var group: String?
    package var limits: [LimitName: Int]

    package init(
        name: String? = nil, input: [UInt8], output: [UInt8], files: [String: [UInt8]] = [:],
        checker: Checker = .lines, points: Double? = nil, group: String? = nil,
        limits: [LimitName: Int] = [:]
    ) {
        self.name = name
        self.input = input
        self.output = output
        self.files = files
        self.checker = checker
        self.points = points
        self.group = group
        self.limits = limits
    }
}

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

    package init(entryPoint: String, signature: Signature? = nil, cases: [FunctionCase]) {
        self.entryPoint = entryPoint
        self.signature = signature
        self.cases = cases
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

    package init(
        name: String? = nil, arguments: [JSON], keywordArguments: [String: JSON] = [:],
        expectation: Expectation, comparison: Comparison = .equal,
        observation: Observation = .returned, points: Double? = nil, group: String? = nil
    ) {
        self.name = name
        self.arguments = arguments
        self.keywordArguments = keywordArguments
        self.expectation = expectation
        self.comparison = comparison
        self.observation = observation
        self.points = points
        self.group = group
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
