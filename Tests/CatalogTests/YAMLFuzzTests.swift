import Execution
import Foundation
import TestSupport
import Testing

@testable import Catalog

/// Whatever a profile or a rubric holds, reading it ends in a value or in a diagnostic with its
/// place.
///
/// 4,000 inputs always; `ASSAY_FUZZ_INPUTS=1000000` for a long run.
@Suite struct YAMLFuzzTests {
    private static let inputs = Mutation.count("ASSAY_FUZZ_INPUTS", short: 4000)

    private static let profile = """
        schema: profile/1
        language: sample
        title: Sample 1.0
        toolchain: {candidates: [/usr/bin/sample], version: [--version], remedy: "apt install x"}
        source_path: main.smp
        run: ["{toolchain}", "{source}"]
        environment: {LANG: C.UTF-8}
        limits: {wall_ms: 1000, memory_bytes: 1048576}
        requires: [landlock]
        mounts:
          - {bind: /usr, why: the toolchain}
          - {tmpfs: /dev/shm, why: semaphores}
        syscalls:
          - group: basics
            why: every program
            allow: [read, write, exit_group]
          - {group: none, why: "no network", errno: EPERM, calls: [socket]}
        """

    private static let words =
        [
            "&a ", "*a", "<<: ", "!!int ", "!x ", "---\n", "...\n", "%YAML 9.9\n", "{", "}", "[",
            "]", ": ", "- ", "? ", "| ", ">-\n", "'", "\"", "\\u0000", "\\x", "\t", "\r", "\u{85}",
            "\u{FEFF}", "\u{2028}", "~", "null", "1e999", "0x7fffffffffffffff",
            "-9223372036854775808",
            "99999999999999999999", ".inf", ".nan", "extends: sample\n", "extends: base\n", "#",
            "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "((((((((((((((((",
            "- - - - - - - - - - - - - - - - - - - - ", "a: &b [*b]\n", "value != auto ",
            "evidence.x ",
            "? 1 : ", "min_chars: -1", "weight: -1\n", "\u{0}",
        ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90]]

    private static let mutation = Mutation(words: words, maxBytes: YAMLParsing.maxBytes + 64)

    /// Small ones make most of it; now and then the real files.
    private static let rubrics: [[UInt8]] =
        [Array(RubricTests.text.utf8)] + files("Rubrics")
    private static let profiles: [[UInt8]] = [Array(profile.utf8)] + files("Sandboxes")

    private static func files(_ directory: String) -> [[UInt8]] {
        let path = Fixture.package + "/" + directory
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap {
            FileManager.default.contents(atPath: path + "/" + $0).map { Array($0) }
        }
    }

    private static func input(
        _ seeds: [[UInt8]], _ random: inout SeededRandom
    ) -> [UInt8] {
        let seed = random.chance(50) ? random.pick(seeds) : seeds[0]
        var bytes = mutation.damage(seed, &random)
        if random.chance(2000) {
            let word = random.pick(words)
            let times = random.below(YAMLParsing.maxBytes / max(1, word.count))
            bytes += Array(repeatElement(word, count: times).joined())
        }
        return bytes
    }

    /// What is wrong with diagnostics; `nil` if each says what and where.
    private static func fault(in found: [Diagnostic], of bytes: [UInt8], _ path: String) -> String?
    {
        let lines = bytes.count { $0 == 10 || $0 == 13 } + 2
        for diagnostic in found {
            if diagnostic.message.isEmpty || diagnostic.path != path { return line(diagnostic) }
            // Of the whole file, or of what is not there.
            guard let row = diagnostic.line else {
                let wholes = ["the file ", "the profile needs ", "a command names ", "this is not"]
                if wholes.contains(where: { diagnostic.message.hasPrefix($0) }) { continue }
                return line(diagnostic)
            }
            // YAML 1.1 has more line ends than the two.
            let others = bytes.count { $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 }
            if row < 1 || row > lines + others || diagnostic.column ?? 0 < 1 {
                return line(diagnostic)
            }
        }
        return nil
    }

    @Test(.timeLimit(.minutes(60)))
    func `a damaged rubric is read or refused with a place`() async {
        var random = SeededRandom(seed: 11)
        var (taken, refused) = (0, 0)
        for number in 0..<Self.inputs {
            await Task.yield()
            let bytes = Self.input(Self.rubrics, &random)
            let (rubric, found) = RubricCatalog.check(bytes, path: "r.yaml")
            #expect((rubric == nil) == !found.isEmpty, "input \(number)")
            let fault = Self.fault(in: found, of: bytes, "r.yaml")
            if fault != nil { #expect(fault == nil, "input \(number)") }
            if rubric == nil { refused += 1 } else { taken += 1 }
        }
        #expect(taken > Self.inputs / 100 && refused > Self.inputs / 100)
        print("\(Self.inputs) rubrics: \(taken) read, \(refused) refused")
    }

    @Test(.timeLimit(.minutes(60)))
    func `a damaged profile is read or refused with a place`() async throws {
        let fixture = try Fixture()
        let path = fixture.root + "/sample.yaml"
        try fixture.write("base.yaml", "schema: profile/1\ntitle: Base\n")
        var random = SeededRandom(seed: 12)
        var (taken, refused) = (0, 0)
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        for number in 0..<Self.inputs {
            await Task.yield()
            let bytes = Self.input(Self.profiles, &random)
            ftruncate(file, 0)
            guard pwrite(file, bytes, bytes.count, 0) == bytes.count else {
                Issue.record("cannot write input \(number)")
                return
            }
            let findings = Findings(path: path)
            // A loader reads each file once.
            let profile = ProfileLoader(search: [fixture.root]).profile(path, findings)
            #expect(profile == nil || findings.diagnostics.isEmpty, "input \(number)")
            let fault = Self.fault(in: findings.diagnostics, of: bytes, path)
            if fault != nil { #expect(fault == nil, "input \(number)") }
            if findings.diagnostics.isEmpty { taken += 1 } else { refused += 1 }
        }
        #expect(taken > Self.inputs / 100 && refused > Self.inputs / 100)
        print("\(Self.inputs) profiles: \(taken) read, \(refused) refused")
    }

    /// The threads of Swift's own pool, and others, have less room than the main one.
    @Test(arguments: ["[", "{", "- ", "? ", "a:\n ", "{a: ", "[[", "(", "!", "-"])
    func `deep nesting is refused on a small stack`(_ word: String) async {
        let times = YAMLParsing.maxBytes / word.utf8.count - 20
        let texts = [
            String(repeating: word, count: times), "a: " + String(repeating: word, count: times),
            "gates: [{id: a, when: \"\(String(repeating: word, count: 20_000))\"}]",
            "gates: [{id: a, when: '\(String(repeating: word, count: 20_000))x'}]",
        ]
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let thread = Thread {
                for text in texts {
                    let (_, found) = RubricCatalog.check(Array(text.utf8), path: "r.yaml")
                    #expect(!found.isEmpty)
                }
                continuation.resume()
            }
            thread.stackSize = 512 << 10
            thread.start()
        }
    }
}
