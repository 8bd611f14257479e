import Execution

/// Compares JSON by what it means: numbers by value, keys in any order.
struct JSONComparison {
    var absolute: Double
    var relative: Double

    /// How deep an output may nest.
    static let maxDepth = 256

    func difference(_ actual: [UInt8], _ expected: [UInt8]) -> Checker.Difference? {
        let wanted: JSON
        let found: JSON
        do throws(JSONError) {
            wanted = try JSON(parsing: expected, maxDepth: Self.maxDepth)
        } catch {
            return .init(
                message: "the expected output is not JSON: \(error.message)",
                expected: Clip.text(expected), actual: "")
        }
        do throws(JSONError) {
            found = try JSON(parsing: actual, maxDepth: Self.maxDepth)
        } catch {
            return .init(
                message: "not JSON: \(error.message), line \(error.line), column \(error.column)",
                expected: "", actual: Clip.text(actual))
        }
        guard let place = difference(found, wanted, "$") else { return nil }
        return .init(
            message: "\(Clip.text(place.path, to: 200)) \(place.what)",
            expected: place.wanted.map { Clip.text($0.utf8) } ?? "",
            actual: place.found.map { Clip.text($0.utf8) } ?? "")
    }

    private struct Place {
        var path: String
        var what: String
        var found: JSON?
        var wanted: JSON?
    }

    private func difference(_ found: JSON, _ wanted: JSON, _ path: String) -> Place? {
        switch (found, wanted) {
        case (.number(let mine), .number(let theirs)) where isClose(mine, theirs): return nil
        case (.array(let mine), .array(let theirs)):
            for (index, (one, other)) in zip(mine, theirs).enumerated() {
                if let place = difference(one, other, "\(path)[\(index)]") { return place }
            }
            guard mine.count != theirs.count else { return nil }
            return Place(path: path, what: "has \(mine.count) elements instead of \(theirs.count)")
        case (.object(let mine), .object(let theirs)):
            return difference(mine, theirs, path)
        default:
            return found == wanted
                ? nil : Place(path: path, what: "differs", found: found, wanted: wanted)
        }
    }

    private func difference(
        _ found: JSONObject, _ wanted: JSONObject, _ path: String
    ) -> Place? {
        // By their bytes: other spellings of the same characters are other keys.
        let mine = Dictionary(
            found.members.map { (Array($0.key.utf8), $0.value) }, uniquingKeysWith: { $1 })
        for member in wanted.members {
            guard let value = mine[Array(member.key.utf8)] else {
                return Place(
                    path: path, what: "has no `\(Clip.text(member.key, to: 100))`",
                    wanted: member.value)
            }
            if let place = difference(value, member.value, "\(path).\(member.key)") {
                return place
            }
        }
        guard found.members.count != wanted.members.count else { return nil }
        let known = Set(wanted.keys.map { Array($0.utf8) })
        let extra = found.members.first { !known.contains(Array($0.key.utf8)) }
        return Place(
            path: path, what: "has `\(Clip.text(extra?.key ?? "", to: 100))`, which is too much",
            found: extra?.value)
    }

    private func isClose(_ mine: String, _ theirs: String) -> Bool {
        if mine == theirs { return true }
        if let one = DecimalNumber(mine.utf8), one == DecimalNumber(theirs.utf8) { return true }
        guard absolute > 0 || relative > 0 else { return false }
        return Checker.isClose(
            Array(mine.utf8)[...], Array(theirs.utf8)[...], absolute: absolute, relative: relative)
    }
}
