/// `1234567` as `1,234,567`.
func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
        text.append(digit)
    }
    return text
}

/// `1 line`, `2 lines`.
func counted(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
}

/// A size for people, in binary units.
func byteSize(_ bytes: Int) -> String {
    switch bytes {
    case ..<1024: "\(bytes) B"
    case ..<(1 << 20): "\(decimal(Double(bytes) / 1024, 1)) KiB"
    case ..<(1 << 30): "\(decimal(Double(bytes) / Double(1 << 20), 1)) MiB"
    default: "\(decimal(Double(bytes) / Double(1 << 30), 1)) GiB"
    }
}

/// Milliseconds for people.
func milliseconds(_ value: Double) -> String {
    value < 1000 ? "\(decimal(value, value < 10 ? 1 : 0)) ms" : "\(decimal(value / 1000, 2)) s"
}

/// A number with so many decimals, rounded half away from zero; an em dash if it is not finite.
func decimal(_ value: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value * scale).rounded()
    guard scaled.isFinite, scaled.magnitude < 1e15 else { return "—" }
    let whole = Int(scaled.magnitude)
    let sign = scaled < 0 ? "-" : ""
    guard places > 0 else { return sign + String(whole) }
    let fraction = String(whole % Int(scale))
    let zeros = String(repeating: "0", count: places - fraction.count)
    return "\(sign)\(whole / Int(scale)).\(zeros)\(fraction)"
}
