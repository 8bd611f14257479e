import Execution
import Judging
import WorkerProtocol

/// `assay exec`: jobs from standard input to results on standard output, as they finish.
///
/// Bounded in everything: at most `jobs` are judged and at most `maxBytes` of their lines are held
/// at a time, and the input is not read beyond that.
struct WorkerFilter: Sendable {
    let judge: Judge
    let keys: RunKeyRing
    let jobs: Int
    let output: ResultOutput

    /// One line may be as long as the protocol allows; together no more than this are held.
    static let maxBytes = 2 * LineFramer.protocolLimit

    /// Runs to the end of the input.
    ///
    /// - Throws: `OutputClosed` when the reader has gone, `CancellationError` when cancelled.
    func run() async throws {
        let watch = OutputWatch()
        defer { watch.stop() }
        let work = Task { try await drain() }
        watch.start { work.cancel() }
        let result = await withTaskCancellationHandler {
            await work.result
        } onCancel: {
            work.cancel()
        }
        if watch.sawClose { throw OutputClosed() }
        try result.get()
    }

    /// What is being judged.
    private struct Load {
        var jobs = 0
        var bytes = 0
    }

    private func drain() async throws {
        let input = StandardInput()
        var framer = LineFramer()
        try await withThrowingTaskGroup(of: Int.self) { group in
            var load = Load()
            while let piece = try await input.next() {
                for line in framer.push(piece) { try await accept(line, &group, &load) }
            }
            try Task.checkCancellation()
            if let line = framer.finish() { try await accept(line, &group, &load) }
            try await group.waitForAll()
        }
    }

    /// Answers a bad line at once; starts a good one as soon as there is room.
    private func accept(
        _ line: LineFramer.Line, _ group: inout ThrowingTaskGroup<Int, any Error>,
        _ load: inout Load
    ) async throws {
        try Task.checkCancellation()
        let job: Job
        switch JobReader().read(line) {
        case .success(let good): job = good
        case .failure(let refused): return try await write(ResultWriter.json(refused))
        }
        let bytes = line.bytes
        while load.jobs > 0, load.jobs >= jobs || load.bytes + bytes > Self.maxBytes {
            load.bytes -= try await group.next() ?? 0
            load.jobs -= 1
        }
        load.jobs += 1
        load.bytes += bytes
        group.addTask {
            try await answer(job)
            return bytes
        }
    }

    private func answer(_ job: Job) async throws {
        let key = try? await keys.key(for: job.request)
        var request = job.request
        request.orderSeed = key
        let report = await judge.judge(request)
        // A box that was killed because we stop has no verdict to tell.
        try Task.checkCancellation()
        try await write(
            ResultWriter.json(
                report, id: job.id, line: job.line, runKey: key, meta: job.meta))
    }

    private func write(_ result: JSON) async throws {
        try await output.write(result.utf8 + [UInt8(ascii: "\n")])
    }
}

extension LineFramer.Line {
    fileprivate var bytes: Int {
        switch self {
        case .line(let bytes, _): bytes.count
        case .tooLarge(let prefix, _): prefix.count
        }
    }
}
