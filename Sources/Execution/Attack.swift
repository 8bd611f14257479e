/// A hostile program of the escape suite, and how it must end.
package struct Attack: Sendable, Equatable {
    package enum Stage: String, Sendable, CaseIterable {
        /// The program runs.
        case run
        /// The program is the compiler's input and never runs.
        case compile
    }

    /// One way to end.
    package enum Ending: Sendable, Equatable {
        /// Exit code 0 after a line `CONTAINED`.
        case contained
        /// The compiler says no by itself.
        case refused
        /// The compiler says yes.
        case compiled
        /// A fatal call, which is its own verdict.
        case violation
        case limit(LimitName)
        /// Named as in `SIGSEGV`.
        case signal(String)
    }

    /// Its file's name.
    package var name: String
    /// What it denies, as a sentence.
    package var denies: String
    package var language: String
    package var stage: Stage
    package var source: [UInt8]
    /// Files beside it that its language needs.
    package var files: [BoxFile]
    /// Any of these is right.
    package var ends: [Ending]
    /// The same where CPU time and memory are sampled.
    package var endsSampled: [Ending]
    /// What is meant to stop it.
    package var barriers: [Barrier]
    /// Over the profile's own.
    package var limits: [LimitName: Int]
    /// Bounds that must be in `limits_hit`.
    package var hits: [LimitName]
    /// What is asked to be read back, and which of it must come; `nil`: any of it may.
    package var collect: [String]
    package var returns: [String]?

    package init(
        name: String, denies: String, language: String, stage: Stage, source: [UInt8],
        files: [BoxFile], ends: [Ending], endsSampled: [Ending], barriers: [Barrier],
        limits: [LimitName: Int], hits: [LimitName], collect: [String], returns: [String]?
    ) {
        self.name = name
        self.denies = denies
        self.language = language
        self.stage = stage
        self.source = source
        self.files = files
        self.ends = ends
        self.endsSampled = endsSampled
        self.barriers = barriers
        self.limits = limits
        self.hits = hits
        self.collect = collect
        self.returns = returns
    }
}

extension Attack {
    /// What stops an attack: a layer of the sandbox, or a duty of the runner around it.
    package enum Barrier: Sendable, Hashable {
        case layer(Layer)
        /// Counts what is used and kills the whole tree.
        case supervision
        /// Reads files back without following anything.
        case collecting
        /// Starts programs with nothing but what they were given.
        case cleanStart

        package static let all: [Barrier] =
            Layer.allCases.map(Barrier.layer) + [.supervision, .collecting, .cleanStart]

        package var name: String {
            switch self {
            case .layer(let layer): layer.rawValue
            case .supervision: "supervision"
            case .collecting: "collecting"
            case .cleanStart: "clean_start"
            }
        }

        package init?(name: String) {
            guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
            self = found
        }
    }
}

extension Attack.Ending {
    package var name: String {
        switch self {
        case .contained: "contained"
        case .refused: "refused"
        case .compiled: "compiled"
        case .violation: "violation"
        case .limit(let name): name.rawValue
        case .signal(let name): name
        }
    }

    package init?(name: String) {
        switch name {
        case "contained": self = .contained
        case "refused": self = .refused
        case "compiled": self = .compiled
        case "violation": self = .violation
        default:
            if let limit = LimitName(rawValue: name) {
                self = .limit(limit)
            } else if name.hasPrefix("SIG"), name.utf8.count > 4 {
                self = .signal(name)
            } else {
                return nil
            }
        }
    }
}
