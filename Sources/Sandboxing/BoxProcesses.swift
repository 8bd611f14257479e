import CBox
import Glibc

/// The processes that a box is: its keeper, which is our child, and the box itself.
///
/// The box is pid 1 of its own namespace: with it ends all that is in it, and it ends when its
/// keeper does. `end` is called once; nothing else is called after it.
struct BoxProcesses: Sendable {
    let keeper: pid_t
    /// A pidfd of the box; -1 as long as it has not sent one.
    let box: Int32

    /// Kills both, stopped or not; they are not gone yet when this returns.
    func kill() {
        if box >= 0 { _ = cbox_kill(box, SIGKILL) }
        // Our child that nobody waited for: its number cannot be another's.
        Glibc.kill(keeper, SIGKILL)
    }

    /// Waits for the end of both, asked for by closing the socket, and kills what does not heed.
    ///
    /// False if something is left even so, which only the kernel can explain.
    func end(_ patience: Patience) -> Bool {
        defer { if box >= 0 { close(box) } }
        var isGone = isOver(box, within: patience.end)
        if !isGone {
            kill()
            isGone = isOver(box, within: patience.gone)
        }
        let keeperIsGone = reap(patience)
        return isGone && keeperIsGone
    }

    private func reap(_ patience: Patience) -> Bool {
        let descriptor = cbox_pidfd(keeper)
        defer { if descriptor >= 0 { close(descriptor) } }
        if !isOver(descriptor, within: patience.end) { Glibc.kill(keeper, SIGKILL) }
        guard isOver(descriptor, within: patience.gone) else { return false }
        var status: Int32 = 0
        while unsafe waitpid(keeper, &status, 0) < 0, errno == EINTR {}
        return true
    }

    /// Whether a process ended in time; one that cannot be watched is left to `waitpid`.
    private func isOver(_ pidfd: Int32, within milliseconds: Int) -> Bool {
        pidfd < 0 || cbox_wait_readable(pidfd, Int32(clamping: milliseconds)) == 1
    }
}
