import CBox
import Execution
import Glibc

/// The failure of a system call, as text for people.
func describe(error: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard unsafe strerror_r(error, &buffer, buffer.count) == 0 else { return "error \(error)" }
    let text = String(
        decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.prefix(1).lowercased() + text.dropFirst()
}

/// A descriptor that is closed exactly once, at the latest with its owner.
struct Descriptor: ~Copyable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }
}

/// Both ends of a new pipe.
struct PipeEnds {
    var reader: Int32
    var writer: Int32

    init(nonblockingReader: Bool) throws(RunnerError) {
        var ends: [Int32] = [-1, -1]
        let result = unsafe cbox_pipe(&ends, nonblockingReader ? 1 : 0)
        guard result == 0 else { throw .host("cannot make a pipe", error: -result) }
        reader = ends[0]
        writer = ends[1]
    }
}

extension RunnerError {
    static func host(_ what: String, error: Int32, hint: String? = nil) -> RunnerError {
        let hint = hint ?? (error == EMFILE ? "raise the limit of open files: `ulimit -n`" : nil)
        return RunnerError(.host, "\(what): \(describe(error: error))", hint: hint)
    }
}

/// Bytes in a read-only memory descriptor that nobody can change any more.
func sealedMemory(_ bytes: [UInt8]) throws(RunnerError) -> Int32 {
    let result = unsafe bytes.withUnsafeBytes {
        unsafe cbox_sealed_memory($0.baseAddress, $0.count)
    }
    guard result >= 0 else { throw .host("cannot make a memory file", error: -result) }
    return result
}

/// All bytes of a regular file, up to a bound; `nil` if it cannot be read or has more.
func readAll(_ descriptor: Int32, atMost bound: Int) -> [UInt8]? {
    var info = stat()
    guard unsafe fstat(descriptor, &info) == 0, info.st_size <= bound else { return nil }
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Int(info.st_size)) { buffer, count in
        while count < buffer.count, let base = buffer.baseAddress {
            let got = unsafe read(descriptor, base + count, buffer.count - count)
            if got == 0 { return }
            if got < 0 {
                failed = true
                return
            }
            count += got
        }
    }
    return failed ? nil : bytes
}

/// A small file, such as those below `/proc` and `/sys`, whose size is not known beforehand.
func readSmallFile(_ path: String) -> String? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while bytes.count < 1 << 20 {
        let got = unsafe read(file, &chunk, chunk.count)
        guard got > 0 else { return got < 0 ? nil : String(decoding: bytes, as: UTF8.self) }
        bytes += chunk[..<got]
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// Writes a setting in one call, as those files want it; false if that is refused.
func writeSmallFile(_ path: String, _ text: String) -> Bool {
    let file = unsafe open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    return unsafe write(file, text, text.utf8.count) == text.utf8.count
}

func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

/// `SIGSEGV` and the like.
func signalName(_ number: Int32) -> String {
    let names: [Int32: String] = [
        SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL",
        SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
        SIGKILL: "SIGKILL", SIGUSR1: "SIGUSR1", SIGSEGV: "SIGSEGV", SIGUSR2: "SIGUSR2",
        SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU",
        SIGXFSZ: "SIGXFSZ", SIGVTALRM: "SIGVTALRM", SIGPROF: "SIGPROF", SIGSYS: "SIGSYS",
        SIGIO: "SIGIO", SIGPWR: "SIGPWR", SIGSTKFLT: "SIGSTKFLT",
    ]
    return names[number] ?? "SIG\(number)"
}
