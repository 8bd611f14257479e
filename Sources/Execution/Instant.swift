/// A date or a time that ISO 8601 writes, as the moment that it is.
struct Instant: Hashable {
    enum Kind: String {
        case date
        /// Without a zone.
        case local
        case zoned
    }

    private(set) var kind: Kind
    /// Since 1970, in UTC if there is a zone.
    private let seconds: Int
    /// Digits without zeros at the end.
    private let fraction: [UInt8]

    /// Reads such as `2020-01-31`, `2020-01-31T09:30`, `2020-01-31T09:30:00.25+02:00`.
    init?(_ text: String) {
        var reader = Reader(rest: Array(text.utf8)[...])
        guard let year = reader.number(4), reader.accept("-"),
            let month = reader.number(2), (1...12).contains(month), reader.accept("-"),
            let day = reader.number(2), (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        var seconds = Self.days(before: year, month, day) * 86_400
        var fraction: ArraySlice<UInt8> = []
        var kind = Kind.date
        if !reader.rest.isEmpty {
            guard reader.accept("T") || reader.accept(" "), let clock = reader.clock() else {
                return nil
            }
            seconds += clock
            if reader.accept(".") {
                fraction = reader.digits()
                guard !fraction.isEmpty else { return nil }
            }
            kind = .local
        }
        if kind == .local, !reader.rest.isEmpty {
            guard let offset = reader.zone(), reader.rest.isEmpty else { return nil }
            seconds -= offset
            kind = .zoned
        }
        self.kind = kind
        self.seconds = seconds
        let end = fraction.lastIndex { $0 != 48 }.map { $0 + 1 } ?? fraction.startIndex
        self.fraction = Array(fraction[..<end])
    }

    /// The moment if what has no zone is in UTC, and a date is its beginning.
    var universal: Instant {
        var instant = self
        instant.kind = .zoned
        return instant
    }

    var key: String {
        "\(kind) \(seconds).\(String(decoding: fraction, as: UTF8.self))"
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from the beginning of 1970.
    private static func days(before year: Int, _ month: Int, _ day: Int) -> Int {
        let past = year - 1
        let leaps = year > 0 ? past / 4 - past / 100 + past / 400 : -1
        let months = (1..<month).reduce(0) { $0 + days(in: $1, of: year) }
        return past * 365 + leaps + months + day - 1 - 719_162
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func accept(_ mark: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: mark) else { return false }
            rest.removeFirst()
            return true
        }

        mutating func digits() -> ArraySlice<UInt8> {
            let found = rest.prefix { (48...57).contains($0) }
            rest = rest.dropFirst(found.count)
            return found
        }

        mutating func number(_ count: Int) -> Int? {
            let found = rest.prefix(count)
            guard found.count == count, found.allSatisfy({ (48...57).contains($0) }) else {
                return nil
            }
            rest = rest.dropFirst(count)
            return found.reduce(0) { $0 * 10 + Int($1) - 48 }
        }

        /// Seconds of `09:30` or `09:30:15`.
        mutating func clock() -> Int? {
            guard let hour = number(2), hour < 24, accept(":"), let minute = number(2), minute < 60
            else { return nil }
            guard accept(":") else { return hour * 3600 + minute * 60 }
            guard let second = number(2), second < 60 else { return nil }
            return hour * 3600 + minute * 60 + second
        }

        /// Seconds of `Z`, `+02:00`, `-0530` or `+00:00:15`.
        mutating func zone() -> Int? {
            if accept("Z") { return 0 }
            let isNegative = accept("-")
            guard isNegative || accept("+"), let hour = number(2) else { return nil }
            _ = accept(":")
            guard hour < 24, let minute = number(2), minute < 60 else { return nil }
            var offset = hour * 3600 + minute * 60
            if accept(":") {
                guard let second = number(2), second < 60 else { return nil }
                offset += second
            }
            return isNegative ? -offset : offset
        }
    }
}
