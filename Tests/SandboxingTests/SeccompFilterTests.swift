import CBox
import Execution
import Glibc
import Testing
import TestSupport

@testable import Sandboxing

/// Our filter and libseccomp's, both run as the kernel would run them.
struct SeccompFilterTests {
    /// What the kernel shows a filter of one call.
    private struct Call {
        var number: UInt32
        var architecture = cbox_architecture()
        var arguments: [UInt64] = [0, 0, 0, 0, 0, 0]

        func word(at offset: UInt32) -> UInt32? {
            switch offset {
            case 0: return number
            case 4: return architecture
            case 16..<64 where offset.isMultiple(of: 4):
                let argument = arguments[Int(offset - 16) / 8]
                return UInt32(
                    truncatingIfNeeded: offset.isMultiple(of: 8) ? argument : argument >> 32)
            default: return nil
            }
        }
    }

    private struct Filter {
        let code: [(code: UInt16, ifTrue: Int, ifFalse: Int, operand: UInt32)]

        init(_ bytes: [UInt8]) {
            code = stride(from: 0, to: bytes.count, by: 8).map { at in
                let operand = (0..<4).reduce(UInt32(0)) {
                    $0 | UInt32(bytes[at + 4 + $1]) << ($1 * 8)
                }
                return (
                    UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8, Int(bytes[at + 2]),
                    Int(bytes[at + 3]), operand
                )
            }
        }

        /// The decision; `nil` for what the kernel would refuse to load.
        func answer(_ call: Call) -> UInt32? {
            var at = 0
            var value: UInt32 = 0
            while code.indices.contains(at) {
                let (operation, ifTrue, ifFalse, operand) = code[at]
                at += 1
                switch operation {
                case 0x20:
                    guard let word = call.word(at: operand) else { return nil }
                    value = word
                case 0x54: value &= operand
                case 0x05: at += Int(operand)
                case 0x06: return operand
                case 0x15: at += value == operand ? ifTrue : ifFalse
                case 0x25: at += value > operand ? ifTrue : ifFalse
                case 0x35: at += value >= operand ? ifTrue : ifFalse
                case 0x45: at += value & operand != 0 ? ifTrue : ifFalse
                default: return nil
                }
            }
            return nil
        }
    }

    private static let numbers =
        Array(UInt32(0)..<1024) + Array(0x4000_0000..<0x4000_0400)
        + [0x3FFF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF]

    /// Every constant of the rules, its neighbours, with high bits, and the bits of masks one by
    /// one.
    private static func values(_ groups: [SyscallGroup]) -> [UInt64] {
        var values: Set<UInt64> = [0, 1, .max, 1 << 31, 1 << 32, 1 << 63, 0xFFFF_FFFF]
        for call in groups.flatMap(\.calls) {
            for word in call.split(whereSeparator: { ":&=!<>".contains($0) }).dropFirst(2) {
                let number =
                    word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : UInt64(word)
                guard let number else { continue }
                values.formUnion([number, number &+ 1, number &- 1, ~number])
                values.formUnion([number | 1 << 32, number | 1 << 63])
                guard call.contains("&") else { continue }
                for bit in 0..<64 { values.insert(number ^ 1 << bit) }
            }
        }
        return values.sorted()
    }

    /// The groups without rules that follow tests of the same call.
    ///
    /// libseccomp would let them replace the tests. Their answers, by number, stand for what is
    /// then unlisted.
    private static func withoutFallbacks(
        _ groups: [SyscallGroup]
    ) throws -> (groups: [SyscallGroup], answers: [UInt32: UInt32]) {
        var tested = Set<String>()
        var groups = groups
        var answers: [UInt32: UInt32] = [:]
        for index in groups.indices {
            let group = groups[index]
            groups[index].calls = try group.calls.filter { call in
                if call.contains(":") { tested.insert(String(call.prefix { $0 != ":" })) }
                guard tested.contains(call) else { return true }
                let number = UInt32(call.withCString(cbox_call_number))
                answers[number] =
                    try answers[number] ?? SeccompRule(call, in: group).silently.value
                return false
            }
        }
        return (groups, answers)
    }

    private func difference(_ groups: [SyscallGroup]) throws -> String? {
        let ours = Filter(try SeccompPolicy.filter(groups))
        let (comparable, fallbacks) = try Self.withoutFallbacks(groups)
        let reference = Filter(try SeccompPolicy.reference(comparable))
        func differs(_ call: Call) -> String? {
            let found = ours.answer(call)
            var wanted = reference.answer(call)
            if wanted == SeccompAction.fail(UInt32(ENOSYS)).value,
                call.architecture == cbox_architecture()
            {
                wanted = fallbacks[call.number] ?? wanted
            }
            guard found != wanted || found == nil else { return nil }
            return "\(call): \(found.map { String($0, radix: 16) } ?? "none")"
                + " instead of \(wanted.map { String($0, radix: 16) } ?? "none")"
        }
        for architecture: UInt32 in [0, 0x4000_0003, 0xC000_00B7, 0xC000_003E, .max] {
            for number in Self.numbers {
                let call = Call(number: number, architecture: architecture)
                if let told = differs(call) { return told }
            }
        }
        let values = Self.values(groups)
        let tested = Set(
            groups.flatMap(\.calls).filter { $0.contains(":") }.map { call in
                String(call.prefix { $0 != ":" }).withCString(cbox_call_number)
            })
        for number in tested where number >= 0 {
            for argument in 0..<6 {
                for value in values {
                    var call = Call(number: UInt32(number))
                    call.arguments[argument] = value
                    if let told = differs(call) { return told }
                }
            }
        }
        return nil
    }

    @Test func `every shipped filter decides as libseccomp's does`() throws {
        for profile in try Boxes.profiles.get().values {
            #expect(try difference(profile.syscalls) == nil, "\(profile.language)")
        }
    }

    @Test(arguments: [
        ["dup:arg0>10"], ["dup:arg0<3"], ["dup:arg0!=2"], ["dup:arg5==0x100000000"],
        ["dup:arg1>0x100000005"], ["dup:arg1<0x100000005"], ["dup:arg1!=0x100000005"],
        ["dup:arg2&0xf0000000f==0x300000001"], ["dup:arg2&0xffffffff==7"], ["dup:arg3&0==0"],
        ["dup:arg0&0xff00000000==0"], ["dup:arg0==1", "dup:arg0==0x100000001", "dup:arg1==1"],
        ["dup:arg0==0", "dup:arg0==9", "dup:arg0>20", "read", "write", "close"], [],
        ["dup:arg0==2,arg1==0x100000003", "dup:arg0==3,arg1&0xf==2,arg2<9"],
        ["dup:arg4==0,arg0>1", "dup:arg5!=7"],
    ])
    func `every form of a test decides as libseccomp's does`(_ calls: [String]) throws {
        let group = SyscallGroup(name: "some", why: "a test", action: .allow, calls: calls)
        #expect(try difference([group]) == nil)
    }

    @Test func `random policies decide as libseccomp's do, however long they are`() throws {
        var random = SeededRandom(seed: 7)
        let names = try Boxes.profile("c").syscalls.flatMap(\.calls).filter { !$0.contains(":") }
        for round in 0..<6 {
            // The later rounds have tests enough that jumps no longer reach every answer.
            var groups = [SyscallGroup.Action.allow, .errno("EPERM"), .errno("EACCES"), .kill].map {
                SyscallGroup(name: "some", why: "a test", action: $0, calls: [])
            }
            for name in Set(names).sorted() where random.next() % 3 != 0 {
                let plain = random.next() % 12 >= UInt64(round)
                let call = plain ? name : "\(name):arg\(random.next() % 6)==\(random.next() % 9)"
                groups[Int(random.next() % 4)].calls.append(call)
            }
            #expect(try difference(groups) == nil, "round \(round)")
        }
    }

    @Test func `the first rule of a call that holds decides`() throws {
        let filter = Filter(
            try SeccompPolicy.filter([
                SyscallGroup(name: "a", why: "", action: .errno("EPERM"), calls: ["dup:arg0==1"]),
                SyscallGroup(name: "b", why: "", action: .allow, calls: ["dup"]),
                SyscallGroup(name: "c", why: "", action: .kill, calls: ["dup", "dup:arg0==2"]),
            ]))
        var call = Call(number: UInt32("dup".withCString(cbox_call_number)))
        #expect(filter.answer(call) == SeccompAction.allow.value)
        call.arguments[0] = 2
        #expect(filter.answer(call) == SeccompAction.allow.value)
        call.arguments[0] = 1
        #expect(filter.answer(call) == SeccompAction.fail(1).value)
    }

    @Test func `a box's filter lets its own calls through by their secret alone`() throws {
        for profile in try Boxes.profiles.get().values {
            let policy = Filter(try SeccompPolicy.filter(profile.syscalls))
            let box = Filter(try SeccompPolicy.boxFilter(profile.syscalls))
            for number in Self.numbers {
                var call = Call(number: number)
                let plain = try #require(policy.answer(call))
                let found = try #require(box.answer(call))
                // Reported or not, what is refused stays refused.
                let isOwn = SeccompPolicy.isOwnCall(number)
                #expect(Self.refuses(found) == Self.refuses(plain) || isOwn, "\(number)")
                call.arguments[5] = UInt64(BOX_FILTER_SECRET)
                let guarded = SeccompPolicy.isSecretCall(number)
                let withSecret = try #require(box.answer(call))
                #expect(withSecret == (guarded ? SeccompAction.allow.value : found), "\(number)")
            }
        }
    }

    /// By the kernel, or by the box that is asked.
    private static func refuses(_ answer: UInt32) -> Bool {
        answer != SeccompAction.allow.value && answer != SeccompAction.allowAndReport.value
    }

    @Test func `a shipped filter stays a fraction of libseccomp's`() throws {
        for profile in try Boxes.profiles.get().values {
            let length = try SeccompPolicy.filter(profile.syscalls).count / 8
            #expect(length < 320, "\(profile.language): \(length)")
        }
    }
}
