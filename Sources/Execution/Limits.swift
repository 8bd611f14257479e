/// The name of one limit, spelled as in `job/1`: the unit is its last word.
package enum LimitName: String, CaseIterable, Sendable, Hashable {
    case cpuMS = "cpu_ms"
    case wallMS = "wall_ms"
    case idleMS = "idle_ms"
    case memoryBytes = "memory_bytes"
    case outputBytes = "output_bytes"
    case keepBytes = "keep_bytes"
    case processes
    case diskBytes = "disk_bytes"
    case inodes
    case fileBytes = "file_bytes"
    case openFiles = "open_files"
    case stackBytes = "stack_bytes"
}

/// What a program's whole process tree may use.
///
/// Every overrun of `cpu_ms`, `wall_ms`, `idle_ms`, `memory_bytes` and `output_bytes` kills;
/// the others give the program its errno or signal. Milliseconds and bytes; all are positive.
package struct Limits: Sendable, Equatable {
    package var cpuMS: Int
    package var wallMS: Int
    /// Wall time in which the tree used no CPU; 0 means not watched.
    package var idleMS: Int
    package var memoryBytes: Int
    /// Of each stream; one byte more kills.
    package var outputBytes: Int
    /// Of each stream; what is beyond is drained and dropped.
    package var keepBytes: Int
    package var processes: Int
    package var diskBytes: Int
    package var inodes: Int
    package var fileBytes: Int
    package var openFiles: Int
    package var stackBytes: Int

    package static let standard = Limits(
        cpuMS: 10_000, wallMS: 20_000, idleMS: 0, memoryBytes: 512 << 20, outputBytes: 16 << 20,
        keepBytes: 65_536, processes: 64, diskBytes: 64 << 20, inodes: 4096, fileBytes: 64 << 20,
        openFiles: 256, stackBytes: 64 << 20)

    package init(
        cpuMS: Int, wallMS: Int, idleMS: Int, memoryBytes: Int, outputBytes: Int, keepBytes: Int,
        processes: Int, diskBytes: Int, inodes: Int, fileBytes: Int, openFiles: Int,
        stackBytes: Int
    ) {
        self.cpuMS = cpuMS
        self.wallMS = wallMS
        self.idleMS = idleMS
        self.memoryBytes = memoryBytes
        self.outputBytes = outputBytes
        self.keepBytes = keepBytes
        self.processes = processes
        self.diskBytes = diskBytes
        self.inodes = inodes
        self.fileBytes = fileBytes
        self.openFiles = openFiles
        self.stackBytes = stackBytes
    }

    package subscript(name: LimitName) -> Int {
        get { self[keyPath: Self.path(name)] }
        set { self[keyPath: Self.path(name)] = newValue }
    }

    /// These limits with the named ones replaced.
    package func applying(_ overrides: [LimitName: Int]) -> Limits {
        var limits = self
        for (name, value) in overrides { limits[name] = value }
        return limits
    }

    private static func path(_ name: LimitName) -> WritableKeyPath<Limits, Int> {
        switch name {
        case .cpuMS: \.cpuMS
        case .wallMS: \.wallMS
        case .idleMS: \.idleMS
        case .memoryBytes: \.memoryBytes
        case .outputBytes: \.outputBytes
        case .keepBytes: \.keepBytes
        case .processes: \.processes
        case .diskBytes: \.diskBytes
        case .inodes: \.inodes
        case .fileBytes: \.fileBytes
        case .openFiles: \.openFiles
        case .stackBytes: \.stackBytes
        }
    }
}
