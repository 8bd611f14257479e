package import Judging

/// Turns test programs of the form call == literal into `function` cases.
///
/// A translated test is judged isolated. The translation is all or nothing: every statement of the
/// test must be understood, so that no check is dropped or weakened; else there is a refusal, and
/// the text stays what it was. Known are the forms in which HumanEval-X, MultiPL-E, MBPP and MBXP
/// write their tests.
package enum TestTranslation {
    /// Of the test's text.
    package static let maximumBytes = 1 << 20
    package static let maximumCases = 10_000

    /// Why a test stays as it is.
    package struct Refusal: Error, Sendable, Equatable {
        /// From 1, in the test's text.
        package var line: Int
        /// The statement that was not understood, clipped.
        package var statement: String
        package var reason: String

        /// One line for people.
        package var text: String {
            statement.isEmpty
                ? "line \(line): \(reason)" : "line \(line): \(reason): `\(statement)`"
        }
    }

    /// - Parameters:
    ///   - tests: the whole text that tests the submission, without the submission.
    ///   - language: a profile's language, such as `cpp`; `js`, `rb` and the like are known too.
    ///   - entryPoint: `f` or `Class.method`; stands in the suite as it is given, but for Java's
    ///     `f`, to which a test that says `Class.f` adds the class.
    ///   - declaration: text that declares the function, where there is one: a result of 32 bits
    ///     (`-> f32`) compares with decimal literals differently.
    /// - Returns: at least one case, or the first statement that is not of a known form.
    package static func suite(
        of tests: String, language: String, entryPoint: String, declaration: String = ""
    ) -> Result<FunctionSuite, Refusal> {
        do throws(Refusal) {
            guard let language = TestLanguage(name: language) else {
                throw Refusal(
                    line: 1, statement: "",
                    reason: "tests in `\(language.prefix(40))` are not translated")
            }
            return .success(
                try TestScript.suite(
                    of: tests, language: language, entryPoint: entryPoint,
                    declaration: declaration))
        } catch {
            return .failure(error)
        }
    }

    /// MBPP's list of Python asserts.
    ///
    /// - Returns: one case for each assert, in their order.
    package static func suite(
        ofAsserts asserts: [String], entryPoint: String
    ) -> Result<FunctionSuite, Refusal> {
        suite(of: asserts.joined(separator: "\n"), language: "python", entryPoint: entryPoint)
    }
}

/// The languages whose tests are read.
enum TestLanguage: String {
    case bash, cpp, go, java, javascript, lua, perl, php, python, ruby, rust, typescript

    init?(name: String) {
        switch name.lowercased() {
        case "sh": self = .bash
        case "c++": self = .cpp
        case "golang": self = .go
        case "js", "node": self = .javascript
        case "pl": self = .perl
        case "py", "python3": self = .python
        case "rb": self = .ruby
        case "rs": self = .rust
        case "ts": self = .typescript
        default: self.init(rawValue: name.lowercased())
        }
    }

    var isScript: Bool { self == .javascript || self == .typescript }
}
