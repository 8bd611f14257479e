/// How long what is ours may take before it counts as lost; generous, since a busy host is slow.
///
/// In milliseconds. None of this bounds a program, whose limits the box keeps; all of it bounds
/// how long a box that was stopped, or that hangs, can hold up a run.
struct Patience: Sendable {
    /// For a new box to say that it is ready.
    var ready = 30_000
    /// For an answer beyond the wall limit, besides half of that limit.
    var answer = 5_000
    /// For a program that we asked the box to kill.
    var kill = 10_000
    /// The same when somebody waits for us to go.
    var cancel = 3_000
    /// For a box that was asked to end, before it is killed.
    var end = 2_000
    /// For a box that was killed: the kernel may still be writing its pages.
    var gone = 20_000

    /// When a run with this wall limit is lost, in milliseconds from its start.
    func answer(wallMS: Int) -> Int {
        let wall = min(max(0, wallMS), 1 << 40)
        return wall + wall / 2 + answer
    }
}
