/// A number as its digits say, however many they are.
package struct DecimalNumber: Sendable, Equatable {
    private let isNegative: Bool
    /// In ASCII, without zeros at either end; none for zero.
    private let digits: [UInt8]
    /// The power of ten that the last digit counts.
    private let exponent: Int

    private init(isNegative: Bool, digits: [UInt8], exponent: Int) {
        let used = (digits.lastIndex { $0 != 48 } ?? -1) + 1
        self.digits = Array(digits[..<used].drop { $0 == 48 })
        self.isNegative = isNegative && !self.digits.isEmpty
        self.exponent = self.digits.isEmpty ? 0 : exponent + digits.count - used
    }

    /// Reads such as `-12.50e3`; `nil` for other words, `nan` and `inf` among them, and for a power
    /// of ten beyond 2^40.
    package init?(_ text: some Collection<UInt8>) {
        var rest = Array(text)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        let whole = Self.digits(&rest)
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = Self.digits(&rest)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        var power = 0
        if let mark = rest.first, mark | 32 == UInt8(ascii: "e") {
            guard let read = Int(String(decoding: rest.dropFirst(), as: UTF8.self)),
                (-(1 << 40)...(1 << 40)).contains(read)
            else { return nil }
            (power, rest) = (read, [])
        }
        guard rest.isEmpty else { return nil }
        self.init(
            isNegative: isNegative, digits: Array(whole + fraction),
            exponent: power - fraction.count)
    }

    private static func digits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let found = rest.prefix { (48...57).contains($0) }
        rest = rest.dropFirst(found.count)
        return found
    }

    /// The same for all spellings of a number, and for no other.
    package var canonical: String {
        (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self) + "e\(exponent)"
    }

    /// Whether the two differ by at most `absolute`, or by at most `relative` times `other`.
    ///
    /// Exact however large they are: what floats cannot tell apart differs all the same.
    package func isWithin(
        absolute: Double, relative: Double, of other: DecimalNumber
    ) -> Bool {
        let gap = distance(to: other)
        if gap.magnitude(timesTenTo: 0) <= absolute { return true }
        // Where both fit into a float, whatever their own size.
        let scale = -(other.exponent + other.digits.count)
        return gap.magnitude(timesTenTo: scale)
            <= relative * other.magnitude(timesTenTo: scale)
    }

    private func magnitude(timesTenTo power: Int) -> Double {
        guard !digits.isEmpty else { return 0 }
        let place = exponent + power
        guard place + digits.count < 400 else { return .infinity }
        guard place + digits.count > -400 else { return 0 }
        return Double(String(decoding: digits, as: UTF8.self) + "e\(place)") ?? .infinity
    }

    private func distance(to other: DecimalNumber) -> DecimalNumber {
        guard !digits.isEmpty else { return other }
        guard !other.digits.isEmpty else { return self }
        let low = min(exponent, other.exponent)
        for (one, two) in [(self, other), (other, self)]
        where one.exponent - low > two.digits.count + 4096 {
            // The other one is nothing beside it.
            return one
        }
        var left = digits + [UInt8](repeating: 48, count: exponent - low)
        var right = other.digits + [UInt8](repeating: 48, count: other.exponent - low)
        let width = max(left.count, right.count) + 1
        left = [UInt8](repeating: 48, count: width - left.count) + left
        right = [UInt8](repeating: 48, count: width - right.count) + right
        if left.lexicographicallyPrecedes(right) { swap(&left, &right) }
        let sign = isNegative == other.isNegative ? -1 : 1
        var carry = 0
        for index in left.indices.reversed() {
            var sum = Int(left[index]) - 48 + sign * (Int(right[index]) - 48) + carry
            carry = sum < 0 ? -1 : sum > 9 ? 1 : 0
            sum -= carry * 10
            left[index] = UInt8(48 + sum)
        }
        return DecimalNumber(isNegative: false, digits: left, exponent: low)
    }
}
