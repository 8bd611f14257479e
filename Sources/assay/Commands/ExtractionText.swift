import Execution
import Judging
import Operations

extension Extraction {
    /// In a line.
    var text: String {
        var parts = [form == .program ? "a whole program" : "joined to the starter code"]
        if let block {
            parts.append("block \(block) of \(blocks)")
        } else if blocks > 0 {
            parts.append(Quantities.count(blocks, "block"))
        }
        if let pick { parts.append("picked as \(pick)") }
        parts.append("bytes \(start)-\(end)")
        if !steps.isEmpty { parts.append("added: " + steps.joined(separator: ", ")) }
        return "\(rule): " + parts.joined(separator: ", ")
    }
}

extension ProblemCheck {
    /// In a line.
    var text: String {
        let runs = Quantities.count(verdicts.count, "run")
        return "\(finding.rawValue), \(runs)" + (detail.isEmpty ? "" : ", \(detail)")
    }
}
