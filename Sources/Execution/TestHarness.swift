/// How test code and a submission become one program that proves that its tests have passed;
/// a section of a profile.
package struct TestHarness: Sendable, Equatable {
    /// A text that is replaced in the tests; `$1` to `$9` stand for the groups found.
    package struct Rewrite: Sendable, Equatable {
        package var find: String
        package var with: String

        package init(find: String, with: String) {
            self.find = find
            self.with = with
        }
    }

    /// What no honest source holds, and the evidence that is named where one does.
    package struct Refusal: Sendable, Equatable {
        /// Where in a source it counts.
        package enum Place: Sendable, Equatable {
            /// Anywhere but in comments.
            case uncommented
            /// In comments, too.
            case anywhere
            /// In code outside of all braces alone, where no body is.
            case outermost
        }

        package var find: String
        package var why: String
        /// Whether what its first group finds may stand in a source if the tests name it too.
        package var unlessNamed: Bool
        package var place: Place

        package init(
            find: String, why: String, unlessNamed: Bool = false, in place: Place = .uncommented
        ) {
            self.find = find
            self.why = why
            self.unlessNamed = unlessNamed
            self.place = place
        }
    }

    /// Paths in the box, and the file of the harness that lands there.
    ///
    /// `{tests}` in its place is the tests' text. `{source}`, `{class}` and `{mark}`, a word of
    /// this run alone, may stand in paths.
    package var files: [String: String] = [:]
    /// Files of the harness that land there only where the source holds this pattern.
    package var shims: [Rewrite] = []
    /// `nil`: as the profile, or not at all.
    package var compile: [String]?
    /// `nil`: as the profile.
    package var run: [String]?
    package var environment: [String: String] = [:]
    /// Whether the tests' text follows the one-time word on standard input.
    package var testsOnInput = false
    /// How a file of tests stands in the joined text, around `{tests}`; empty: it is a file.
    package var frame = ""
    /// Finds the tests; its first group is the name.
    package var names: String?
    /// Finds what tests stand in: the last match before one is its `{class}`.
    ///
    /// Its second group is what that inherits from; a last one, what only adds to such a class.
    package var owners: String?
    /// What these inherit from in the end, their tests being theirs, too; `nil`: anything.
    package var base: String?
    /// What a test found is called: its name if this is empty.
    ///
    /// `{stem}`, the name of the file that it is written in, up to the first dot, `{class}` and
    /// `{name}` may stand in it.
    package var id = ""
    /// The text that stands for each test found, of `{name}`, `{class}` and `{id}`.
    package var call = ""
    package var rewrites: [Rewrite] = []
    /// Methods whose calls in the tests become calls of a function with the receiver in front.
    package var calls: [Rewrite] = []
    package var refusals: [Refusal] = []
    /// Names and paths that are not the candidate's to bring; `*` stands for anything.
    package var refusedFiles: [String] = []
    /// What must be on the host besides the toolchain, and how to get it.
    package var requires: [String] = []
    package var remedy = ""

    package init() {}
}
