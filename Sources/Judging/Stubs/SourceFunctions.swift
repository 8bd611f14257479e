import Execution

/// One function of a source.
struct SourceFunction: Equatable {
    var name: String
    /// The body's braces and what is between them, in bytes.
    var body: Range<Int>
    /// The type of what it gives back; empty if there is none.
    var result: String
    /// A constructor: it makes what is tested, and is never replaced.
    var isKept = false
}

/// The functions of a source, and what else it declares that tests may look at.
struct SourceFunctions {
    let source: SourceTokens
    let syntax: SourceSyntax
    private(set) var functions: [SourceFunction] = []
    /// Names outside of functions that are not called.
    private(set) var declared: Set<String> = []
    /// Names that are given a value outside of functions.
    var assigned: Set<String> = []
    /// Whether it may have code that is not found: macros, operators, assembler.
    var isOpaque = false

    /// Where the declaration began that is being read.
    private var start = 0
    /// How many more tokens are looked at, each as often as it is.
    private var patience: Int
    var index = 0
    /// Names of the declaration that is being read.
    var pending: [String] = []
    var depth = 0

    /// How many tokens are looked at in all files of a submission, which may be hostile.
    static let patience = 2_000_000

    /// `patience` is what is left for the next file.
    init?(_ bytes: [UInt8], _ syntax: SourceSyntax, _ patience: inout Int) {
        guard let source = SourceTokens(bytes, syntax) else { return nil }
        self.source = source
        self.syntax = syntax
        self.patience = patience
        while index < source.count, wait() { step() }
        patience = self.patience
        guard patience > 0 else { return nil }
        end()
    }

    /// Whether one more token may be looked at.
    mutating func wait() -> Bool {
        patience -= 1
        return patience > 0
    }

    private mutating func step() {
        let here = index
        switch syntax {
        case .c, .cpp, .java: headed()
        case .go, .rust, .swift: named()
        }
        if index <= here { index = here + 1 }
    }

    mutating func end() {
        declared.formUnion(pending)
        pending = []
        start = index + 1
    }

    /// Whether a bracket opens here.
    func isOpen(_ index: Int) -> Bool {
        index < source.count && source.partners[index] > index
    }

    /// Behind the bracket that opens here, or the next token.
    func next(_ index: Int) -> Int {
        isOpen(index) ? source.partners[index] + 1 : index + 1
    }

    func isOnNewLine(_ index: Int) -> Bool {
        guard index > 0, index < source.count else { return true }
        let gap = source.tokens[index - 1].range.upperBound..<source.tokens[index].range.lowerBound
        return source.bytes[gap].contains(10)
    }

    func body(_ open: Int) -> Range<Int> {
        let close = source.partners[open]
        return source.tokens[open].range.lowerBound..<source.tokens[close].range.upperBound
    }

    mutating func add(_ function: SourceFunction, body open: Int) {
        functions.append(function)
        pending = []
        index = source.partners[open] + 1
        start = index
    }

    mutating func note(_ index: Int) {
        let word = source.text(index)
        let isFollowed = [";", "=", ",", "[", "{", ":", "}"].contains(source.text(index + 1))
        if isFollowed || syntax == .swift { pending.append(word) }
        var last = index + 1
        while source.isText(last, "["), isOpen(last) { last = next(last) }
        if source.isText(last, "="), syntax != .rust, syntax != .swift {
            assigned.insert(word)
        }
    }
}

// MARK: - Functions that begin with their type: C, C++, Java

extension SourceFunctions {
    private static let control: Set<String> = [
        "if", "for", "while", "switch", "catch", "return", "sizeof", "new", "throw", "else", "do",
        "synchronized", "try", "alignas", "alignof", "decltype", "noexcept", "requires", "explicit",
        "static_assert", "_Static_assert", "__attribute__", "__declspec", "typeof", "defined",
    ]

    private mutating func headed() {
        if source.kind(index) == .directive {
            directive(index)
            end()
            return
        }
        guard source.kind(index) == .mark else {
            word()
            return
        }
        switch source.text(index) {
        case ";", "{", "}": end()
        case ":" where ["public", "private", "protected"].contains(source.text(index - 1)): end()
        case "(": group()
        case "[": index = next(index)
        default: break
        }
    }

    private mutating func word() {
        guard source.isWord(index) else { return }
        switch source.text(index) {
        case "import" where syntax == .java, "package" where syntax == .java,
            "using" where syntax == .cpp:
            while index < source.count, !source.isText(index, ";") { index += 1 }
            end()
        case "operator" where syntax == .cpp, "asm", "__asm__", "__asm": isOpaque = true
        default: note(index)
        }
    }

    private mutating func directive(_ index: Int) {
        let words = NativeTests.words(of: Array(source.bytes[source.tokens[index].range]))
        guard words.first == "define", words.count > 1 else { return }
        assigned.insert(words[1])
        let text = source.bytes[source.tokens[index].range]
        if text.contains(UInt8(ascii: "{")) || text.contains("##".utf8) { isOpaque = true }
    }

    /// Parentheses: of a function's parameters, if a name stands before and a body behind them.
    private mutating func group() {
        let open = index
        let name = open - 1
        guard source.isWord(name), name >= start, !Self.control.contains(source.text(name)) else {
            index = source.partners[open] + 1
            return
        }
        // A function that gives back a function has its name inside.
        if source.isText(open + 1, "*") || source.isText(open + 1, "&") {
            isOpaque = true
        }
        guard let (body, trailing) = tail(source.partners[open] + 1) else {
            pending.append(source.text(name))
            index = source.partners[open] + 1
            return
        }
        guard let head = head(before: name) else {
            // What is no function all the same, as a constant with a body of its own.
            index = source.partners[open] + 1
            return
        }
        let result = trailing.map { source.joined($0) } ?? head
        add(
            SourceFunction(
                name: source.text(name), body: self.body(body), result: result,
                isKept: head.isEmpty), body: body)
    }

    /// The body behind parameters, and where the type is that is told there.
    private mutating func tail(_ start: Int) -> (body: Int, result: Range<Int>?)? {
        var index = start
        var result: Range<Int>?
        while index < source.count, index - start < 2_000, wait() {
            switch source.text(index) {
            case "{" where isOpen(index): return (index, result)
            case ";", "=", ")", "}": return nil
            case ",", ".": if syntax != .java { return nil }
            case ":": return initialized(index + 1).map { ($0, nil) }
            case "->":
                let type = index + 1
                while index < source.count, !source.isText(index, "{"), !source.isText(index, ";"),
                    wait()
                {
                    index = next(index)
                }
                result = type..<index
                continue
            case "(", "[":
                index = isOpen(index) ? source.partners[index] : index
            case "&", "<", ">", "@", "::": break
            default: if !source.isWord(index) { return nil }
            }
            index += 1
        }
        return nil
    }

    /// The body behind what a constructor of C++ sets first.
    private mutating func initialized(_ start: Int) -> Int? {
        var index = start
        while index < source.count, index - start < 2_000, wait() {
            if source.isText(index, "<") {
                guard let next = afterAngles(index) else { return nil }
                index = next
            } else if source.isText(index, "(") || source.isText(index, "{") {
                guard isOpen(index) else { return nil }
                index = source.partners[index] + 1
                if source.isText(index, "{") { return isOpen(index) ? index : nil }
                guard source.isText(index, ",") else { return nil }
                index += 1
            } else if source.isWord(index) || source.isText(index, "::") {
                index += 1
            } else {
                return nil
            }
        }
        return nil
    }

    private static let modifiers: Set<String> = [
        "public", "private", "protected", "static", "final", "abstract", "synchronized", "native",
        "strictfp", "default", "inline", "extern", "constexpr", "virtual", "friend", "explicit",
        "consteval", "register", "_Noreturn", "__inline", "__inline__", "__extension__", "noreturn",
        "thread_local",
    ]
    private static let noTypes: Set<String> = [
        "class", "record", "interface", "enum", "namespace", "return", "new", "throw", "else",
        "case", "goto", "do", "typedef", "using", "delete", "co_return", "co_yield", "co_await",
        "operator", "import", "package", "yield", "assert",
    ]

    /// The type before a name; empty before a constructor's, `nil` if it is no declaration.
    private mutating func head(before name: Int) -> String? {
        var end = name
        // The names of what it is a member of.
        while end - 2 >= start, source.isText(end - 1, "::") {
            var owner = end - 2
            if source.isText(owner, ">") {
                while owner > start, !source.isText(owner, "<"), wait() { owner -= 1 }
                owner -= 1
            }
            guard owner >= start, source.isWord(owner) else { break }
            end = owner
        }
        if end > start, source.isText(end - 1, "~") { return "" }
        var kept: [Int] = []
        var index = start
        while index < end, wait() {
            let text = source.text(index)
            if text == "template" || text == "<" && kept.isEmpty {
                let angle = text == "<" ? index : index + 1
                guard let next = afterAngles(angle) else { return nil }
                index = next
            } else if ["__attribute__", "alignas", "__declspec", "requires"].contains(text) {
                index = index + 1 < end && isOpen(index + 1) ? source.partners[index + 1] + 1 : end
            } else if text == "@" {
                index += 2
                while source.isText(index, ".") { index += 2 }
                if index < end, source.isText(index, "("), isOpen(index) {
                    index = source.partners[index] + 1
                }
            } else if text == "[" && kept.isEmpty && isOpen(index) {
                index = source.partners[index] + 1
            } else if Self.modifiers.contains(text) || source.kind(index) == .literal {
                index += 1
            } else {
                guard !Self.noTypes.contains(text), source.isWord(index) || isOfType(index) else {
                    return nil
                }
                kept.append(index)
                index += 1
            }
        }
        return index > end ? nil : source.joined(kept)
    }

    /// Behind the `>` that closes the `<` at an index; `nil` if nothing does.
    mutating func afterAngles(_ start: Int) -> Int? {
        var depth = 0
        var index = start
        while index < source.count, index - start < 500, wait() {
            if source.isText(index, "<") { depth += 1 }
            if source.isText(index, ">") { depth -= 1 }
            if depth == 0 { return index + 1 }
            if source.isText(index, ";") || source.isText(index, "{") { return nil }
            index = next(index)
        }
        return nil
    }

    private func isOfType(_ index: Int) -> Bool {
        ["<", ">", "::", "*", "&", ",", ".", "[", "]", "?"].contains(source.text(index))
    }
}
