import Grading

/// Near misses of names: "did you mean".
enum Suggestion {
    /// The nearest of the names, if it is near enough to be meant.
    static func nearest(to word: String, among names: [String]) -> String? {
        if let name = Spelling.nearest(to: word, among: names) { return name }
        return word.count >= 2 ? names.sorted().first { $0.hasPrefix(word) } : nil
    }

    /// A hint for an unknown name: the nearest, else all of them.
    static func hint(for word: String, among names: [String]) -> String? {
        if let name = nearest(to: word, among: names) { return "did you mean `\(name)`?" }
        guard !names.isEmpty, names.count <= 20 else { return nil }
        return "known: " + names.sorted().map { "`\($0)`" }.joined(separator: ", ")
    }
}
