/// The fields of an `application/x-www-form-urlencoded` body or of a query.
struct FormData: Equatable {
    /// In the order in which they stand; a name may come again.
    private(set) var fields: [(name: String, value: String)] = []

    /// More fields than this make no form of ours.
    static let maximumFields = 1000

    static func == (left: FormData, right: FormData) -> Bool {
        left.fields.elementsEqual(right.fields) { $0 == $1 }
    }

    init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// `nil` if there are too many fields.
    init?(encoded bytes: some Collection<UInt8>) {
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            guard fields.count < Self.maximumFields else { return nil }
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let value = equals == pair.endIndex ? pair[equals...] : pair[equals...].dropFirst()
            fields.append((Self.decode(pair[..<equals]), Self.decode(value)))
        }
    }

    /// The first value of a field, with line ends as line feeds.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    fileprivate static func decode(
        _ bytes: some Collection<UInt8>, plusIsSpace: Bool = true
    ) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let byte = bytes[index]
            bytes.formIndex(after: &index)
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace: decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let rest = bytes[index...].prefix(2)
                if rest.count == 2, let value = hexadecimal(rest) {
                    decoded.append(value)
                    bytes.formIndex(&index, offsetBy: 2)
                } else {
                    decoded.append(byte)
                }
            default: decoded.append(byte)
            }
        }
        // Browsers send CR LF; a lone CR cannot be typed.
        decoded.removeAll { $0 == 0x0D }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func hexadecimal(_ digits: some Sequence<UInt8>) -> UInt8? {
        var value: UInt8 = 0
        for digit in digits {
            guard let nibble = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            value = value << 4 | UInt8(nibble)
        }
        return value
    }
}

/// The value that stands in one segment of a path.
func percentDecoded(_ segment: String) -> String {
    FormData.decode(segment.utf8, plusIsSpace: false)
}

/// A value as it may stand in a query or in one segment of a path.
func percentEncoded(_ text: String) -> String {
    let hex = Array("0123456789ABCDEF")
    var encoded = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            encoded.append("%")
            encoded.append(hex[Int(byte >> 4)])
            encoded.append(hex[Int(byte & 15)])
        }
    }
    return encoded
}
