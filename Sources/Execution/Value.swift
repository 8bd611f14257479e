/// Plain data as it crosses between an examiner and a candidate: the VALUE of the worker protocol.
package indirect enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    /// Decimal digits of any length, with `-` if negative; never `-0` and no leading zero.
    case int(String)
    case float(Double)
    /// WTF-8, so that lone surrogates survive.
    case string([UInt8])
    case list([Value])
    case tuple([Value])
    case set([Value])
    case frozenset([Value])
    /// In order of insertion.
    case dict([Entry])
    case bytes([UInt8])
    case complex(Double, Double)
    case decimal(String)
    /// Numerator and denominator, as for `int`.
    case fraction(String, String)
    /// Start, stop and step, as for `int`.
    case range(String, String, String)
    /// ISO 8601.
    case datetime(String)
    case record(type: String, fields: [Entry])
    case array(dtype: String, shape: [Int], data: Value)
    /// A container that `reference` with the same number stands for elsewhere, or inside of it.
    case definition(Int, Value)
    case reference(Int)
    /// A container that the other side already has; only between examiner and candidate.
    case handle(Int)

    package struct Entry: Sendable, Hashable {
        package var key: Value
        package var value: Value

        package init(key: Value, value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// How deep a value may nest.
    package static let maxDepth = 200
    /// How large the encoding of one value may be.
    package static let maxBytes = 16 << 20

    package static func string(_ text: String) -> Value { .string(Array(text.utf8)) }
    package static func int(_ value: some BinaryInteger) -> Value { .int(String(value)) }
}

/// Why a JSON value is no VALUE.
package struct ValueError: Error, Sendable, Equatable {
    package var message: String

    package init(_ message: String) { self.message = message }
}
