// A small XCTest of our own, under names of this run that no source can put others in the place of.

public struct AssaySkip_ASSAY_MARK: Error {
    let message: String
    public init(_ message: @autoclosure () -> String = "") { self.message = message() }
}

open class AssayCase_ASSAY_MARK {
    public final var continueAfterFailure = true
    private var blocks: [() async throws -> Void] = []
    /// Those that nobody has waited for yet.
    final var expected: [AssayExpectation_ASSAY_MARK] = []

    public required init() {}

    public final var name: String { "\(type(of: self))" }

    open class func setUp() {}
    open class func tearDown() {}
    open func setUp() {}
    open func setUp() async throws {}
    open func setUpWithError() throws {}
    open func tearDown() {}
    open func tearDown() async throws {}
    open func tearDownWithError() throws {}
    public final func addTeardownBlock(_ block: @escaping () async throws -> Void) {
        blocks.append(block)
    }
    public final func measure(_ block: () -> Void) { block() }

    private func begin() throws {
        try setUpWithError()
        setUp()
    }

    private func end() throws {
        tearDown()
        try tearDownWithError()
    }

    /// All of it, whatever fails; the first error.
    private func leave() async -> Error? {
        var first: Error?
        while let block = blocks.popLast() {
            do { try await block() } catch { first = first ?? error }
        }
        do { try end() } catch { first = first ?? error }
        do { try await tearDown() } catch { first = first ?? error }
        return first
    }

    /// The class whose tests run.
    nonisolated(unsafe) private static var current: AssayCase_ASSAY_MARK.Type?

    static func leaveClass() {
        current?.tearDown()
        current = nil
    }

    public static func run(_ body: (AssayCase_ASSAY_MARK) async throws -> Void) async throws {
        if current != self {
            leaveClass()
            current = self
            setUp()
        }
        let item = self.init()
        do {
            try await item.setUp()
            try item.begin()
            try await body(item)
        } catch {
            _ = await item.leave()
            throw error
        }
        if let error = await item.leave() { throw error }
        if let open = item.expected.first(where: { !$0.isInverted && !$0.hasBeenMet }) {
            assayFail_ASSAY_MARK(
                "nobody waited for \"\(open.expectationDescription)\", which was not fulfilled")
        }
    }
}

public enum AssayCheck_ASSAY_MARK {
    private static func fail(
        _ text: String, _ message: String, _ expected: String = "", _ actual: String = ""
    ) {
        assayFail_ASSAY_MARK(message.isEmpty ? text : "\(text) - \(message)", expected, actual)
    }

    private static func value<T>(_ body: () throws -> T, _ name: String) -> T? {
        do {
            return try body()
        } catch {
            fail("\(name): threw error \"\(error)\"", "")
            return nil
        }
    }

    private static func truth(
        _ name: String, _ message: () -> String, _ body: () throws -> Bool
    ) {
        if value(body, name) == false { fail("\(name) failed", message()) }
    }

    private static func pair<T>(
        _ name: String, _ a: () throws -> T, _ b: () throws -> T, _ message: () -> String,
        _ holds: (T, T) -> Bool
    ) {
        guard let left = value(a, name), let right = value(b, name) else { return }
        guard !holds(left, right) else { return }
        let (one, other) = (shown(left), shown(right))
        fail("\(name) failed: (\(one)) and (\(other))", message(), other, one)
    }

    private static func shown(_ value: Any) -> String {
        let text = "\(value)"
        return text.count > 600 ? "\(text.prefix(600))..." : text
    }

    // MARK: - In the main file

    public static func assert(
        _ good: @autoclosure () throws -> Bool, _ message: @autoclosure () -> String = "",
        file: StaticString = #fileID, line: UInt = #line
    ) rethrows {
        if try !good() { assayStop_ASSAY_MARK(told(message(), line)) }
    }
    public static func precondition(
        _ good: @autoclosure () throws -> Bool, _ message: @autoclosure () -> String = "",
        file: StaticString = #fileID, line: UInt = #line
    ) rethrows {
        if try !good() { assayStop_ASSAY_MARK(told(message(), line)) }
    }
    public static func assertionFailure(
        _ message: @autoclosure () -> String = "",
        file: StaticString = #fileID, line: UInt = #line
    ) {
        assayStop_ASSAY_MARK(told(message(), line))
    }
    public static func preconditionFailure(
        _ message: @autoclosure () -> String = "",
        file: StaticString = #fileID, line: UInt = #line
    ) -> Never {
        assayStop_ASSAY_MARK(told(message(), line))
    }
    public static func fatalError(
        _ message: @autoclosure () -> String = "",
        file: StaticString = #fileID, line: UInt = #line
    ) -> Never {
        assayStop_ASSAY_MARK(told(message(), line))
    }
    private static func told(_ message: String, _ line: UInt) -> String {
        "line \(line): " + (message.isEmpty ? "an assertion failed" : message)
    }

    // MARK: - XCTest's

    public typealias Told = () -> String

    public static func XCTFail(
        _ message: String = "", file: StaticString = #filePath, line: UInt = #line
    ) {
        fail("failed", message)
    }
    public static func XCTAssert(
        _ good: @autoclosure () throws -> Bool, _ message: @autoclosure Told = "",
        file: StaticString = #filePath, line: UInt = #line
    ) {
        truth("XCTAssertTrue", message, good)
    }
    public static func XCTAssertTrue(
        _ good: @autoclosure () throws -> Bool, _ message: @autoclosure Told = "",
        file: StaticString = #filePath, line: UInt = #line
    ) {
        truth("XCTAssertTrue", message, good)
    }
    public static func XCTAssertFalse(
        _ good: @autoclosure () throws -> Bool, _ message: @autoclosure Told = "",
        file: StaticString = #filePath, line: UInt = #line
    ) {
        truth("XCTAssertFalse", message) { try !good() }
    }
    public static func XCTAssertNil(
        _ item: @autoclosure () throws -> Any?, _ message: @autoclosure Told = "",
        file: StaticString = #filePath, line: UInt = #line
    ) {
        do {
            if let found = try item() {
                fail("XCTAssertNil failed", message(), "nil", shown(found))
            }
        } catch { fail("XCTAssertNil: threw error \"\(error)\"", message()) }
    }
    public static func XCTAssertNotNil(
        _ item: @autoclosure () throws -> Any?, _ message: @autoclosure Told = "",
        file: StaticString = #filePath, line: UInt = #line
    ) {
        do {
            if try item() == nil { fail("XCTAssertNotNil failed", message(), "", "nil") }
        } catch { fail("XCTAssertNotNil: threw error \"\(error)\"", message()) }
    }
    public static func XCTUnwrap<T>(
        _ item: @autoclosure () throws -> T?, _ message: @autoclosure Told = "",
        file: StaticString = #filePath, line: UInt = #line
    ) throws -> T {
        guard let found = try item() else {
            fail("XCTUnwrap failed", message(), "", "nil")
            throw AssaySkip_ASSAY_MARK("there is nothing to unwrap")
        }
        return found
    }
    public static func XCTAssertEqual<T: Equatable>(
        _ a: @autoclosure () throws -> T, _ b: @autoclosure () throws -> T,
        _ message: @autoclosure Told = "", file: StaticString = #filePath, line: UInt = #line
    ) { pair("XCTAssertEqual", a, b, message, ==) }
    public static func XCTAssertNotEqual<T: Equatable>(
        _ a: @autoclosure () throws -> T, _ b: @autoclosure () throws -> T,
        _ message: @autoclosure Told = "", file: StaticString = #filePath, line: UInt = #line
    ) { pair("XCTAssertNotEqual", a, b, message, !=) }
    public static func XCTAssertEqual<T: FloatingPoint>(
        _ a: @autoclosure () throws -> T, _ b: @autoclosure () throws -> T, accuracy: T,
        _ message: @autoclosure Told = "", file: StaticString = #filePath, line: UInt = #line
    ) { pair("XCTAssertEqual", a, b, message) { $0 == $1 || abs($0 - $1) <= accuracy } }
    public static func XCTAssertEqual<T: Numeric & Comparable>(
        _ a: @autoclosure () throws -> T, _ b: @autoclosure () throws -> T, accuracy: T,
        _ message: @autoclosure Told = "", file: StaticString = #filePath, line: UInt = #line
    ) {
        pair("XCTAssertEqual", a, b, message) {
            $0 > $1 ? $0 - $1 <= accuracy : $1 - $0 <= accuracy
        }
    }
    public static func XCTAssertGreaterThan<T: Comparable>(
        _ a: @autoclosure () throws -> T, _ b: @autoclosure () throws -> T,
        _ message: @autoclosure Told = "", file: StaticString = #filePath, line: UInt = #line
    ) { pair("XCTAssertGreaterThan", a, b, message, >) }
    public static func XCTAssertGreaterThanOrEqual<T: Comparable>(
        _ a: @autoclosure () throws -> T, _ b: @autoclosure () throws -> T,
        _ message: @autoclosure Told = "", file: StaticString = #filePath, line: UInt = #line
    ) { pair("XCTAssertGreaterThanOrEqual", a, b, message, >=) }
    public static func XCTAssertLessThan<T: Comparable>(
        _ a: @autoclosure () throws -> T, _ b: @autoclosure () throws -> T,
        _ message: @autoclosure Told = "", file: StaticString = #filePath, line: UInt = #line
    ) { pair("XCTAssertLessThan", a, b, message, <) }
    public static func XCTAssertLessThanOrEqual<T: Comparable>(
        _ a: @autoclosure () throws -> T, _ b: @autoclosure () throws -> T,
        _ message: @autoclosure Told = "", file: StaticString = #filePath, line: UInt = #line
    ) { pair("XCTAssertLessThanOrEqual", a, b, message, <=) }
    public static func XCTAssertIdentical(
        _ a: @autoclosure () throws -> AnyObject?, _ b: @autoclosure () throws -> AnyObject?,
        _ message: @autoclosure Told = "", file: StaticString = #filePath, line: UInt = #line
    ) { pair("XCTAssertIdentical", a, b, message) { $0 === $1 } }
    public static func XCTAssertNotIdentical(
        _ a: @autoclosure () throws -> AnyObject?, _ b: @autoclosure () throws -> AnyObject?,
        _ message: @autoclosure Told = "", file: StaticString = #filePath, line: UInt = #line
    ) { pair("XCTAssertNotIdentical", a, b, message) { $0 !== $1 } }
    public static func XCTAssertThrowsError<T>(
        _ body: @autoclosure () throws -> T, _ message: @autoclosure Told = "",
        file: StaticString = #filePath, line: UInt = #line, _ look: (Error) -> Void = { _ in }
    ) {
        do {
            _ = try body()
            fail("XCTAssertThrowsError failed: did not throw an error", message())
        } catch { look(error) }
    }
    public static func XCTAssertNoThrow<T>(
        _ body: @autoclosure () throws -> T, _ message: @autoclosure Told = "",
        file: StaticString = #filePath, line: UInt = #line
    ) {
        do { _ = try body() } catch {
            fail("XCTAssertNoThrow failed: threw error \"\(error)\"", message())
        }
    }
    public static func XCTSkipIf(
        _ good: @autoclosure () throws -> Bool, _ message: @autoclosure Told = ""
    ) throws {
        if try good() { throw AssaySkip_ASSAY_MARK(message()) }
    }
    public static func XCTSkipUnless(
        _ good: @autoclosure () throws -> Bool, _ message: @autoclosure Told = ""
    ) throws {
        if try !good() { throw AssaySkip_ASSAY_MARK(message()) }
    }
}
