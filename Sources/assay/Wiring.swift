import Catalog
import Execution
import Glibc
import Judging
import Operations
import Sandboxing
import Synchronization
import WorkerProtocol

/// The parts put together; the one place that knows which sandbox and which store there are.
struct Wiring {
    let runner: any Runner
    let host: any Host
    let sandbox: LinuxSandbox
    var profiles: [String: SandboxProfile]
    var evaluators: [String: Evaluator] = [:]

    var judge: Judge {
        var judge = Judge(
            runner: runner, host: host, profiles: profiles, version: Version.number,
            fingerprint: RunKeys.fingerprint)
        judge.evaluators = evaluators
        return judge
    }

    var runKeys: RunKeyRing { RunKeyRing(profiles: profiles, host: host) }

    /// The profile of a language that somebody named.
    ///
    /// - Throws: `UsageError` with the nearest name.
    func profile(_ language: String) throws -> SandboxProfile {
        guard let profile = profiles[language] else {
            throw UsageError(
                "unknown language: `\(language)`",
                hint: Suggestion.hint(for: language, among: Array(profiles.keys)))
        }
        return profile
    }
}

extension Wiring {
    /// Puts runner, host and profiles together; a workspace's own profiles overlay the built-in
    /// ones.
    ///
    /// Throws a `Diagnostic` for missing files or a faulty profile.
    static func assemble(
        workspace: String?, jobs: Int = 1, sealed: Bool = false, strict: Bool = false,
        session: Session? = nil
    ) throws -> Wiring {
        let resources = try resources()
        session?.tell("profiles in \(resources.sandboxes), boxes by \(resources.boxProgram)")
        let directories = directories(of: resources.sandboxes, "Sandboxes", workspace)
        var profiles = try ProfileCatalog.load(directories: directories)
        let evaluators = try EvaluatorCatalog.load(directories: directories)
        if strict { profiles = profiles.mapValues(\.requiringEverything) }
        if sealed { profiles = profiles.mapValues(\.sealedOnly) }
        // A job is up to two programs at a time, examiner and candidate; a step up to four.
        let sandbox = try LinuxSandbox(
            boxProgram: resources.boxProgram, slots: max(4, 2 * jobs))
        sandboxes.withLock { $0.append(sandbox) }
        var runner: any Runner = sandbox
        if let session, session.verbose { runner = TracingRunner(sandbox, session) }
        return Wiring(
            runner: runner, host: sandbox, sandbox: sandbox, profiles: profiles,
            evaluators: evaluators)
    }

    /// Ends every box; the last thing a command does.
    static func close() async {
        for sandbox in sandboxes.withLock({ $0 }) { await sandbox.shutdown() }
    }

    static func resources() throws -> Resources {
        var environment: [String: String] = [:]
        environment["ASSAY_HOME"] = Environment.variable("ASSAY_HOME")
        return try Resources.locate(environment: environment)
    }

    static func openWorkspace(
        _ path: String, jobs: Int, sealed: Bool = false, strict: Bool = false,
        session: Session? = nil
    ) async throws -> Workspace {
        session?.tell("workspace \(path)")
        return try await Workspace.open(
            at: path,
            services: services(
                path, jobs: jobs, sealed: sealed, strict: strict, session: session))
    }

    static func createWorkspace(_ path: String) async throws -> Workspace {
        try await Workspace.create(at: path, services: services(path, jobs: 1))
    }

    private static func services(
        _ workspace: String, jobs: Int, sealed: Bool = false, strict: Bool = false,
        session: Session? = nil
    ) throws -> WorkspaceServices {
        let wiring = try assemble(
            workspace: workspace, jobs: jobs, sealed: sealed, strict: strict, session: session)
        return WorkspaceServices(
            runner: wiring.runner, host: wiring.host, profiles: wiring.profiles,
            evaluators: wiring.evaluators,
            rubrics: try rubrics(workspace: workspace), version: Version.number)
    }

    /// The built-in directory, then the workspace's own if it is one and has it.
    static func directories(
        of builtIn: String, _ name: String, _ workspace: String?
    ) -> [String] {
        guard let workspace, access(workspace + "/assay.yaml", R_OK) == 0,
            access(workspace + "/" + name, R_OK | X_OK) == 0
        else { return [builtIn] }
        return [builtIn, workspace + "/" + name]
    }
}

extension Host {
    /// - Throws: `RunnerError` if this host cannot isolate, or if that is `strict` and a layer is
    ///   missing: before anything is run.
    func requireIsolation(strict: StrictOption? = nil) async throws {
        let report = await isolation()
        if let fault = report.first(where: { $0.status == .fail }) {
            throw RunnerError(
                .cannotIsolate, "this host cannot isolate: \(fault.name): \(fault.detail)",
                hint: fault.remedy)
        }
        let missing = report.filter { $0.status != .pass && Layer(rawValue: $0.name) != nil }
        guard strict?.enabled == true, !missing.isEmpty else { return }
        var remedies: [String] = []
        for remedy in missing.compactMap(\.remedy) where !remedies.contains(remedy) {
            remedies.append(remedy)
        }
        let names = missing.map { "`\($0.name)`" }.joined(separator: ", ")
        throw RunnerError(
            .cannotIsolate, "`--strict`: not every layer is in force here: \(names)",
            hint: remedies.isEmpty ? nil : remedies.joined(separator: "; "))
    }
}

extension SandboxProfile {
    /// The same profile that refuses to run where a layer is missing.
    fileprivate var requiringEverything: SandboxProfile {
        var profile = self
        profile.requires = Layer.allCases
        return profile
    }
}

/// What has to be ended before the process is.
private let sandboxes = Mutex<[LinuxSandbox]>([])
