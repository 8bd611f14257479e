import Execution
import TestSupport
import Testing

@testable import Judging

/// The log of tests that share their process with a submission, and what is not believed of it.
struct EventTests {
    private static let secret = "00112233445566778899aabbccddeeff" + "word of the last line"

    private static let events = [
        "S\tone", "F\tone\tfailed\t0.100\t1 != 2\t2\t1", "S\ttwo", "F\ttwo\tpassed\t0.1\t\t\t",
        "S\t\(SealedReport.mustPass)", "F\t\(SealedReport.mustPass)\tpassed\t0.1\t\t\t",
        "S\t\(SealedReport.mustFail)", "F\t\(SealedReport.mustFail)\tfailed\t0.1\t\t\t",
        "E\tword of the last line\t4\t2",
    ]

    private static func sealed(_ events: [String], _ secret: String = secret) -> [String] {
        var seal = EventSeal(secret)
        return events.map { "\($0)\t" + String(decoding: seal.next($0.utf8), as: UTF8.self) }
    }

    private static func report(_ lines: [String], after: String = "") -> SealedReport {
        SealedReport(
            Array((lines.map { $0 + "\n" }.joined() + after).utf8), key: secret)
    }

    /// What a judge would say of both tests, whatever the exit status.
    private static func verdicts(_ report: SealedReport) -> [Verdict] {
        let run = RunResult(
            termination: .exited(code: 0), stdout: CapturedOutput(), stderr: CapturedOutput())
        return report.tests(expected: ["one", "two"], run).map(\.verdict)
    }

    @Test func `a line's seal is the published hash of its key and all before it`() {
        // The test vectors of SipHash-2-4: bytes counted up from 0, in the order of memory.
        let key = "0706050403020100" + "0f0e0d0c0b0a0908"
        let table: [(count: UInt8, hash: UInt64)] = [
            (0, 0x726f_db47_dd0e_0e31), (7, 0xab02_00f5_8b01_d137), (8, 0x93f5_f579_9a93_2462),
            (15, 0xa129_ca61_49be_45e5),
        ]
        for (count, hash) in table {
            #expect(EventSeal(key).hash(Array(0..<count)) == hash)
        }
        var seal = EventSeal(key)
        let first = seal.next([1])
        let second = seal.next([1])
        #expect(first != second)
        #expect(seal.next([]).count == 16)
    }

    @Test func `a log as the harness writes it is believed`() {
        let report = Self.report(Self.sealed(Self.events))
        #expect(report.isComplete && report.tampering.isEmpty)
        #expect(Self.verdicts(report) == [.wrongAnswer, .accepted])
    }

    @Test func `a log that was cut off anywhere is no pass`() {
        let whole = Self.sealed(Self.events).map { $0 + "\n" }.joined()
        for count in 0..<whole.utf8.count {
            let report = SealedReport(Array(whole.utf8.prefix(count)), key: Self.secret)
            #expect(!report.isComplete)
            #expect(Self.verdicts(report) != [.accepted, .accepted])
            #expect(report.tampering.isEmpty)
        }
    }

    static let forgeries: [(about: String, change: @Sendable ([String]) -> [String])] = [
        ("a line without a seal", { ["S\tthree"] + $0 }),
        ("a line with a seal of another key", { sealed(["S\tthree"], "ff") + $0 }),
        ("a line said again", { Array($0.prefix(2)) + [$0[1]] + $0.dropFirst(2) }),
        ("a pass said again for another test", { Array($0.prefix(2)) + [$0[3]] + $0.dropFirst(2) }),
        ("two lines in another order", { [$0[2], $0[3], $0[0], $0[1]] + $0.dropFirst(4) }),
        ("a line left out", { Array($0.prefix(1)) + $0.dropFirst(2) }),
        (
            "another outcome",
            { [$0[0], $0[1].replacing("failed", with: "passed")] + $0.dropFirst(2) }
        ),
        ("another id", { [$0[0].replacing("one", with: "two")] + $0.dropFirst() }),
        ("another number", { Array($0.dropLast()) + [$0[8].replacing("\t4\t2", with: "\t4\t3")] }),
        ("a byte more", { [$0[0] + " "] + $0.dropFirst() }),
        ("a line after the last", { $0 + [$0[8]] }),
        ("an empty line", { Array($0.prefix(3)) + [""] + $0.dropFirst(3) }),
        ("a last line of its own", { Array($0.prefix(4)) + sealed(["E\tguess\t2\t2"], "00") }),
    ]

    @Test(arguments: forgeries.indices)
    func `a log that was changed is evidence of tampering and never a pass`(index: Int) {
        let report = Self.report(Self.forgeries[index].change(Self.sealed(Self.events)))
        #expect(!report.tampering.isEmpty, "\(Self.forgeries[index].about)")
        #expect(Self.verdicts(report).first == .tampered)
        #expect(!Self.verdicts(report).contains(.accepted))
    }

    @Test func `no change of one byte goes unseen`() {
        let whole = Array(Self.sealed(Self.events).map { $0 + "\n" }.joined().utf8)
        var random = SeededRandom(seed: 4)
        let unseen = whole.indices.filter { index in
            var bytes = whole
            bytes[index] ^= UInt8(1 + random.below(255))
            let report = SealedReport(bytes, key: Self.secret)
            return report.isComplete && report.tampering.isEmpty
                || Self.verdicts(report) == [.accepted, .accepted]
        }
        #expect(unseen == [])
    }

    static let contradictions: [(about: String, events: [String])] = [
        ("a start without an end", events.filter { !$0.hasPrefix("F\ttwo") }),
        ("an end without a start", events.filter { $0 != "S\ttwo" }),
        ("two starts of one test", ["S\tone"] + events),
        (
            "no tests of the judge's",
            events.filter { !$0.contains("must") }.dropLast() + ["E\tword of the last line\t2\t1"]
        ),
        (
            "one that must pass and fails",
            events.map {
                $0.contains("must pass\tpassed") ? $0.replacing("passed", with: "failed") : $0
            }
        ),
        (
            "one that must fail and passes",
            events.map {
                $0.contains("must fail\tfailed") ? $0.replacing("failed", with: "passed") : $0
            }
        ),
        ("another word", events.dropLast() + ["E\tword\t4\t2"]),
    ]

    @Test func `C and C++ say with the word what became of the judge's own assertions`() {
        func verdict(_ report: String, status: Int = 0) -> Verdict? {
            var run = RunResult(termination: .exited(code: status))
            run.collected[Trial.nativeReportPath] = Array(report.utf8)
            return Trial.read(run, key: "word", tests: [])?.verdict
        }
        #expect(verdict("passed\nword\n10") == nil)
        for report in [
            "passed\nword\n11", "passed\nword\n0", "passed\nword\n", "passed\nword\n10\n",
        ] {
            #expect(verdict(report) == .tampered, "\(report)")
        }
        for report in ["passed\nword", "passed\nguess\n10", "passed\n", "", "10\nword\npassed"] {
            #expect(verdict(report) == .runtimeError, "\(report)")
        }
        #expect(verdict("passed\nword\n10", status: 1) == .runtimeError)
        #expect(verdict("failed\n3\n", status: 1) == .wrongAnswer)
    }

    @Test(arguments: contradictions.indices)
    func `a harness that was made to contradict itself is not believed`(index: Int) {
        let report = Self.report(Self.sealed(Self.contradictions[index].events))
        #expect(!report.tampering.isEmpty, "\(Self.contradictions[index].about)")
        #expect(!Self.verdicts(report).contains(.accepted))
    }
}
