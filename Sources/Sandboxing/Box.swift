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
    let pid: pid_t
    /// Which layers hold for every run in it.
    let environment: BoxEnvironment

    private init(
        index: Int, key: String, socket: Int32, pid: pid_t, groupMask: UInt32, layers: UInt32
    ) {
        self.index = index
        self.key = key
        self.socket = socket
        self.pid = pid
        environment = Self.environment(groupMask: groupMask, layers: layers)
    }

    /// Starts a box and waits until it is ready; blocks for some milliseconds.
    static func start(
        _ program: String, index: Int, key: String, profile: SandboxProfile, filter: [UInt8],
        groups: ControlGroups
    ) throws(RunnerError) -> Box {
        var group = try groups.make(box: index)
        defer { group.close() }
        var ends: [Int32] = [-1, -1]
        var pid: pid_t = 0
        do throws(RunnerError) {
            let paired = unsafe cbox_socketpair(&ends)
            guard paired == 0 else { throw .host("cannot make a socket", error: -paired) }
            let started = unsafe cbox_spawn(program, ends[1], &pid)
            close(ends[1])
            guard started == 0 else { throw .host("cannot start `\(program)`", error: -started) }
            let user: BoxUser = geteuid() == 0 ? .host(hostUser(index)) : .caller
            let message = try BoxMessages.configuration(
                profile, filter: filter, user: user, groupFiles: group.mask)
            try send(message, group.descriptors, to: ends[0])
            let layers = try awaitReady(ends[0], profile: profile)
            return Box(
                index: index, key: key, socket: ends[0], pid: pid, groupMask: group.mask,
                layers: layers)
        } catch {
            if ends[0] >= 0 { close(ends[0]) }
            if pid > 0 {
                kill(pid, SIGKILL)
                reap(pid)
            }
            groups.remove(box: index)
            throw error
        }
    }

    /// A host uid that nobody has: by process and box, so that two of ours never share one.
    private static func hostUser(_ index: Int) -> UInt32 {
        0x4000_0000 + (UInt32(getpid()) & 0x3F_FFFF) << 8 + UInt32(index & 0xFF)
    }

    static func send(
        _ message: [UInt8], _ descriptors: [Int32], to socket: Int32
    ) throws(RunnerError) {
        let sent = unsafe cbox_send(
            socket, message, message.count, descriptors, descriptors.count)
        guard sent >= 0 else { throw .host("cannot reach the box", error: Int32(-sent)) }
    }

    private static func awaitReady(
        _ socket: Int32, profile: SandboxProfile
    ) throws(RunnerError) -> UInt32 {
        guard cbox_wait_readable(socket, 10_000) == 1 else {
            throw RunnerError(.host, "the box did not get ready within 10 s")
        }
        var ready = box_ready()
        var descriptors = [Int32](repeating: -1, count: Int(BOX_DESCRIPTORS_MAX))
        var count = 0
        let size = unsafe cbox_receive(
            socket, &ready, MemoryLayout<box_ready>.size, &descriptors, &count, 1)
        for descriptor in descriptors[..<count] { close(descriptor) }
        guard size == MemoryLayout<box_ready>.size, ready.header.version == UInt32(BOX_VERSION)
        else { throw RunnerError(.host, "the box ended before it was ready") }
        guard ready.failure.step == 0 else {
            throw refusal(ready.failure, profile: profile)
        }
        return ready.layers
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
    func end(_ groups: ControlGroups) {
        close(socket)
        Self.reap(pid)
        groups.remove(box: index)
    }

    private static func reap(_ pid: pid_t) {
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
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
            cpuMethod: has(BOX_CPU_USAGE) ? "cgroup" : "sampled",
            memoryMethod: has(BOX_MEMORY_USAGE) ? "cgroup" : "sampled")
    }
}
