import Execution

// MARK: - Functions that begin with a word: Go, Rust, Swift

extension SourceFunctions {
    /// One token, or a whole function.
    mutating func named() {
        guard source.isWord(index) else {
            switch source.text(index) {
            case "{", "}", ";":
                depth += source.isText(index, "{") ? 1 : source.isText(index, "}") ? -1 : 0
                end()
            case "(", "[": index = next(index)
            default: break
            }
            return
        }
        switch (source.text(index), syntax) {
        case ("func", .go): goFunction()
        case ("func", .swift), ("fn", .rust): function()
        case ("init", .swift), ("subscript", .swift), ("deinit", .swift): initializer()
        case ("var", .go), ("const", .go): goValues()
        case ("import", _), ("use", .rust), ("package", .go), ("typealias", .swift): skipNames()
        case ("macro_rules", .rust), ("operator", .swift): isOpaque = true
        case ("const", .rust), ("static", .rust), ("let", .swift), ("var", .swift): value()
        default: note(index)
        }
    }

    private mutating func skipNames() {
        index += 1
        if source.isText(index, "(") {
            index = next(index)
        } else if syntax == .rust {
            while index < source.count, !source.isText(index, ";") { index += 1 }
        } else {
            index += 1
        }
    }

    private mutating func value() {
        var name = index + 1
        if source.isText(name, "mut") { name += 1 }
        if source.isText(name, "("), isOpen(name) {
            for part in name..<source.partners[name] where source.isWord(part) {
                assigned.insert(source.text(part))
            }
        }
        guard source.isWord(name), !source.isText(name, "fn") else { return }
        if syntax == .swift { pending.append(source.text(name)) }
        if syntax == .rust || depth == 0 { assigned.insert(source.text(name)) }
        if !source.isText(name, "unsafe"), !source.isText(name, "func") { index = name + 1 }
    }

    private static let goTypes: Set<String> = [
        "bool", "byte", "complex64", "complex128", "error", "float32", "float64", "int", "int8",
        "int16", "int32", "int64", "rune", "string", "uint", "uint8", "uint16", "uint32", "uint64",
        "uintptr", "any", "map", "chan", "func", "struct", "interface", "make", "new", "iota",
        "true", "false", "nil", "append", "len",
    ]

    private mutating func goValues() {
        let first = index + 1
        var last = first
        if source.isText(first, "("), isOpen(first) {
            last = source.partners[first]
        } else {
            last += 1
            while last < source.count, !source.isText(last, "="), !isOnNewLine(last) { last += 1 }
        }
        for name in first..<max(first, min(last, source.count)) where source.isWord(name) {
            let text = source.text(name)
            if !Self.goTypes.contains(text) { assigned.insert(text) }
        }
        index = last
    }

    private mutating func goFunction() {
        var name = index + 1
        if source.isText(name, "(") { name = next(name) }
        guard source.isWord(name) else { return }
        var open = name + 1
        if source.isText(open, "[") { open = next(open) }
        guard source.isText(open, "("), isOpen(open) else { return }
        let type = source.partners[open] + 1
        var end = type
        while end < source.count, wait() {
            if source.isText(end, "{"), isOpen(end) {
                let isType =
                    end > type
                    && (source.isText(end - 1, "struct") || source.isText(end - 1, "interface"))
                guard isType else { break }
            }
            // Without a body: written in assembler.
            if source.isText(end, "func"), end > type, !isGoType(end - 1) { return }
            end = isOpen(end) ? source.partners[end] + 1 : end + 1
        }
        guard source.isText(end, "{"), isOpen(end) else { return }
        let result = source.joined(type..<end)
        add(SourceFunction(name: source.text(name), body: body(end), result: result), body: end)
    }

    /// Whether a type goes on behind this token.
    private func isGoType(_ index: Int) -> Bool {
        ["]", "*", "map", "chan", "func", ",", "("].contains(source.text(index))
    }

    private static let declarations: Set<String> = [
        "func", "fn", "var", "let", "init", "static", "subscript", "associatedtype", "class",
        "struct", "enum", "mod", "protocol", "extension", "case", "typealias",
    ]

    private mutating func function() {
        let name = index + 1
        guard source.isWord(name) else {
            if syntax == .swift { isOpaque = true }
            return
        }
        signature(source.text(name), from: name + 1, isKept: false)
    }

    private mutating func initializer() {
        var open = index + 1
        while source.isText(open, "?") || source.isText(open, "!") { open += 1 }
        let name = source.text(index)
        if name == "subscript" { isOpaque = true }
        if name == "deinit", source.isText(open, "{"), isOpen(open) {
            add(SourceFunction(name: name, body: body(open), result: "", isKept: true), body: open)
            return
        }
        signature(name, from: open, isKept: true)
    }

    private mutating func signature(_ name: String, from start: Int, isKept: Bool) {
        var index = start
        if source.isText(index, "<") {
            guard let next = afterAngles(index) else { return }
            index = next
        }
        guard source.isText(index, "("), isOpen(index) else { return }
        index = next(index)
        var type: Int?
        var typeEnd: Int?
        while index < source.count, !(source.isText(index, "{") && isOpen(index)), wait() {
            let text = source.text(index)
            if text == "->", type == nil, typeEnd == nil {
                type = index + 1
            } else if text == "where" {
                typeEnd = typeEnd ?? index
            } else if text == ";" || text == "}" || text == ")" {
                return
            } else if Self.declarations.contains(text), source.isWord(index) {
                return
            }
            index = next(index)
        }
        guard source.isText(index, "{"), isOpen(index) else { return }
        let result = type.map { source.joined($0..<max($0, typeEnd ?? index)) } ?? ""
        add(
            SourceFunction(name: name, body: body(index), result: result, isKept: isKept),
            body: index)
    }
}
