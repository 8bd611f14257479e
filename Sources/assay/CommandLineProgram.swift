import ArgumentParser
import Datasets
import Execution
import Glibc
import Grading
import Synchronization

/// One invocation from its arguments to its exit status.
struct CommandLineProgram {
    let arguments: [String]

    /// Parses, runs, prints what went wrong, ends the process.
    func runAndExit() async -> Never {
        // A handler, not SIG_IGN: programs that are started later get the default again.
        signal(SIGPIPE) { _ in }
        exit(await run().rawValue)
    }

    private func run() async -> ExitStatus {
        let plain = Session(color: .auto, quiet: false, showsProgress: false)
        if let topic = HelpTopic(arguments: arguments) {
            return finish(plain) { try plain.out.write(topic.text) }
        }
        do {
            let command = try await AssayCommand.asyncParseAsRoot(arguments)
            if let verb = command as? any Verb { return await perform(verb) }
            var other = command
            try other.run()
            return .yes
        } catch {
            return explain(error, plain)
        }
    }

    /// Runs a command so that SIGINT and SIGTERM cancel it, and waits until it has cleaned up.
    private func perform(_ verb: any Verb) async -> ExitStatus {
        let session = Session(verb.common)
        let start = ContinuousClock.now
        let work = Task { try await verb.perform(session) }
        let interruption = Interruption { work.cancel() }
        interruption.watch()
        let result = await work.result
        await Wiring.close()
        session.tell("ended after \(Quantities.seconds(start.secondsSince))")
        if interruption.happened, !type(of: verb).endsBySignal { return .interrupted }
        switch result {
        case .success(let status): return status
        case .failure(let error): return Self.status(of: error, session)
        }
    }

    /// Prints an error in its own words and chooses the status.
    static func status(of error: any Error, _ session: Session) -> ExitStatus {
        switch error {
        case is OutputClosed:
            return .yes
        case is CancellationError:
            return .interrupted
        case let error as UsageError:
            session.err.show(error.diagnostic)
            return .usage
        case let error as Diagnostic:
            session.err.show(error)
            return .couldNot
        case let error as ImportFaults:
            for diagnostic in error.diagnostics { session.err.show(diagnostic) }
            let more = error.omitted > 0 ? "\(error.omitted) more of these; " : ""
            session.err.show(Diagnostic("\(more)nothing was imported"), as: .note)
            return .couldNot
        case let error as GradeRefusal:
            for problem in error.problems {
                session.err.show(Diagnostic(problem.message, hint: problem.hint))
            }
            session.err.show(Diagnostic("no grade was stored"), as: .note)
            return .couldNot
        case let error as RunnerError:
            if error.code == .cancelled { return .interrupted }
            session.err.show(error)
            return error.code == .cannotIsolate ? .cannotIsolate : .couldNot
        case let error as OutputFault:
            session.err.show(Diagnostic("cannot write standard output: \(error.reason)"))
            return .couldNot
        default:
            session.err.show(Diagnostic("\(error)"))
            return .couldNot
        }
    }

    /// Help and version requests are results; anything else is wrong usage.
    private func explain(_ error: any Error, _ session: Session) -> ExitStatus {
        let code = AssayCommand.exitCode(for: error)
        let text = AssayCommand.fullMessage(for: error)
        guard code != .success else {
            return finish(session) {
                try session.out.line(UsageFault.wrapped(text, columns: session.out.columns))
            }
        }
        let fault = UsageFault(
            message: AssayCommand.message(for: error), fullText: text, arguments: arguments)
        session.err.show(fault.diagnostic)
        try? session.err.write(
            "\n" + UsageFault.wrapped(fault.usage, columns: session.err.columns) + "\n")
        return .usage
    }

    private func finish(_ session: Session, _ write: () throws -> Void) -> ExitStatus {
        do {
            try write()
            return .yes
        } catch {
            return Self.status(of: error, session)
        }
    }
}

/// An argument that was understood but names nothing there is.
struct UsageError: Error {
    var diagnostic: Diagnostic

    init(_ message: String, hint: String? = nil) { diagnostic = Diagnostic(message, hint: hint) }
}

/// Turns SIGINT and SIGTERM into one call, so that boxes are killed before the process ends.
final class Interruption: Sendable {
    /// How long the clean-up may take before the process ends without it.
    static let graceSeconds: UInt32 = 10

    private let requested = Atomic(false)
    private let onSignal: @Sendable () -> Void

    init(_ onSignal: @escaping @Sendable () -> Void) { self.onSignal = onSignal }

    var happened: Bool { requested.load(ordering: .acquiring) }

    /// Starts watching; a second signal ends the process at once.
    func watch() {
        _ = signalPipe
        signal(SIGINT, forwardSignal)
        signal(SIGTERM, forwardSignal)
        var thread = pthread_t()
        let box = Unmanaged.passRetained(self).toOpaque()
        let started = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Interruption>.fromOpaque(argument).takeRetainedValue().wait()
                return nil
            }, box)
        if started == 0 { pthread_detach(thread) }
    }

    private func wait() {
        guard Self.nextSignal() else { return }
        requested.store(true, ordering: .releasing)
        onSignal()
        var watched = pollfd(fd: signalPipe.reader, events: Int16(POLLIN), revents: 0)
        while poll(&watched, 1, Int32(Self.graceSeconds) * 1000) < 0, errno == EINTR {}
        _exit(ExitStatus.interrupted.rawValue)
    }

    private static func nextSignal() -> Bool {
        var byte: UInt8 = 0
        while true {
            let count = read(signalPipe.reader, &byte, 1)
            if count == 1 { return true }
            guard count < 0, errno == EINTR else { return false }
        }
    }
}

/// The pipe from the signal handler, which may do nothing but write, to the thread that acts.
private let signalPipe = WakePipe.ends()

private func forwardSignal(_: Int32) {
    let saved = errno
    var byte: UInt8 = 1
    _ = write(signalPipe.writer, &byte, 1)
    errno = saved
}
