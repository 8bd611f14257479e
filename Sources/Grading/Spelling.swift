/// Finds what a misspelt name was meant to be.
package enum Spelling {
    /// The nearest of the known names; `nil` if none is near.
    package static func nearest(to name: String, among known: [String]) -> String? {
        let name = Array(name.utf8.prefix(64))
        let limit = max(1, min(3, name.count / 2))
        return known.map { ($0, distance(name, Array($0.utf8.prefix(64)))) }
            .filter { $0.1 <= limit }
            .min { $0.1 < $1.1 }?.0
    }

    /// The number of single-byte edits, a swap of neighbours being one.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var rows = [Array(0...b.count)]
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                let change = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, change)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    best = min(best, rows[i - 2][j - 2] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
