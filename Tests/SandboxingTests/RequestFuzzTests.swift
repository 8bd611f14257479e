import CBox
import Execution
import Foundation
import TestSupport
import Testing

@testable import Sandboxing

/// The box believes nothing that a message says of itself.
///
/// 20,000 inputs always; `ASSAY_FUZZ_INPUTS=1000000` for a long run, best with
/// `--sanitize=address`, since every message has memory of just its own size.
@Suite struct RequestFuzzTests {
    private static let inputs = Mutation.count("ASSAY_FUZZ_INPUTS", short: 20_000)
    private static let mutation = Mutation(
        words: [
            [0], [0, 0, 0, 0], [255, 255, 255, 255], Array("/usr/bin/true\0".utf8), [1, 0, 0, 0],
        ],
        maxBytes: 4096)

    /// A message as assay sends it, and how many descriptors go with it.
    static func valid(_ random: inout SeededRandom) throws -> (
        message: [UInt8], payload: [UInt8]?, descriptors: Int
    ) {
        let profile = try Boxes.profile("c")
        func text() -> String { String(repeating: "x", count: random.below(20)) }
        var program = Program(
            profile: profile,
            arguments: ["/usr/bin/true"] + (0..<random.below(4)).map { _ in text() },
            environment: random.chance(2) ? ["A": text(), "B": text()] : [:],
            limits: profile.limits)
        program.files = (0..<random.below(4)).map {
            BoxFile(path: "f\($0)", bytes: [UInt8](repeating: 7, count: random.below(50)))
        }
        program.collect = (0..<random.below(3)).map { "c\($0)" }
        if random.chance(2) { program.standardInput = [1] }
        if random.chance(8) {
            let large = [UInt8](repeating: 1, count: 100_000)
            program.files.append(BoxFile(path: "large", bytes: large))
        }
        let links = (0..<random.below(4)).map { 3 + $0 }
        let run = try BoxMessages.run(program, id: 1, links: links)
        let descriptors =
            2 + links.count + (program.standardInput.isEmpty ? 0 : 1) + (run.payload == nil ? 0 : 1)
        return (run.message, run.payload, descriptors)
    }

    @Test(.timeLimit(.minutes(60)))
    func `a damaged request is refused, or all that it names lies within it`() throws {
        var random = SeededRandom(seed: 3)
        let request = UnsafeMutablePointer<box_request>.allocate(capacity: 1)
        request.initialize(to: box_request())
        defer { request.deallocate() }
        var (taken, refused) = (0, 0)
        for input in 0..<Self.inputs {
            let valid = try Self.valid(&random)
            // Some stay whole, so that what is taken is looked at as well.
            let isWhole = random.chance(8)
            let message = isWhole ? valid.message : Self.mutation.damage(valid.message, &random)
            let payload = valid.payload.map {
                isWhole || random.chance(2) ? $0 : Self.mutation.damage($0, &random)
            }
            let bytes = UnsafeMutableRawPointer.allocate(
                byteCount: message.count, alignment: 16)
            defer { bytes.deallocate() }
            bytes.copyMemory(from: message, byteCount: message.count)
            var memory: Int32 = -1
            if let payload { memory = try sealedMemory(payload) }
            defer { if memory >= 0 { close(memory) } }
            request.pointee.descriptor_count =
                isWhole || !random.chance(8) ? valid.descriptors : random.below(49)
            memset(
                &request.pointee.descriptors, 0xFF,
                MemoryLayout.size(ofValue: request.pointee.descriptors))
            request.pointee.descriptors.0 = memory
            let result = box_request_parse(
                request, bytes.assumingMemoryBound(to: UInt8.self), message.count)
            if result == 0 {
                taken += 1
                let fault = Self.fault(in: request, message: (bytes, message.count))
                #expect(fault == nil, "input \(input)")
            } else {
                refused += 1
                #expect(!isWhole, "input \(input)")
            }
            box_request_forget(request)
        }
        #expect(taken > Self.inputs / 20 && refused > Self.inputs / 20)
        print("\(Self.inputs) requests: \(taken) taken, \(refused) refused")
    }

    /// Looks at every byte that the box would look at.
    private static func fault(
        in request: UnsafeMutablePointer<box_request>,
        message: (start: UnsafeMutableRawPointer, count: Int)
    ) -> String? {
        let head = request.pointee.head
        let child = request.pointee.child
        var start = UInt(bitPattern: message.start)
        var end = start + UInt(message.count)
        if let mapped = request.pointee.mapped {
            start = UInt(bitPattern: mapped)
            end = start + UInt(request.pointee.mapped_size)
        }
        func isWithin(_ pointer: UnsafeRawPointer?, _ size: UInt) -> Bool {
            guard let pointer else { return false }
            let at = UInt(bitPattern: pointer)
            return at >= start && at <= end && size <= end - at
        }
        func areStrings(
            _ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: UInt32,
            ended: Bool
        ) -> Bool {
            guard let list else { return false }
            for index in 0..<Int(count) {
                guard let text = list[index], isWithin(text, 1) else { return false }
                guard isWithin(text, UInt(strlen(text)) + 1) else { return false }
            }
            return !ended || list[Int(count)] == nil
        }
        guard head.arguments > 0, areStrings(child.arguments, head.arguments, ended: true),
            areStrings(child.environment, head.environment, ended: true),
            areStrings(child.file_paths, head.files, ended: false),
            areStrings(request.pointee.collect, head.collect, ended: false)
        else { return "a string" }
        guard isWithin(child.link_targets, UInt(head.links) * 4),
            child.file_count == head.files, child.link_count == head.links,
            isWithin(child.files, UInt(head.files) * UInt(MemoryLayout<box_file>.size))
        else { return "a list" }
        for link in 0..<Int(head.links) where child.link_targets[link] > 65_535 { return "a link" }
        guard UInt(bitPattern: child.files) % 8 == 0 else { return "alignment" }
        var size: UInt = 0
        for file in 0..<Int(head.files) {
            let (sum, overflow) = size.addingReportingOverflow(UInt(child.files[file].size))
            if overflow { return "a size" }
            size = sum
        }
        return isWithin(child.file_bytes, size) ? nil : "the bytes of files"
    }
}
