package import Execution
import Glibc

extension LinuxSandbox {
    package func report() async -> [HostCheck] {
        await checks { (box) async throws(RunnerError) in
            [groups(), processorTime(box), try await memory(box)]
        } + [user()] + MachineReport().checks
    }

    package func isolation() async -> [HostCheck] {
        await checks { (_) async throws(RunnerError) in [] }
    }

    /// The kernel and the layers of a box, and what else there is to say of it.
    private func checks(
        of more: (BoxEnvironment) async throws(RunnerError) -> [HostCheck]
    ) async -> [HostCheck] {
        var checks = [kernel()]
        do throws(RunnerError) {
            let box = try await probe()
            checks += layerChecks(box)
            checks += try await more(box)
        } catch {
            checks.append(
                HostCheck(
                    name: "isolation", status: .fail, detail: error.message,
                    remedy: error.code == .cannotIsolate ? Self.allowNamespaces : error.hint))
        }
        return checks
    }

    private static let allowNamespaces =
        "allow user namespaces: `sysctl -w kernel.unprivileged_userns_clone=1 "
        + "user.max_user_namespaces=10000`; in a container, allow unshare, mount and pivot_root"

    /// A box that does next to nothing, really made and run: the only proof there is.
    private func probe() async throws(RunnerError) -> BoxEnvironment {
        let result = try await run(AccountingProbe.program(["/usr/bin/true"], .standard))
        guard result.termination == .exited(code: 0) else {
            throw RunnerError(
                .cannotIsolate, "a program that does nothing does not end well in a box",
                hint: "report this with the output of `assay doctor --json`")
        }
        return result.environment
    }

    func run(_ program: Program) async throws(RunnerError) -> RunResult {
        guard let result = try await run(ExecutionStep(programs: [program])).first else {
            throw RunnerError(.host, "a run without a result")
        }
        return result
    }

    private func kernel() -> HostCheck {
        let release = readSmallFile("/proc/sys/kernel/osrelease") ?? "unknown"
        return HostCheck(
            name: "kernel", status: .pass,
            detail: "Linux " + release.trimmingSuffix(while: { $0.isWhitespace }))
    }

    private func layerChecks(_ environment: BoxEnvironment) -> [HostCheck] {
        Layer.allCases.map { layer in
            guard environment.missing.contains(layer) else {
                return HostCheck(name: layer.rawValue, status: .pass, detail: "in force")
            }
            return HostCheck(
                name: layer.rawValue, status: .caution, detail: cost(of: layer),
                remedy: remedy(for: layer))
        }
    }

    private func cost(of layer: Layer) -> String {
        switch layer {
        case .cgroupMemory: "not to be had: memory is sampled, so a short peak can be missed"
        case .cgroupPids: "not to be had: processes are bounded by RLIMIT_NPROC alone"
        case .landlock: "not to be had: files are bounded by the mounts alone"
        case .maskedProc:
            "not to be had, since this container's own is masked: programs have no /proc"
        case .attemptedCalls:
            "not to be had: what programs try is refused all the same, and not listed"
        default: "not to be had"
        }
    }

    private func remedy(for layer: Layer) -> String {
        switch layer {
        case .cgroupMemory: absence(.memory)
        case .cgroupPids: absence(.pids)
        case .landlock: "boot with `lsm=landlock,...` on Linux 5.13 or later"
        case .maskedProc:
            "let the container see an unmasked /proc: "
                + "`--security-opt systempaths=unconfined`, with "
                + "podman `--security-opt unmask=ALL`"
        case .attemptedCalls:
            "use Linux 5.5 or later; in a container, one that has no seccomp listener of its own"
        default: "use a newer kernel"
        }
    }

    private func absence(_ controller: GroupController) -> String {
        pool.groups.absences[controller]?.remedy ?? "run as root, or mount control groups"
    }

    private func user() -> HostCheck {
        HostUsers.areOurs
            ? HostCheck(
                name: "user", status: .pass,
                detail: "root: each box has an unused host user of its own")
            : HostCheck(
                name: "user", status: .caution,
                detail: (geteuid() == 0 ? "root of a user namespace" : "an ordinary user")
                    + ": boxes share its host user, kept apart by namespaces",
                remedy: "run as the host's root for a host user for each box")
    }
}

extension String {
    fileprivate func trimmingSuffix(while drop: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, drop(last) { text.removeLast() }
        return String(text)
    }
}
