/// How a language's `function` tests call an entry point: a driver beside the source.
///
/// The driver answers calls on descriptors of its own and never sees what is expected.
package struct FunctionDriver: Sendable, Equatable {
    /// Files of the harness that are put into `.assay/`; `{driver}` is the first.
    package var files: [String]
    /// `nil`: the profile's own command, if it has one.
    ///
    /// Both commands' words may hold `{toolchain}`, `{source}`, `{driver}` and `{output}`.
    package var compile: [String]?
    package var run: [String]
    /// What compiling leaves to be run; `nil`: the profile's own.
    package var output: String?
    /// Whether a suite must tell the types of parameters and result.
    package var needsSignature: Bool
    /// What the language cannot tell apart.
    package var blurs: Set<Blur>

    package init(
        files: [String], compile: [String]? = nil, run: [String], output: String? = nil,
        needsSignature: Bool = false, blurs: Set<Blur> = []
    ) {
        self.files = files
        self.compile = compile
        self.run = run
        self.output = output
        self.needsSignature = needsSignature
        self.blurs = blurs
    }
}

/// A difference between values that a language does not have; its answers are read without it.
package enum Blur: String, Sendable, CaseIterable {
    /// `1` and `1.0` are one value, even where `exact` is asked for.
    case integers
    /// `1` stands for true, `0`, an empty text and nothing for false; nothing else does.
    case booleans
    /// A number and its text are one value.
    case textOrNumber = "text-or-number"
    /// A tuple and a list are one value.
    case tuples
    /// An empty list and an empty dict are one value.
    case tables
    /// A list and the dict that counts its items from 0 are one value.
    case listsFrom0 = "lists-from-0"
    /// A list and the dict that counts its items from 1 are one value.
    case listsFrom1 = "lists-from-1"
    /// A dict's key and its text are one: `1` and `"1"`.
    case keys
    /// A list without repetition, and a dict whose values are all true, empty or null, stand for
    /// a set.
    case sets
    /// A dict stands for the list of its entries, in its order, as pairs.
    case pairs
    /// A list of pairs, no key twice, stands for the dict of these entries.
    case entries
    /// An absent value is null: a null entry of a dict, and nulls at the end of a list, may lack.
    case null
    /// Bytes, and a list of integers from 0 to 255, are one value.
    case bytes
    /// Text and its bytes in UTF-8 are one value.
    case text
    /// A function gives a sequence of results: where a sequence or a dict is expected they are it,
    /// and one may be it by itself; else the first counts.
    case results
    /// A function gives any number of results, of which the first counts; as many as an expected
    /// tuple has, if more than one, are the tuple.
    case firstResult = "first-result"
    /// Everything is text: items have white space between them, rows of items and `key,value` have
    /// a line each.
    case words
    /// One value and a list of one are alike, and so are nothing and what is empty.
    case vectors
    /// A time without a zone is one in UTC, and a date is its beginning.
    case zones
}
