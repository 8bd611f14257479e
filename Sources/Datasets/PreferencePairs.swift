/// Two different answers to one problem, of which one is strictly better.
struct PreferencePair {
    var chosen: Candidate
    var rejected: Candidate
    var chosenAnswer: String
    var rejectedAnswer: String

    /// By how much the label of the chosen one is higher; never negative.
    var margin: Double { PreferencePairs.margin(chosen, rejected) }
}

/// Makes preference pairs of the candidates of one problem.
///
/// The chosen answer is always an accepted one: there is nothing to learn from the better of two
/// wrong programs. An accepted answer beats one that is not, unless the label says the opposite;
/// between two accepted ones the label decides, by at least a margin. The best are paired with the
/// worst first, and every answer is used once before any is used again.
enum PreferencePairs {
    /// At most `maximum` pairs of one problem's candidates, which stand in a fixed order.
    ///
    /// The labels of two accepted answers must differ by `margin`. `leftOut` is told about
    /// identical answers, and about a problem without a pair.
    static func pairs(
        of candidates: [Candidate], maximum: Int, margin: Double, leftOut: inout [LeftOut: Int]
    ) -> [PreferencePair] {
        let ranked = distinct(candidates, leftOut: &leftOut).sorted(by: ranksBefore)
        var pairs: [PreferencePair] = []
        let count = ranked.count
        // A round shifts the rejected side by one, so that all pairs come up, each once.
        rounds: for round in 0..<count {
            for index in 0..<count {
                guard pairs.count < maximum else { break rounds }
                let chosen = ranked[index]
                guard chosen.candidate.isAccepted else { break }
                let rejected = ranked[count - 1 - (index + round) % count]
                guard isBetter(chosen.candidate, than: rejected.candidate, margin: margin) else {
                    continue
                }
                pairs.append(
                    PreferencePair(
                        chosen: chosen.candidate, rejected: rejected.candidate,
                        chosenAnswer: chosen.answer, rejectedAnswer: rejected.answer))
            }
        }
        if pairs.isEmpty { leftOut[.noPair, default: 0] += 1 }
        return pairs
    }

    /// Whether a pair of these may be made; never both ways round.
    static func isBetter(_ left: Candidate, than right: Candidate, margin: Double) -> Bool {
        guard left.isAccepted else { return false }
        let difference = PreferencePairs.margin(left, right)
        return right.isAccepted ? difference > 0 && difference >= margin : difference >= 0
    }

    /// To nine decimals: 1 is better than 0.9 by 0.1, not by 0.09999999999999998.
    static func margin(_ left: Candidate, _ right: Candidate) -> Double {
        let difference = left.label.value - right.label.value
        return (difference * 1e9).rounded() / 1e9 + 0
    }

    private struct Answered {
        var candidate: Candidate
        var answer: String
    }

    /// One candidate for each answer; none for an answer that was both accepted and refused.
    private static func distinct(
        _ candidates: [Candidate], leftOut: inout [LeftOut: Int]
    ) -> [Answered] {
        // By bytes: equal strings may differ in how they are composed.
        var places: [[UInt8]: Int] = [:]
        var kept: [Answered?] = []
        var conflicts: Set<Int> = []
        for candidate in candidates {
            let answer = candidate.answer
            let bytes = Array(answer.utf8)
            if let place = places[bytes] {
                leftOut[.duplicate, default: 0] += 1
                if kept[place]?.candidate.isAccepted != candidate.isAccepted {
                    conflicts.insert(place)
                }
            } else {
                places[bytes] = kept.count
                kept.append(Answered(candidate: candidate, answer: answer))
            }
        }
        for place in conflicts { kept[place] = nil }
        if !conflicts.isEmpty { leftOut[.conflictingVerdicts, default: 0] += conflicts.count }
        return kept.compactMap(\.self)
    }

    private static func ranksBefore(_ left: Answered, _ right: Answered) -> Bool {
        let (first, second) = (left.candidate, right.candidate)
        if first.isAccepted != second.isAccepted { return first.isAccepted }
        if first.label.value != second.label.value { return first.label.value > second.label.value }
        return first.example.id < second.example.id
    }
}
