import Execution
import Foundation

/// A directory of files that is gone when the test is.
final class Fixture {
    let root: String

    init(_ files: [String: String] = [:]) throws {
        root = NSTemporaryDirectory() + "assay-catalog-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true)
        for (path, text) in files { try write(path, text) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ path: String, _ text: String, executable: Bool = false) throws {
        let url = URL(filePath: "\(root)/\(path)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        if executable {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: url.path)
        }
    }

    /// As it is printed, with the place relative to the fixture.
    func text(_ diagnostic: Diagnostic) -> String {
        line(diagnostic).replacing(root + "/", with: "")
    }

    /// The root of the package, by this file's own place.
    static let package = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
}

/// A diagnostic as it is printed.
func line(_ diagnostic: Diagnostic) -> String {
    var place = diagnostic.path ?? ""
    if let line = diagnostic.line { place += ":\(line)" }
    if let column = diagnostic.column { place += ":\(column)" }
    var text = "\(place): \(diagnostic.message)"
    if let note = diagnostic.note { text += " | note: \(note)" }
    if let hint = diagnostic.hint { text += " | hint: \(hint)" }
    return text
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The bytes with a few of them changed, removed, repeated or moved.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let signs = Array("\n\t :-[]{}\"'&*!|>%@`#?,~0aé\u{0}".utf8)
        for _ in 0..<Int.random(in: 1...6, using: &self) {
            guard !bytes.isEmpty else { break }
            let place = Int.random(in: 0..<bytes.count, using: &self)
            let end = min(bytes.count, place + Int.random(in: 1...40, using: &self))
            switch Int.random(in: 0..<5, using: &self) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 3: bytes[place] = signs.randomElement(using: &self) ?? 0
            default: bytes.insert(signs.randomElement(using: &self) ?? 0, at: place)
            }
        }
        return bytes
    }
}
