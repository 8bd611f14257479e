import Execution

/// A CPU limit relative to what a reference needs on this host.
package struct TimeRatio: Sendable, Equatable {
    /// How many times the reference's CPU time a program may use.
    package var factor: Double
    /// A whole program in the request's language that must be accepted.
    package var reference: [UInt8]
    /// The limit is never below this.
    package var floorMS: Int

    package static let standardFloorMS = 200
    package static let factors = 1.0...1000.0

    package init(
        factor: Double, reference: [UInt8], floorMS: Int = TimeRatio.standardFloorMS
    ) {
        self.factor = factor
        self.reference = reference
        self.floorMS = floorMS
    }

    /// Milliseconds, for a reference that used so many.
    package func limit(referenceMS: Double) -> Int {
        max(floorMS, Int(min(factor * referenceMS, 86_400_000).rounded(.up)))
    }
}

/// How a time limit came about and how sure a timing verdict is.
package struct TimingEvidence: Sendable, Equatable {
    /// The verdict of a first run, beside others, whose time limit was doubtful.
    ///
    /// The report is of a second run, alone. `nil` if nothing was doubtful.
    package var doubted: Verdict?
    /// Of a limit relative to a reference.
    package var reference: ReferenceTime?

    package init(doubted: Verdict? = nil, reference: ReferenceTime? = nil) {
        self.doubted = doubted
        self.reference = reference
    }
}

/// What a reference used on this host.
package struct ReferenceTime: Sendable, Equatable {
    /// The least of its runs: of the process that all tests share, or of the slowest case.
    package var cpuMS: Double
    /// How often it was run.
    package var runs: Int
    /// How many times that a program may use.
    package var factor: Double

    package init(cpuMS: Double, runs: Int, factor: Double) {
        self.cpuMS = cpuMS
        self.runs = runs
        self.factor = factor
    }
}

extension JudgeReport {
    /// CPU milliseconds of the process that all tests share, or of the slowest case.
    var slowestMS: Double? {
        run?.usage.cpuMS ?? tests.compactMap { $0.run?.usage.cpuMS }.max()
    }
}
