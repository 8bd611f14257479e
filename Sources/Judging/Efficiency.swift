package import Execution

/// What measuring a candidate against a reference takes.
package struct EfficiencyRequest: Sendable, Equatable {
    /// One standard input.
    package struct Input: Sendable, Equatable {
        /// As its generator was told; `nil` without one.
        package var size: Int?
        package var bytes: [UInt8]

        package init(size: Int? = nil, bytes: [UInt8]) {
            self.size = size
            self.bytes = bytes
        }
    }

    package static let rounds = 6...101
    package static let mostInputs = 16

    package var language: String
    package var candidate: [UInt8]
    package var reference: [UInt8]
    /// Small ones first; at most `mostInputs`.
    package var inputs: [Input]
    /// How often each is run on each input.
    package var rounds: Int
    package var limits: [LimitName: Int]
    /// How the candidate's outputs are compared with the reference's; never an interactor.
    package var checker: Checker
    /// Whether instructions are counted too, by one more run of each under cachegrind.
    package var countsInstructions: Bool

    package init(
        language: String, candidate: [UInt8], reference: [UInt8], inputs: [Input],
        rounds: Int = 9, limits: [LimitName: Int] = [:], checker: Checker = .lines,
        countsInstructions: Bool = false
    ) {
        self.language = language
        self.candidate = candidate
        self.reference = reference
        self.inputs = inputs
        self.rounds = rounds
        self.limits = limits
        self.checker = checker
        self.countsInstructions = countsInstructions
    }
}

/// What the kernel saw of candidate and reference; no judgement.
package struct EfficiencyRuns: Sendable, Equatable {
    /// One program on one input.
    package struct Side: Sendable, Equatable {
        /// Of each run, in the order of the rounds.
        package var cpuMS: [Double] = []
        /// The greatest of all runs.
        package var memoryPeakBytes = 0
        /// `nil` if they were not counted.
        package var instructions: Int?

        package init(
            cpuMS: [Double] = [], memoryPeakBytes: Int = 0, instructions: Int? = nil
        ) {
            self.cpuMS = cpuMS
            self.memoryPeakBytes = memoryPeakBytes
            self.instructions = instructions
        }
    }

    package struct Point: Sendable, Equatable {
        package var size: Int?
        package var inputBytes: Int
        package var candidate = Side()
        package var reference = Side()
        /// A program of the same language that does nothing; without runs where none is known.
        package var null = Side()

        package init(size: Int?, inputBytes: Int) {
            self.size = size
            self.inputBytes = inputBytes
        }
    }

    /// Why there are no figures, or none of the larger inputs: the candidate does not what the
    /// reference does.
    package struct Failure: Sendable, Equatable {
        package var verdict: Verdict
        package var message: String

        package init(verdict: Verdict, message: String) {
            self.verdict = verdict
            self.message = message
        }
    }

    package var points: [Point] = []
    package var failure: Failure?
    package var environment = BoxEnvironment()

    package init() {}
}

/// Programs that do nothing: what starting and ending a program of a language costs.
enum NullProgram {
    /// `nil` where none is known; then nothing is taken off.
    static func source(_ language: String) -> [UInt8]? {
        let text: String? =
            switch language {
            case "python", "javascript", "typescript", "ruby", "perl", "lua", "bash", "swift": "\n"
            case "php": "<?php\n"
            case "c", "cpp": "int main() { return 0; }\n"
            case "java": "public class Main { public static void main(String[] args) { } }\n"
            case "go": "package main\n\nfunc main() {}\n"
            case "rust": "fn main() {}\n"
            default: nil
            }
        return text.map { Array($0.utf8) }
    }
}
