import Dispatch

/// Guards what tests say from several threads.
let assayLock_ASSAY_MARK = DispatchSemaphore(value: 1)

func assayLocked_ASSAY_MARK<T>(_ body: () -> T) -> T {
    assayLock_ASSAY_MARK.wait()
    defer { assayLock_ASSAY_MARK.signal() }
    return body()
}

/// Something that is to happen while a test waits.
open class AssayExpectation_ASSAY_MARK: @unchecked Sendable {
    public final var expectationDescription: String
    public final var expectedFulfillmentCount = 1
    public final var isInverted = false
    public final var assertForOverFulfill = false
    fileprivate final var count = 0
    /// When it was there, among all that were.
    fileprivate final var place = 0
    fileprivate nonisolated(unsafe) static var places = 0

    public init(description: String = "") { expectationDescription = description }

    public final func fulfill(file: StaticString = #filePath, line: UInt = #line) {
        let isTooMuch = assayLocked_ASSAY_MARK {
            count += 1
            if count == expectedFulfillmentCount {
                Self.places += 1
                place = Self.places
            }
            return assertForOverFulfill && count > expectedFulfillmentCount
        }
        if isTooMuch {
            assayFail_ASSAY_MARK("\"\(expectationDescription)\" was fulfilled more than expected")
        }
    }

    fileprivate final var isFulfilled: Bool { count >= expectedFulfillmentCount }
    final var hasBeenMet: Bool { assayLocked_ASSAY_MARK { isFulfilled } }
}

public enum AssayWaiting_ASSAY_MARK: Sendable {
    case completed, timedOut, incorrectOrder, invertedFulfillment, interrupted
}

/// Looks every millisecond, by the clock of the tests.
open class AssayWaiter_ASSAY_MARK: @unchecked Sendable {
    public typealias Result = AssayWaiting_ASSAY_MARK

    public init(delegate: Any? = nil) {}

    fileprivate static func result(
        _ expected: [AssayExpectation_ASSAY_MARK], _ inOrder: Bool, isLate: Bool
    ) -> Result? {
        assayLocked_ASSAY_MARK {
            if expected.contains(where: { $0.isInverted && $0.isFulfilled }) {
                return .invertedFulfillment
            }
            let wanted = expected.filter { !$0.isInverted }
            if wanted.allSatisfy(\.isFulfilled), isLate || wanted.count == expected.count {
                let places = wanted.map(\.place)
                return inOrder && places != places.sorted() ? .incorrectOrder : .completed
            }
            return isLate ? .timedOut : nil
        }
    }

    private static func end(_ seconds: Double) -> UInt64 {
        DispatchTime.now().uptimeNanoseconds &+ UInt64(max(0, min(seconds, 1e6)) * 1e9)
    }

    fileprivate static func wait(
        _ expected: [AssayExpectation_ASSAY_MARK], _ seconds: Double, _ inOrder: Bool
    ) -> Result {
        let end = end(seconds)
        while true {
            let isLate = DispatchTime.now().uptimeNanoseconds >= end
            if let result = result(expected, inOrder, isLate: isLate) { return result }
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(1))
        }
    }

    fileprivate static func settled(
        _ expected: [AssayExpectation_ASSAY_MARK], _ seconds: Double, _ inOrder: Bool
    ) async -> Result {
        let end = end(seconds)
        while true {
            let isLate = DispatchTime.now().uptimeNanoseconds >= end
            if let result = result(expected, inOrder, isLate: isLate) { return result }
            try? await Task.sleep(nanoseconds: 1_000_000)
        }
    }

    @discardableResult
    public static func wait(
        for expected: [AssayExpectation_ASSAY_MARK], timeout: Double,
        enforceOrder: Bool = false
    ) -> Result { wait(expected, timeout, enforceOrder) }
    @discardableResult
    public final func wait(
        for expected: [AssayExpectation_ASSAY_MARK], timeout: Double,
        enforceOrder: Bool = false
    ) -> Result { Self.wait(expected, timeout, enforceOrder) }
    @discardableResult
    public static func fulfillment(
        of expected: [AssayExpectation_ASSAY_MARK], timeout: Double,
        enforceOrder: Bool = false
    ) async -> Result { await settled(expected, timeout, enforceOrder) }
    @discardableResult
    public final func fulfillment(
        of expected: [AssayExpectation_ASSAY_MARK], timeout: Double,
        enforceOrder: Bool = false
    ) async -> Result { await Self.settled(expected, timeout, enforceOrder) }
}

extension AssayCase_ASSAY_MARK {
    public final func expectation(
        description: String, file: StaticString = #filePath, line: UInt = #line
    ) -> AssayExpectation_ASSAY_MARK {
        let made = AssayExpectation_ASSAY_MARK(description: description)
        // What the test itself makes is not to be fulfilled too often.
        made.assertForOverFulfill = true
        expected.append(made)
        return made
    }

    public final func wait(
        for expected: [AssayExpectation_ASSAY_MARK], timeout: Double = 60,
        enforceOrder: Bool = false, file: StaticString = #filePath, line: UInt = #line
    ) { tell(AssayWaiter_ASSAY_MARK.wait(expected, timeout, enforceOrder), expected, timeout) }

    public final func waitForExpectations(
        timeout: Double, file: StaticString = #filePath, line: UInt = #line,
        handler: ((Error?) -> Void)? = nil
    ) {
        let result = AssayWaiter_ASSAY_MARK.wait(expected, timeout, false)
        tell(result, expected, timeout)
        expected = []
        handler?(result == .completed ? nil : AssaySkip_ASSAY_MARK("\(result)"))
    }

    public final func fulfillment(
        of expected: [AssayExpectation_ASSAY_MARK], timeout: Double = 60,
        enforceOrder: Bool = false, file: StaticString = #filePath, line: UInt = #line
    ) async {
        tell(
            await AssayWaiter_ASSAY_MARK.settled(expected, timeout, enforceOrder), expected, timeout
        )
    }

    private final func tell(
        _ result: AssayWaiting_ASSAY_MARK, _ expected: [AssayExpectation_ASSAY_MARK],
        _ seconds: Double
    ) {
        let open = expected.filter { $0.isInverted == $0.isFulfilled }
            .map { "\"\($0.expectationDescription)\"" }.joined(separator: ", ")
        switch result {
        case .completed: break
        case .timedOut:
            assayFail_ASSAY_MARK("exceeded timeout of \(seconds) seconds, unfulfilled: \(open)")
        case .incorrectOrder: assayFail_ASSAY_MARK("expectations were fulfilled in another order")
        case .invertedFulfillment: assayFail_ASSAY_MARK("fulfilled against expectation: \(open)")
        case .interrupted: assayFail_ASSAY_MARK("waiting was interrupted")
        }
    }
}
