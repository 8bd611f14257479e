import Execution

/// What the functions of a stub give back.
enum StubValue: String, Sendable {
    /// The language's nothing: 0, false, an empty text.
    case nothing
    /// Something else: another value, or no end but a failure where none is known.
    case other
}

/// Bodies that do nothing, by the type of what they give back.
struct StubBodies {
    let syntax: SourceSyntax
    let value: StubValue

    private static let deepest = 8

    /// With its braces; `nil` if there is none for the type.
    func body(_ result: String) -> String? {
        guard result.utf8.count <= SourceTokens.maxType else { return nil }
        let type = TypeText(result)
        switch syntax {
        case .c: return c(type)
        case .cpp: return cpp(type)
        case .go: return go(type)
        case .java: return java(type)
        case .rust: return rust(type)
        case .swift: return swift(type)
        }
    }

    /// What must stand before the source of a stub, and what behind it.
    var frame: (head: String, foot: String) {
        switch (syntax, value) {
        case (.cpp, .other): (Self.otherOfCPlusPlus, "")
        case (.go, .other):
            (
                "",
                "\ntype assayStubError struct{}\n"
                    + "func (assayStubError) Error() string { return \"8191\" }\n"
            )
        default: ("", "")
        }
    }

    // MARK: - C, C++

    private static let numbersOfC: Set<String> = [
        "char", "short", "int", "long", "signed", "unsigned", "float", "double", "size_t",
        "ssize_t", "int8_t", "int16_t", "int32_t", "int64_t", "uint8_t", "uint16_t", "uint32_t",
        "uint64_t", "_Bool", "bool",
    ]

    private func c(_ type: TypeText) -> String? {
        let words = type.text.split(separator: " ").filter { $0 != "const" }
        let text = words.joined(separator: " ")
        if text == "void" { return "{ }" }
        if text.isEmpty { return nil }
        if value == .nothing { return "{ return (\(text)){0}; }" }
        if text == "char*" { return "{ static char other[] = \"8191\"; return other; }" }
        if text.hasSuffix("*") {
            return "{ static long long other[64] = {8191}; return (void *) other; }"
        }
        guard words.allSatisfy({ Self.numbersOfC.contains(String($0)) }) else {
            return "{ __builtin_abort(); }"
        }
        let isSmall = words.contains { $0 == "char" || $0.hasSuffix("int8_t") }
        return "{ return \(isSmall ? 81 : 8191); }"
    }

    private func cpp(_ type: TypeText) -> String? {
        let text = type.text
        if text == "void" { return "{ }" }
        if text.isEmpty || text.contains("auto") || text.hasSuffix("&") { return nil }
        if value == .nothing { return "{ return {}; }" }
        return "{ return ::assay_stub::other<\(text)>(); }"
    }

    /// A value that is not the empty one, for numbers, texts, containers, pairs and optionals.
    private static let otherOfCPlusPlus = """
        #include <cstdlib>
        #include <string>
        #include <type_traits>
        namespace assay_stub {
        template<class T> constexpr T other() {
            using V = std::remove_cv_t<T>;
            if constexpr (std::is_same_v<V, bool>) return true;
            else if constexpr (std::is_arithmetic_v<V>) return V(sizeof(V) == 1 ? 81 : 8191);
            else if constexpr (std::is_pointer_v<V>) {
                if constexpr (std::is_same_v<V, const char *>) return "8191"; else std::abort();
            } else if constexpr (std::is_constructible_v<V, const char *>) return V("8191");
            else if constexpr (requires { typename V::first_type; typename V::second_type; })
                return V(other<typename V::first_type>(), other<typename V::second_type>());
            else if constexpr (
                requires(V v, typename V::value_type item) { v.insert(v.end(), item); }) {
                V made;
                made.insert(made.end(), other<typename V::value_type>());
                return made;
            } else if constexpr (requires(typename V::value_type item) { V(item); })
                return V(other<typename V::value_type>());
            else std::abort();
        }
        }

        """

    // MARK: - Java

    private static let numbersOfJava = [
        "boolean": ("false", "true"), "byte": ("(byte) 0", "(byte) 81"),
        "short": ("(short) 0", "(short) 8191"), "char": ("(char) 0", "(char) 81"),
        "int": ("0", "8191"), "long": ("0L", "8191L"), "float": ("0f", "8191f"),
        "double": ("0.0", "8191.0"),
    ]
    private static let boxes = [
        "Boolean": "boolean", "Byte": "byte", "Short": "short", "Character": "char",
        "Integer": "int", "Long": "long", "Float": "float", "Double": "double",
    ]
    private static let objects = [
        "String": "\"8191\"", "Object": "\"8191\"", "CharSequence": "\"8191\"",
        "Number": "8191", "BigInteger": "java.math.BigInteger.TEN",
        "BigDecimal": "java.math.BigDecimal.TEN", "Optional": "(Optional) Optional.of(8191)",
        "List": "new java.util.ArrayList(java.util.List.of(8191))",
        "ArrayList": "new java.util.ArrayList(java.util.List.of(8191))",
        "Collection": "new java.util.ArrayList(java.util.List.of(8191))",
        "Iterable": "new java.util.ArrayList(java.util.List.of(8191))",
        "Set": "new java.util.HashSet(java.util.List.of(8191))",
        "HashSet": "new java.util.HashSet(java.util.List.of(8191))",
        "Map": "new java.util.HashMap(java.util.Map.of(8191, 8191))",
        "HashMap": "new java.util.HashMap(java.util.Map.of(8191, 8191))",
    ]

    private func java(_ type: TypeText) -> String? {
        if type.text == "void" { return "{ }" }
        let name = type.name.split(separator: ".").last.map(String.init) ?? ""
        if type.text.hasSuffix("]") {
            let element = type.text.prefix { $0 != "[" && $0 != "<" }
            let rest = type.text.drop { $0 != "[" }.dropFirst().drop { $0 == " " }.dropFirst()
            return value == .nothing
                ? "{ return null; }" : "{ return new \(element)[1]\(rest); }"
        }
        if let values = Self.numbersOfJava[Self.boxes[name] ?? name] {
            return "{ return \(value == .nothing ? values.0 : values.1); }"
        }
        if name.isEmpty { return nil }
        if value == .nothing { return "{ return null; }" }
        return Self.objects[name].map { "{ return \($0); }" } ?? "{ throw new RuntimeException(); }"
    }

    // MARK: - Go

    private func go(_ type: TypeText) -> String? {
        guard let types = GoResults.types(type.text) else { return nil }
        if types.isEmpty { return "{ }" }
        var values: [String] = []
        for type in types {
            if value == .nothing {
                values.append("*new(\(type))")
            } else if let other = otherOfGo(type, 0) {
                values.append(other)
            } else {
                return "{ panic(\"8191\") }"
            }
        }
        return "{ return \(values.joined(separator: ", ")) }"
    }

    private static let numbersOfGo: Set<String> = [
        "int", "int16", "int32", "int64", "uint", "uint16", "uint32", "uint64", "uintptr", "rune",
        "float32", "float64", "complex64", "complex128", "any", "interface{}",
    ]

    private func otherOfGo(_ type: String, _ depth: Int) -> String? {
        guard depth < Self.deepest else { return nil }
        if Self.numbersOfGo.contains(type) { return "8191" }
        switch type {
        case "int8", "uint8", "byte": return "81"
        case "bool": return "true"
        case "string": return "\"8191\""
        case "error": return "error(assayStubError{})"
        default: break
        }
        if type.hasPrefix("[]") {
            let element = String(type.dropFirst(2))
            return "\(type){\(otherOfGo(element, depth + 1) ?? "*new(\(element))")}"
        }
        if type.hasPrefix("map["), let key = TypeText(String(type.dropFirst(3))).bracketed {
            let element = String(type.dropFirst(5 + key.count))
            return "\(type){*new(\(key)): *new(\(element))}"
        }
        return type.hasPrefix("*") ? "new(\(type.dropFirst()))" : nil
    }

    // MARK: - Rust

    private func rust(_ type: TypeText) -> String? {
        let text = type.text
        if text.isEmpty || text == "()" { return "{ }" }
        if text.contains("impl ") || text == "!" { return nil }
        if value == .nothing { return nothingOfRust(type, 0).map { "{ \($0) }" } }
        return "{ \(otherOfRust(type, 0) ?? "panic!(\"8191\")") }"
    }

    private func nothingOfRust(_ type: TypeText, _ depth: Int) -> String? {
        guard depth < Self.deepest else { return nil }
        if type.text.hasPrefix("&") {
            let plain = type.text.dropFirst().drop { $0 == "'" }
            if plain.hasSuffix("str"), !plain.hasPrefix("mut") { return "\"\"" }
            return plain.hasPrefix("[") ? "&[]" : nil
        }
        if let parts = type.tuple {
            let values = parts.compactMap { nothingOfRust(TypeText($0), depth + 1) }
            guard values.count == parts.count else { return nil }
            return "(\(values.joined(separator: ", ")),)"
        }
        if type.lastName == "Result" {
            guard let first = type.arguments.first else { return "Ok(Default::default())" }
            return nothingOfRust(TypeText(first), depth + 1).map { "Ok(\($0))" }
        }
        return "Default::default()"
    }

    private static let numbersOfRust: Set<String> = [
        "i16", "i32", "i64", "i128", "isize", "u16", "u32", "u64", "u128", "usize",
    ]

    private func otherOfRust(_ type: TypeText, _ depth: Int) -> String? {
        guard depth < Self.deepest else { return nil }
        if Self.numbersOfRust.contains(type.text) { return "8191" }
        switch type.text {
        case "i8", "u8": return "81"
        case "f32", "f64": return "8191.5"
        case "bool": return "true"
        case "char": return "'z'"
        case "String": return "String::from(\"8191\")"
        case "&str": return "\"8191\""
        case "()": return "()"
        default: break
        }
        if type.text.hasPrefix("&"), type.text.hasSuffix("str") { return "\"8191\"" }
        if let parts = type.tuple {
            let values = parts.compactMap { otherOfRust(TypeText($0), depth + 1) }
            return values.count == parts.count ? "(\(values.joined(separator: ", ")),)" : nil
        }
        let inner = type.arguments.map { otherOfRust(TypeText($0), depth + 1) }
        guard let first = inner.first ?? nil else { return nil }
        switch type.lastName {
        case "Vec": return "Vec::from([\(first)])"
        case "Option": return "Some(\(first))"
        case "Box", "Rc", "Arc": return "\(type.lastName)::new(\(first))"
        case "Result":
            return inner.count > 1 && type.arguments[1] == "String"
                ? "Err(String::from(\"8191\"))" : "Ok(\(first))"
        case "HashSet", "BTreeSet", "VecDeque": return "std::iter::once(\(first)).collect()"
        case "HashMap", "BTreeMap":
            guard inner.count > 1, let second = inner[1] else { return nil }
            return "std::iter::once((\(first), \(second))).collect()"
        default: return nil
        }
    }

    // MARK: - Swift

    private func swift(_ type: TypeText) -> String? {
        let text = type.text
        if text.isEmpty || text == "Void" || text == "()" { return "{ }" }
        if value == .other {
            return "{ return \(valueOfSwift(type, 0) ?? "fatalError()") }"
        }
        return valueOfSwift(type, 0).map { "{ return \($0) }" }
    }

    private static let valuesOfSwift = [
        "Double": ("0.0", "8191.5"), "Float": ("0.0", "8191.5"), "Bool": ("false", "true"),
        "String": ("\"\"", "\"8191\""), "Substring": ("\"\"", "\"8191\""),
        "Character": ("\" \"", "\"8\""), "Any": ("0", "8191"), "Int8": ("0", "81"),
        "UInt8": ("0", "81"), "CGFloat": ("0.0", "8191.5"),
    ]
    private static let numbersOfSwift: Set<String> = [
        "Int", "Int16", "Int32", "Int64", "UInt", "UInt16", "UInt32", "UInt64",
    ]

    private func valueOfSwift(_ type: TypeText, _ depth: Int) -> String? {
        let text = type.text
        guard depth < Self.deepest, !text.contains("->") else { return nil }
        let isNothing = value == .nothing
        if Self.numbersOfSwift.contains(text) { return isNothing ? "0" : "8191" }
        if let values = Self.valuesOfSwift[text] { return isNothing ? values.0 : values.1 }
        func inner(_ text: String) -> String? { valueOfSwift(TypeText(text), depth + 1) }
        if text.hasSuffix("?") {
            return isNothing ? "nil" : inner(String(text.dropLast()))
        }
        if let members = type.bracketed, members.utf8.count + 2 == text.utf8.count {
            let parts = TypeText.parts(members, at: ":")
            if isNothing { return parts.count == 2 ? "[:]" : "[]" }
            let values = parts.compactMap { inner($0.trimmed) }
            return values.count == parts.count ? "[\(values.joined(separator: ": "))]" : nil
        }
        if let parts = type.tuple {
            let types = parts.map { TypeText.parts($0, at: ":").last?.trimmed ?? $0 }
            let values = types.compactMap(inner)
            return values.count == parts.count ? "(\(values.joined(separator: ", ")))" : nil
        }
        switch (type.name, type.arguments.count) {
        case ("Set", 1), ("Array", 1):
            return isNothing ? "[]" : inner(type.arguments[0]).map { "[\($0)]" }
        case ("Dictionary", 2): return isNothing ? "[:]" : nil
        case ("Optional", 1): return isNothing ? "nil" : inner(type.arguments[0])
        default: return nil
        }
    }
}
