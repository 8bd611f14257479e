/// Numbers as people read them.
enum Quantities {
    static func milliseconds(_ value: Double) -> String {
        if value < 10 { return "\(rounded(value, places: 2)) ms" }
        if value < 1000 { return "\(rounded(value, places: 0)) ms" }
        return seconds(value / 1000)
    }

    static func seconds(_ value: Double) -> String {
        if value < 10 { return "\(rounded(value, places: 2)) s" }
        if value < 120 { return "\(rounded(value, places: 1)) s" }
        let whole = Int(value.rounded())
        if whole < 7200 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    static func bytes(_ value: Int) -> String {
        if value < 1024 { return "\(value) B" }
        if value < 1 << 20 { return "\(rounded(Double(value) / 1024, places: 1)) KiB" }
        if value < 1 << 30 { return "\(rounded(Double(value) / 1_048_576, places: 1)) MiB" }
        return "\(rounded(Double(value) / 1_073_741_824, places: 2)) GiB"
    }

    /// With a fixed number of decimal places.
    static func rounded(_ value: Double, places: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = Int((value * scale).rounded())
        guard places > 0 else { return "\(scaled)" }
        let digits = String(abs(scaled))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = scaled < 0 ? "-" : ""
        return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }

    static func count(_ value: Int, _ one: String, _ many: String? = nil) -> String {
        "\(value) " + (value == 1 ? one : many ?? one + "s")
    }
}
