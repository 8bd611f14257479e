import ArgumentParser
import Execution

/// The limits of a run; what is not given is the profile's.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("CPU time of the whole process tree, milliseconds.", valueName: "n"))
    var cpuMs: Int?

    @Option(help: ArgumentHelp("Wall time, milliseconds.", valueName: "n"))
    var wallMs: Int?

    @Option(help: ArgumentHelp("Wall time without CPU use, milliseconds; 0: any.", valueName: "n"))
    var idleMs: Int?

    @Option(help: ArgumentHelp("Memory of the whole process tree, bytes.", valueName: "n"))
    var memoryBytes: Int?

    @Option(help: ArgumentHelp("Output of each stream, bytes; more kills.", valueName: "n"))
    var outputBytes: Int?

    @Option(help: ArgumentHelp("Output of each stream that is kept, bytes.", valueName: "n"))
    var keepBytes: Int?

    @Option(help: ArgumentHelp("Processes and threads at a time.", valueName: "n"))
    var processes: Int?

    @Option(help: ArgumentHelp("Files in the box in all, bytes.", valueName: "n"))
    var diskBytes: Int?

    @Option(help: ArgumentHelp("Files and directories in the box.", valueName: "n"))
    var inodes: Int?

    @Option(help: ArgumentHelp("One file, bytes.", valueName: "n"))
    var fileBytes: Int?

    @Option(help: ArgumentHelp("Open files of a process.", valueName: "n"))
    var openFiles: Int?

    @Option(help: ArgumentHelp("Stack, bytes.", valueName: "n"))
    var stackBytes: Int?

    var overrides: [LimitName: Int] {
        let given: [(LimitName, Int?)] = [
            (.cpuMS, cpuMs), (.wallMS, wallMs), (.idleMS, idleMs), (.memoryBytes, memoryBytes),
            (.outputBytes, outputBytes), (.keepBytes, keepBytes), (.processes, processes),
            (.diskBytes, diskBytes), (.inodes, inodes), (.fileBytes, fileBytes),
            (.openFiles, openFiles), (.stackBytes, stackBytes),
        ]
        var overrides: [LimitName: Int] = [:]
        for (name, value) in given { overrides[name] = value }
        return overrides
    }

    func validate() throws {
        for (name, value) in overrides where value < (name == .idleMS ? 0 : 1) {
            let option = name.rawValue.replacing("_", with: "-")
            throw ValidationError("`--\(option)` must be positive, not \(value)")
        }
    }
}
