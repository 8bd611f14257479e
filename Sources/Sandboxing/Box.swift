import CBox
import Execution
import Glibc

/// A running `assay-box`: one prepared box that serves one run at a time.
///
/// The socket and the groups belong to this object; it is used by one step at a time and ended by
/// the pool.
final class Box: Sendable {
    let index: Int
    let key: String
    let socket: Int32
    let processes: BoxProcesses
    /// Which layers hold for every run in it.
    let environment: BoxEnvironment

    private init(
        index: Int, key: String, socket: Int32, processes: BoxProcesses, groupMask: UInt32,
        layers: UInt32
    ) {
        self.index = index
        self.key = key
        self.socket = socket
        self.processes = processes
        environment = Self.environment(groupMask: groupMask, layers: layers)
    }

    /// Why a box could not be started, and whether another attempt may do better.
    struct StartFailure: Error {
        var error: RunnerError
        var isWorthRetry: Bool
    }

    /// Starts a box and waits until it is ready; blocks for some milliseconds.
    static func start(
        _ program: String, index: Int, key: String, profile: SandboxProfile, filter: [UInt8],
        groups: ControlGroups, patience: Patience
    ) throws(StartFailure) -> Box {
        var group: BoxGroup
        do throws(RunnerError) {
            group = try groups.make(box: index)
        } catch {
            groups.remove(box: index)
            throw StartFailure(error: error, isWorthRetry: true)
        }
        defer { group.close() }
        var ends: [Int32] = [-1, -1]
        var pid: pid_t = 0
        do throws(StartFailure) {
            try spawn(program, &ends, &pid)
            do throws(RunnerError) {
                let user: BoxUser =
                    LayerRemoval.user
                    ?? (HostUsers.areOurs ? .host(HostUsers.user(ofBox: index)) : .caller)
                let message = try BoxMessages.configuration(
                    profile, filter: filter, user: user, group: group)
                guard (try? send(message, group.descriptors, to: ends[0])) != nil else {
                    throw RunnerError(.host, "the box ended before it was ready")
                }
            } catch {
                throw StartFailure(error: error, isWorthRetry: true)
            }
            let ready = try awaitReady(ends[0], profile: profile, patience: patience)
            return Box(
                index: index, key: key, socket: ends[0],
                processes: BoxProcesses(keeper: pid, box: ready.box), groupMask: group.mask,
                layers: ready.layers)
        } catch {
            abandon(pid, socket: ends[0], patience)
            groups.remove(box: index)
            throw error
        }
    }

    private static func spawn(
        _ program: String, _ ends: inout [Int32], _ pid: inout pid_t
    ) throws(StartFailure) {
        let paired = unsafe cbox_socketpair(&ends)
        guard paired == 0 else {
            let error = RunnerError.host("cannot make a socket", error: -paired)
            throw StartFailure(error: error, isWorthRetry: false)
        }
        let started = unsafe cbox_spawn(program, ends[1], &pid)
        close(ends[1])
        guard started == 0 else {
            pid = 0
            throw StartFailure(
                error: .host("cannot start `\(program)`", error: -started),
                isWorthRetry: passes(-started))
        }
    }

    /// Ends what there is of a box that did not get ready.
    private static func abandon(_ keeper: pid_t, socket: Int32, _ patience: Patience) {
        guard socket >= 0 else { return }
        if keeper > 0 {
            let processes = BoxProcesses(keeper: keeper, box: -1)
            processes.kill()
            // Without a pidfd of the box, its end is seen by the socket's.
            _ = cbox_wait_hangup(socket, Int32(clamping: patience.end))
            _ = processes.end(patience)
        }
        close(socket)
    }

    /// Errors of a host that is short of something just now.
    static func passes(_ error: Int32) -> Bool {
        [EAGAIN, ENOMEM, EINTR, EBUSY, ENFILE, EMFILE, ENODEV, ETXTBSY].contains(error)
    }

    static func send(
        _ message: [UInt8], _ descriptors: [Int32], to socket: Int32
    ) throws(RunnerError) {
        let sent = unsafe cbox_send(
            socket, message, message.count, descriptors, descriptors.count)
        guard sent >= 0 else { throw .host("cannot reach the box", error: Int32(-sent)) }
    }

    private static func awaitReady(
        _ socket: Int32, profile: SandboxProfile, patience: Patience
    ) throws(StartFailure) -> (layers: UInt32, box: Int32) {
        func lost(_ why: String) -> StartFailure {
            StartFailure(error: RunnerError(.host, why), isWorthRetry: true)
        }
        guard cbox_wait_readable(socket, Int32(clamping: patience.ready)) == 1 else {
            throw lost("the box did not get ready within \(patience.ready) ms")
        }
        var ready = box_ready()
        var descriptors = [Int32](repeating: -1, count: Int(BOX_DESCRIPTORS_MAX))
        var count = 0
        let size = unsafe cbox_receive(
            socket, &ready, MemoryLayout<box_ready>.size, &descriptors, &count, 1)
        let isReady =
            size == MemoryLayout<box_ready>.size && ready.header.version == UInt32(BOX_VERSION)
        guard isReady, ready.failure.step == 0, count == 1 else {
            for descriptor in descriptors[..<count] { close(descriptor) }
            guard isReady, ready.failure.step != 0 else {
                throw lost("the box ended before it was ready")
            }
            throw StartFailure(
                error: refusal(ready.failure, profile: profile),
                isWorthRetry: passes(ready.failure.error))
        }
        return (ready.layers, descriptors[0])
    }

    /// Why a box could not be made.
    private static func refusal(_ failure: box_failure, profile: SandboxProfile) -> RunnerError {
        let index = Int(failure.index)
        var what = "cannot \(stepName(failure))"
        if failure.step == BOX_STEP_MOUNT.rawValue, profile.mounts.indices.contains(index) {
            what = "cannot mount `\(profile.mounts[index].target)` in the box"
        }
        what += " (step \(failure.step), \(index)): \(describe(error: failure.error))"
        let isolation: Set<UInt32> = [
            BOX_STEP_NAMESPACES.rawValue, BOX_STEP_MAP_USER.rawValue, BOX_STEP_ROOT.rawValue,
            BOX_STEP_PIVOT.rawValue, BOX_STEP_MOUNT.rawValue,
        ]
        let denied = failure.error == EPERM || failure.error == ENOSPC || failure.error == EINVAL
        guard isolation.contains(UInt32(failure.step)), denied else {
            return RunnerError(.host, what)
        }
        return RunnerError(
            .cannotIsolate, what, hint: "run `assay doctor` to see what this host lacks")
    }

    /// Ends the box, and with it everything that runs in it; blocks until it is gone.
    ///
    /// False if something is left even so; its index must not be used again then.
    func end(_ groups: ControlGroups, _ patience: Patience) -> Bool {
        close(socket)
        let isGone = processes.end(patience)
        groups.remove(box: index)
        return isGone
    }

    // MARK: - What holds in it

    private static func environment(groupMask: UInt32, layers: UInt32) -> BoxEnvironment {
        func has(_ file: box_group_file) -> Bool { groupMask & (1 << UInt32(file.rawValue)) != 0 }
        var missing: [Layer] = []
        if layers & UInt32(BOX_HAS_CGROUP_NAMESPACE.rawValue) == 0 {
            missing.append(.cgroupNamespace)
        }
        if layers & UInt32(BOX_HAS_PROC.rawValue) == 0 { missing.append(.maskedProc) }
        if layers & UInt32(BOX_HAS_LANDLOCK.rawValue) == 0 { missing.append(.landlock) }
        if layers & UInt32(BOX_HAS_LISTENER.rawValue) == 0 { missing.append(.attemptedCalls) }
        if !has(BOX_MEMORY_LIMIT) { missing.append(.cgroupMemory) }
        if !has(BOX_PIDS_LIMIT) { missing.append(.cgroupPids) }
        return BoxEnvironment(
            isolation: Layer.allCases.filter { !missing.contains($0) }, missing: missing,
            cpuMethod: BoxGroup.cpuMethod(groupMask, layers: layers),
            memoryMethod: BoxGroup.memoryMethod(groupMask))
    }
}
