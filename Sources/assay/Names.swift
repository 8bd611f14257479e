import Execution
import Judging

/// How values are named on the command line and in its JSON.
extension Author {
    var json: JSON {
        ["kind": .string(kind.rawValue), "name": .string(name), "parameters": .object(parameters)]
    }
}

extension JSON {
    /// `null` for a missing value.
    init(_ text: String?) { self = text.map(JSON.string) ?? .null }

    init(_ number: Int?) { self = number.map(JSON.int) ?? .null }

    init(_ number: Double?) { self = number.map(JSON.double) ?? .null }

    /// Counts by name, in the order of the names.
    init(counts: [String: Int]) {
        self = .object(
            JSONObject(
                members: counts.sorted { $0.key < $1.key }
                    .map { JSONObject.Member(key: $0.key, value: .int($0.value)) }))
    }
}

extension Dictionary where Key: RawRepresentable, Key.RawValue == String, Value == Int {
    var named: [String: Int] {
        Dictionary<String, Int>(uniqueKeysWithValues: map { ($0.key.rawValue, $0.value) })
    }
}

extension Diagnostic {
    var json: JSON {
        [
            "schema": "diagnostic/1", "path": JSON(path), "line": JSON(line),
            "column": JSON(column), "message": .string(message), "note": JSON(note),
            "hint": JSON(hint),
        ]
    }
}

/// Moments as people read them.
enum Moment {
    /// UTC, as in `2026-11-21 04:05`.
    static func text(milliseconds: Int) -> String {
        let minutes = milliseconds / 60_000
        let (year, month, day) = date(daysSince1970: minutes / 1440)
        let hour = minutes % 1440 / 60
        return "\(year)-\(two(month))-\(two(day)) \(two(hour)):\(two(minutes % 60))"
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    /// The Gregorian date: years are counted from March, so that a leap day ends one.
    private static func date(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
