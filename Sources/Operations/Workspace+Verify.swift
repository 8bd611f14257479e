import Execution
import Judging
import Storage

extension Workspace {
    /// Runs reference solutions and tells which problems are not to be trusted.
    ///
    /// Each check is stored when it is done, as evidence about the problem's version; no
    /// submission gets a verdict by it. Killed at any moment and called again, it takes over the
    /// checks that were made with equal source, tests, limits, toolchain and options.
    ///
    /// - Throws: `Diagnostic` if a name is unknown or another process judges this workspace,
    ///   `RunnerError` if this host cannot isolate.
    package func verifyProblems(
        _ options: ProblemCheckOptions = .init(), progress: ProgressReport? = nil,
        _ each: (ProblemCheck) throws -> Void
    ) async throws {
        let records = try await checkedRecords(options.problems)
        let lock = try WorkLock(path: "\(directory)/cache/judge.lock", work: "judges")
        defer { lock.release() }
        try await checkHost()
        let checker = ProblemChecker(workspace: self, options: options)
        let start = ContinuousClock.now
        var done: [Int: ProblemCheck] = [:]
        var told = 0
        func take(_ index: Int, _ check: ProblemCheck) throws {
            done[index] = check
            // In the order of the problems, whatever the order of their ends.
            while let next = done.removeValue(forKey: told) {
                try each(next)
                told += 1
            }
            progress?(Progress(done: told, total: records.count, since: start))
        }
        try await withThrowingTaskGroup(of: (Int, ProblemCheck).self) { group in
            for (index, record) in records.enumerated() {
                if index >= options.jobs, let (index, check) = try await group.next() {
                    try take(index, check)
                }
                group.addTask { (index, try await checker.check(record)) }
            }
            for try await (index, check) in group { try take(index, check) }
        }
    }

    private func checkedRecords(_ names: [String]) async throws -> [ProblemRecord] {
        var records: [ProblemRecord] = []
        for name in names { records.append(try await problemRecord(name)) }
        guard names.isEmpty else { return records }
        while true {
            let page = try await store.problems(after: records.last?.id ?? "", limit: 500)
            records += page
            if page.count < 500 { return records }
        }
    }

    /// The newest check of a problem's current version; `nil` if there is none.
    package func lastCheck(of problem: ProblemDetail) async throws -> ProblemCheck? {
        let record = try await problemRecord(problem.item.name)
        return try await store.check(versionID: record.versionID).map {
            ProblemCheck($0, of: record)
        }
    }
}

extension ProblemCheck {
    init(_ fact: ProblemCheckFact, of record: ProblemRecord) {
        self.init(
            problem: record.name, language: record.language, version: record.sha256,
            finding: Finding(rawValue: fact.finding) ?? .notJudged, detail: fact.detail)
        verdicts = fact.verdicts.map { Verdict(rawValue: $0) ?? .judgeError }
        cpuShare = fact.cpuShare
        memoryShare = fact.memoryShare
        cpuMS = fact.cpuMS
        memoryPeakBytes = fact.memoryPeakBytes
    }
}

/// Checks one problem at a time, from any number of tasks.
struct ProblemChecker: Sendable {
    let workspace: Workspace
    let options: ProblemCheckOptions
    private let bench: JudgeBench

    init(workspace: Workspace, options: ProblemCheckOptions) {
        self.workspace = workspace
        self.options = options
        bench = JudgeBench(workspace: workspace)
    }

    func check(_ record: ProblemRecord) async throws -> ProblemCheck {
        try Task.checkCancellation()
        var check = ProblemCheck(
            problem: record.name, language: record.language, version: record.sha256,
            finding: .noReference, detail: "the set brings no solution")
        let problem = try StoredForm.problem(await workspace.store.blob(record.sha256))
        guard let reference = problem.reference else {
            try await store(check, record, key: nil, result: nil)
            return check
        }
        let request = problem.request(
            source: Array(reference.utf8), language: problem.language)
        let key: String
        do { key = try await bench.key(of: request, attempt: 1) } catch let error as RunnerError {
            check.finding = .notJudged
            check.detail = error.message
            return check
        }
        if !options.again, let known = try await known(record, key) { return known }
        var reports: [JudgeReport] = []
        for _ in 0..<options.repeats {
            let report = await workspace.services.judge(request)
            try Task.checkCancellation()
            reports.append(report)
            // A fault of ours, or a tool that is not there, is no finding about the problem.
            if report.error != nil { break }
        }
        check.read(reports, suite: problem.suite, near: options.near)
        // What says nothing about the problem is not kept.
        guard check.finding != .notJudged else { return check }
        let result = reports.last.map { StoredForm.result($0, runKey: key) }
        try await store(check, record, key: key, result: result)
        return check
    }

    /// A stored check that this one would only repeat.
    private func known(_ record: ProblemRecord, _ key: String) async throws -> ProblemCheck? {
        guard let fact = try await workspace.store.check(versionID: record.versionID),
            fact.runKey == key, fact.near == options.near,
            fact.verdicts.count >= options.repeats
        else { return nil }
        var check = ProblemCheck(fact, of: record)
        check.takenOver = true
        return check
    }

    private func store(
        _ check: ProblemCheck, _ record: ProblemRecord, key: String?, result: [UInt8]?
    ) async throws {
        var fact = ProblemCheckFact(
            versionID: record.versionID, finding: check.finding.rawValue, detail: check.detail,
            near: options.near)
        if key == nil, let old = try await workspace.store.check(versionID: record.versionID),
            old.finding == fact.finding
        {
            return
        }
        fact.runKey = key
        fact.verdicts = check.verdicts.map(\.rawValue)
        fact.cpuShare = check.cpuShare
        fact.memoryShare = check.memoryShare
        fact.cpuMS = check.cpuMS
        fact.memoryPeakBytes = check.memoryPeakBytes
        fact.result = result
        try await workspace.store.add(fact)
    }
}
