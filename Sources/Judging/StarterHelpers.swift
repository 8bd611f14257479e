/// Whole functions of a problem's starter code that its tests may call.
///
/// As a suite's prelude they are trusted: the examiner calls its own, not what a submission has
/// made of them.
package enum StarterHelpers {
    /// The helper functions, with the imports; empty if there is no function but the entry point.
    package static func python(_ starterCode: String, entryPoint: String?) -> String {
        var blocks: [[Substring]] = []
        var quote: String?
        for line in starterCode.split(separator: "\n", omittingEmptySubsequences: false) {
            let inside = quote != nil
            for mark in ["\"\"\"", "'''"] where quote == nil || quote == mark {
                let count = line.ranges(of: mark).count
                if !count.isMultiple(of: 2) { quote = quote == nil ? mark : nil }
            }
            let starts =
                !inside && line.first.map { !$0.isWhitespace && $0 != "#" && $0 != ")" } ?? false
            if starts || blocks.isEmpty { blocks.append([]) }
            blocks[blocks.count - 1].append(line)
        }
        var kept: [[Substring]] = []
        var hasFunction = false
        for block in blocks {
            let first = block[0]
            if first.hasPrefix("import ") || first.hasPrefix("from ") {
                kept.append(block)
            } else if first.hasPrefix("def ") {
                let name = first.dropFirst(4).prefix { $0 != "(" }
                    .filter { !$0.isWhitespace }
                guard name != entryPoint else { continue }
                kept.append(block)
                hasFunction = true
            }
        }
        guard hasFunction else { return "" }
        return kept.map { $0.joined(separator: "\n") + "\n" }.joined()
    }
}
