import Glibc

private nonisolated(unsafe) var assayCalls: Int32 = -1
private nonisolated(unsafe) var assayAnswers: Int32 = -1

/// Keeps the judge's descriptors from the program; called before any code of the source's.
@discardableResult
func assayTake() -> Bool {
    assayCalls = fcntl(0, F_DUPFD_CLOEXEC, 60)
    assayAnswers = fcntl(1, F_DUPFD_CLOEXEC, 60)
    let empty = Glibc.open("/dev/null", O_RDONLY)
    guard assayCalls >= 0, assayAnswers >= 0, dup2(empty, 0) >= 0, dup2(2, 1) >= 0 else {
        _exit(125)
    }
    Glibc.close(empty)
    return true
}

/// One call: its arguments, and where its answer goes.
final class AssayCall {
    let arguments: [AssayTree]
    let observed: Int?
    var out = AssayOut()
    private var place = 0

    init(_ arguments: [AssayTree], _ observed: Int?) {
        self.arguments = arguments
        self.observed = observed
    }

    func count(_ expected: Int) throws {
        guard arguments.count == expected else {
            throw AssayFault.unfit(
                "\(arguments.count) arguments were given for \(expected) parameters")
        }
    }

    func next<T: AssayRead>() throws -> T {
        let tree = arguments[place]
        place += 1
        guard let value = T.assayRead(tree) else {
            throw AssayFault.unfit(
                "argument \(place): \(tree.assayName) does not fit the parameter's type `\(T.self)`"
            )
        }
        return value
    }

    /// Writes the result, or the observed argument as it is afterwards.
    func finish(_ result: Any, _ arguments: Any...) throws {
        try out.value(observed.map { arguments[$0] } ?? result)
    }
}

typealias AssayEntry = (AssayCall) throws -> Void
/// Ways to call with parameters left out or named, by shape: which names come in which order.
typealias AssayShapes = [String: (names: [String], entry: AssayEntry)]

// A closure whose parameter could be `inout` or not is the latter.
func assayEntry<R>(_ f: @autoclosure @escaping () -> () throws -> R) -> AssayEntry {
    {
        try $0.count(0); try $0.finish(try f()())
    }
}
func assayEntry<A: AssayRead, R>(
    _ f: @autoclosure @escaping () -> (A) throws -> R
) -> AssayEntry {
    {
        try $0.count(1); let a: A = try $0.next(); try $0.finish(try f()(a), a)
    }
}
@_disfavoredOverload
func assayEntry<A: AssayRead, R>(
    _ f: @autoclosure @escaping () -> (inout A) throws -> R
) -> AssayEntry {
    {
        try $0.count(1); var a: A = try $0.next(); try $0.finish(try f()(&a), a)
    }
}
func assayEntry<A: AssayRead, B: AssayRead, R>(
    _ f: @autoclosure @escaping () -> (A, B) throws -> R
) -> AssayEntry {
    {
        try $0.count(2)
        let (a, b): (A, B) = (try $0.next(), try $0.next())
        try $0.finish(try f()(a, b), a, b)
    }
}
@_disfavoredOverload
func assayEntry<A: AssayRead, B: AssayRead, R>(
    _ f: @autoclosure @escaping () -> (inout A, B) throws -> R
) -> AssayEntry {
    {
        try $0.count(2)
        var (a, b): (A, B) = (try $0.next(), try $0.next())
        try $0.finish(try f()(&a, b), a, b)
    }
}
func assayEntry<A: AssayRead, B: AssayRead, C: AssayRead, R>(
    _ f: @autoclosure @escaping () -> (A, B, C) throws -> R
) -> AssayEntry {
    {
        try $0.count(3)
        let (a, b, c): (A, B, C) = (try $0.next(), try $0.next(), try $0.next())
        try $0.finish(try f()(a, b, c), a, b, c)
    }
}
@_disfavoredOverload
func assayEntry<A: AssayRead, B: AssayRead, C: AssayRead, R>(
    _ f: @autoclosure @escaping () -> (inout A, B, C) throws -> R
) -> AssayEntry {
    {
        try $0.count(3)
        var (a, b, c): (A, B, C) = (try $0.next(), try $0.next(), try $0.next())
        try $0.finish(try f()(&a, b, c), a, b, c)
    }
}
func assayEntry<A: AssayRead, B: AssayRead, C: AssayRead, D: AssayRead, R>(
    _ f: @autoclosure @escaping () -> (A, B, C, D) throws -> R
) -> AssayEntry {
    {
        try $0.count(4)
        let (a, b): (A, B) = (try $0.next(), try $0.next())
        let (c, d): (C, D) = (try $0.next(), try $0.next())
        try $0.finish(try f()(a, b, c, d), a, b, c, d)
    }
}
func assayEntry<A: AssayRead, B: AssayRead, C: AssayRead, D: AssayRead, E: AssayRead, R>(
    _ f: @autoclosure @escaping () -> (A, B, C, D, E) throws -> R
) -> AssayEntry {
    {
        try $0.count(5)
        let (a, b, c): (A, B, C) = (try $0.next(), try $0.next(), try $0.next())
        let (d, e): (D, E) = (try $0.next(), try $0.next())
        try $0.finish(try f()(a, b, c, d, e), a, b, c, d, e)
    }
}
func assayEntry<
    A: AssayRead, B: AssayRead, C: AssayRead, D: AssayRead, E: AssayRead, F: AssayRead, R
>(
    _ f: @autoclosure @escaping () -> (A, B, C, D, E, F) throws -> R
) -> AssayEntry {
    {
        try $0.count(6)
        let (a, b, c): (A, B, C) = (try $0.next(), try $0.next(), try $0.next())
        let (d, e, g): (D, E, F) = (try $0.next(), try $0.next(), try $0.next())
        try $0.finish(try f()(a, b, c, d, e, g), a, b, c, d, e, g)
    }
}

// MARK: - Lines

private struct AssayLines {
    private var pending: [UInt8] = []
    private var at = 0

    mutating func next() -> [UInt8]? {
        var seen = at
        while true {
            if let end = pending[seen...].firstIndex(of: 10) {
                defer { at = end + 1 }
                return Swift.Array(pending[at..<end])
            }
            pending.removeFirst(at)
            at = 0
            seen = pending.count
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            let count = Glibc.read(assayCalls, &piece, piece.count)
            guard count > 0 else { return nil }
            pending += piece[..<count]
        }
    }
}

private func assaySend(_ id: String, _ body: AssayOut) {
    var line = AssayOut()
    line.put("{\"id\":" + id + ",")
    line.bytes += body.bytes
    line.put("}\n")
    fflush(nil)
    var at = 0
    while at < line.bytes.count {
        let count = line.bytes[at...].withUnsafeBytes {
            Glibc.write(assayAnswers, $0.baseAddress, $0.count)
        }
        guard count > 0 else { _exit(125) }
        at += count
    }
}

/// A call's arguments in the order of the parameters, and the way to call with them.
private func assayShaped(
    _ frame: AssayTree, _ entry: @escaping AssayEntry, _ shapes: AssayShapes
) -> (arguments: [AssayTree], entry: AssayEntry)? {
    guard case .list(let both)? = frame[assay: "args"], case .list(let trees)? = both.first,
        case .dict(let members)? = both.last
    else { return ([], entry) }
    var names: [String] = []
    for case (.text(let name), _) in members { names.append(name) }
    if let shape = shapes["\(trees.count):" + names.sorted().joined(separator: ",")] {
        return (trees + shape.names.compactMap { both.last?[assay: $0] }, shape.entry)
    }
    return names.isEmpty ? (trees, entry) : nil
}

private func assayAnswer(
    _ frame: AssayTree, _ entry: @escaping AssayEntry, _ shapes: AssayShapes
) -> AssayOut {
    var out = AssayOut()
    var observed: Int?
    guard let (arguments, entry) = assayShaped(frame, entry, shapes) else {
        out.put("\"unfit\":\"the function has no parameters of these names\"")
        return out
    }
    if case .number(let index)? = frame[assay: "observe"] { observed = Int(index) }
    let call = AssayCall(arguments, observed)
    do {
        try entry(call)
        out.put("\"value\":")
        out.bytes += call.out.bytes
    } catch AssayFault.unfit(let reason) {
        out.put("\"unfit\":")
        out.text(reason)
    } catch AssayFault.cannot(let type) {
        out.put("\"cannot\":")
        out.text(type)
    } catch {
        out.put("\"raised\":{\"types\":[[\"\",")
        out.text("\(type(of: error))")
        out.put("],[\"\",\"Error\"]],\"message\":")
        out.text(String("\(error)".prefix(16384)))
        out.put(",\"args\":null,\"line\":null}")
    }
    return out
}

/// Answers calls until there are no more.
func assayAnswerAll(_ entry: @escaping AssayEntry, _ shapes: AssayShapes) -> Never {
    var lines = AssayLines()
    guard lines.next() != nil else { _exit(0) }
    var ready = AssayOut()
    ready.put("\"ready\":true")
    assaySend("0", ready)
    while let line = lines.next() {
        var reader = AssayReader(line)
        let frame = reader.value()
        guard case .number(let id)? = frame[assay: "id"] else { break }
        assaySend(id, assayAnswer(frame, entry, shapes))
    }
    fflush(nil)
    _exit(0)
}
