/// How one language is compiled and started, and what its box sees; read from `Sandboxes/`.
package struct SandboxProfile: Sendable, Equatable {
    /// The language's name in jobs: `python`, `c`, `cpp`.
    package var language: String
    package var title: String
    /// Of the profile file's bytes, with those of the base it extends.
    package var sha256: String
    package var toolchain: ToolchainRequirement
    package var mounts: [Mount]
    package var syscalls: [SyscallGroup]
    package var environment: [String: String]
    /// The default of `source_path`.
    package var sourcePath: String
    /// `nil` for languages that are not compiled.
    ///
    /// Both commands' words may hold `{toolchain}`, `{source}`, `{output}` and the name of a limit
    /// in braces, such as `{memory_bytes}`, which is the number in force.
    package var compile: [String]?
    package var run: [String]
    /// What compiling leaves to be run, relative to the working directory.
    package var output: String?
    package var limits: Limits
    package var compileLimits: Limits
    /// Run the program as pid 2 under a reaper, where faithful signals matter.
    package var reaper: Bool
    /// Layers without which this profile refuses to run.
    package var requires: [Layer]
    /// Whether calls that no group names are reported; for learning what a toolchain needs.
    package var reportUnlisted = false
    /// Shows that the language works here; `nil`: the profile has none.
    package var selfTest: SelfTest?
    /// A source that does nothing, which no test may accept; `nil` where none can be made.
    package var stub: Stub?
    /// The judge's guest code by relative path, from folders of `Sandboxes/harness/`.
    package var harness: [String: [UInt8]] {
        didSet { harnessSHA256 = Self.digest(of: harness) }
    }
    /// Of the harness's file names and their contents; recorded with verdicts and in `run_key`.
    package private(set) var harnessSHA256: String
    /// How `function` tests call the source; `nil` where that is not built, or built otherwise.
    package var function: FunctionDriver?
    /// How `assertions` are judged in two boxes; `nil` where they are not, or built otherwise.
    package var examined: ExaminedTests?
    /// Whether it had an examiner that was given up.
    package var isSealedByChoice = false
    /// How tests of the style `assertions` are joined with a source; `nil` where they are not.
    package var assertions: TestHarness?
    /// How tests of the style `unit` are, by framework.
    package var unit: [String: TestHarness] = [:]

    package init(
        language: String, title: String, sha256: String, toolchain: ToolchainRequirement,
        mounts: [Mount], syscalls: [SyscallGroup], environment: [String: String],
        sourcePath: String, compile: [String]?, run: [String], output: String?, limits: Limits,
        compileLimits: Limits, reaper: Bool, requires: [Layer], harness: [String: [UInt8]],
        function: FunctionDriver? = nil
    ) {
        self.language = language
        self.title = title
        self.sha256 = sha256
        self.toolchain = toolchain
        self.mounts = mounts
        self.syscalls = syscalls
        self.environment = environment
        self.sourcePath = sourcePath
        self.compile = compile
        self.run = run
        self.output = output
        self.limits = limits
        self.compileLimits = compileLimits
        self.reaper = reaper
        self.requires = requires
        self.harness = harness
        harnessSHA256 = Self.digest(of: harness)
        self.function = function
    }
}

extension SandboxProfile {
    private static func digest(of harness: [String: [UInt8]]) -> String {
        let files = JSONObject(
            members: harness.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                .map { .init(key: $0.key, value: .string(Digest.sha256($0.value))) })
        return Digest.sha256(JSON.object(files).canonical)
    }
}

/// A small program in a profile's language, with an input and the output that it must give.
package struct SelfTest: Sendable, Equatable {
    package var source: String
    package var standardInput: String
    package var standardOutput: String

    package init(source: String, standardInput: String, standardOutput: String) {
        self.source = source
        self.standardInput = standardInput
        self.standardOutput = standardOutput
    }
}

/// Where a toolchain may be, by absolute path, and how it tells its version.
package struct ToolchainRequirement: Sendable, Equatable {
    /// The first that exists and can be executed is used; never `PATH`.
    package var candidates: [String]
    /// Arguments that make it print its version.
    package var versionArguments: [String]
    /// Such as `apt-get install python3`.
    package var remedy: String
    /// The Debian packages that bring it; empty where none does.
    package var packages: [String]

    package init(
        candidates: [String], versionArguments: [String], remedy: String, packages: [String] = []
    ) {
        self.candidates = candidates
        self.versionArguments = versionArguments
        self.remedy = remedy
        self.packages = packages
    }
}

/// An installed toolchain.
package struct Toolchain: Sendable, Equatable {
    package var path: String
    /// The first line of what its version command printed.
    package var version: String
    /// Of the executable file.
    package var sha256: String

    package init(path: String, version: String, sha256: String) {
        self.path = path
        self.version = version
        self.sha256 = sha256
    }
}

/// One entry of a box's root.
package struct Mount: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A read-only view of a host path.
        case bind
        /// A symbolic link; `source` is its text.
        case symlink
        /// A private, empty, writable directory that counts against the disk limit.
        case tmpfs
        /// A read-only file with fixed content; `source` is the content.
        case file
        /// A host device node, such as `/dev/null`.
        case device
    }

    package var kind: Kind
    package var source: String
    package var target: String
    /// Skip, do not fail, when the host has no such path.
    package var optional: Bool
    package var why: String

    package init(
        kind: Kind, source: String, target: String, optional: Bool = false, why: String
    ) {
        self.kind = kind
        self.source = source
        self.target = target
        self.optional = optional
        self.why = why
    }
}

/// System calls that are treated alike, and the reason.
package struct SyscallGroup: Sendable, Equatable {
    package enum Action: Sendable, Equatable {
        case allow
        /// The call fails with this errno, named as in `EPERM`.
        case errno(String)
        /// The run is killed, and the verdict is `security_violation`.
        case kill
    }

    package var name: String
    package var why: String
    package var action: Action
    /// Names as in libseccomp; an argument test is a suffix: `clone:arg0&0x7e020000==0`.
    ///
    /// Several tests, of different arguments, are parted by commas: `socket:arg0==2,arg2<2`.
    package var calls: [String]
    /// Whether the attempt is listed in the result; what is killed always is.
    package var report: Bool

    package init(
        name: String, why: String, action: Action, calls: [String], report: Bool = false
    ) {
        self.name = name
        self.why = why
        self.action = action
        self.calls = calls
        self.report = report
    }
}
