/// One sandboxed program: what to start, with which files and limits.
package struct Program: Sendable {
    package var profile: SandboxProfile
    /// `arguments[0]` is the absolute path, as the box sees it, of the program to start.
    package var arguments: [String]
    /// The whole environment; nothing is inherited.
    package var environment: [String: String]
    package var limits: Limits
    package var standardInput: [UInt8]
    /// Written into the box's working directory before the start.
    package var files: [BoxFile]
    /// Paths, relative to the working directory, that are read back when the program has ended.
    package var collect: [String]
    /// Whether all it leaves in the working directory is read back (`RunResult.work`).
    package var keepWork: Bool
    /// Whether it runs on one processor, the same for all that do; a program may ask for more.
    package var onOneCore = false

    package init(
        profile: SandboxProfile, arguments: [String], environment: [String: String] = [:],
        limits: Limits, standardInput: [UInt8] = [], files: [BoxFile] = [],
        collect: [String] = [], keepWork: Bool = false
    ) {
        self.profile = profile
        self.arguments = arguments
        self.environment = environment
        self.limits = limits
        self.standardInput = standardInput
        self.files = files
        self.collect = collect
        self.keepWork = keepWork
    }
}

/// A file that is put into a box; its path is relative to `/work`, without `..` and NUL.
package struct BoxFile: Sendable, Equatable {
    package var path: String
    package var bytes: [UInt8]
    package var executable: Bool
    /// Whether the program can change, move or remove neither it nor the folders it lies in.
    package var readOnly: Bool

    package init(
        path: String, bytes: [UInt8], executable: Bool = false, readOnly: Bool = false
    ) {
        self.path = path
        self.bytes = bytes
        self.executable = executable
        self.readOnly = readOnly
    }
}

/// A one-way pipe between two programs of a step.
package struct PipeLink: Sendable, Equatable {
    /// A program's index in its step, and the descriptor number it finds the end at.
    ///
    /// 0 and 1 replace its standard input and output; what it writes to such a 1 is not captured.
    package struct End: Sendable, Equatable {
        package var program: Int
        package var descriptor: Int

        package init(program: Int, descriptor: Int) {
            self.program = program
            self.descriptor = descriptor
        }
    }

    package enum Side: Sendable { case writer, reader }

    package var writer: End
    package var reader: End
    /// The side that stays open until the step is over, even when its program has ended.
    ///
    /// The program at the other side then sees neither an end of input nor a broken pipe: how it
    /// ends is its own doing.
    package var held: Side?

    package init(writer: End, reader: End, held: Side? = nil) {
        self.writer = writer
        self.reader = reader
        self.held = held
    }
}

/// One to four programs that run together, and the pipes between them.
package struct ExecutionStep: Sendable {
    package var programs: [Program]
    package var pipes: [PipeLink]
    /// When this program ends, the others are killed (their termination is `.stopped`).
    ///
    /// `nil`: the step ends when all have ended by themselves or by their limits.
    package var lead: Int?

    package init(programs: [Program], pipes: [PipeLink] = [], lead: Int? = nil) {
        self.programs = programs
        self.pipes = pipes
        self.lead = lead
    }
}
