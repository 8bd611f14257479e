import Execution

/// What MBPP+'s inputs were before they became JSON, which has neither tuples nor sets.
///
/// The file does not say it: its own loader knows the tasks by their numbers, and so must any
/// other reader.
struct EvalPlusShape {
    private enum Kind {
        case asWritten
        /// Each argument is a tuple.
        case tuples
        /// Each argument is a list of tuples.
        case tupleLists
        /// Each argument is a tuple of tuples.
        case tupleTuples
        /// The first argument is a list of tuples.
        case firstTupleList
        case firstTuple
        case secondTuple
        /// A tuple whose lists are tuples.
        case innerTuples
        case setList
        case tupleDict
        case complexNumber
        case floatAndComplex
        case allTuples
    }

    private static let kinds: [(Kind, Set<Int>)] = [
        (
            .tuples,
            [
                2, 116, 132, 143, 222, 261, 273, 394, 399, 421, 424, 429, 470, 560, 579, 596, 616,
                630, 726, 740, 744, 809,
            ]
        ),
        (.tupleLists, [63, 64, 70, 94, 120, 237, 272, 299, 400, 409, 417, 438, 473, 614, 780]),
        (.firstTupleList, [75, 413, 444, 753]),
        (.secondTuple, [106, 750]),
        (.setList, [115]),
        (.floatAndComplex, [124]),
        (.firstTuple, [250, 307, 405, 446, 617, 720, 763, 808]),
        (.tupleTuples, [259, 401, 445]),
        (.innerTuples, [278]),
        (.tupleDict, [722]),
        (.complexNumber, [252]),
        (.allTuples, [580, 615, 791]),
    ]

    private let kind: Kind

    init(task id: String) {
        let parts = id.split(separator: "/")
        guard parts.count == 2, parts[0] == "Mbpp", let number = Int(parts[1]) else {
            kind = .asWritten
            return
        }
        kind = Self.kinds.first { $0.1.contains(number) }?.0 ?? .asWritten
    }

    /// `nil` if the arguments are not of the shape that the task is known by.
    func shaped(_ arguments: [Value]) -> [Value]? {
        switch kind {
        case .asWritten: return arguments
        case .tuples: return arguments.map(Self.tuple)
        case .tupleLists: return all(arguments) { $0.map(Self.tuple).list }
        case .tupleTuples: return all(arguments) { $0.map(Self.tuple).tuple }
        case .firstTupleList: return changed(arguments, at: 0) { $0.map(Self.tuple).list }
        case .firstTuple: return changed(arguments, at: 0) { $0.tuple }
        case .secondTuple: return changed(arguments, at: 1) { $0.tuple }
        case .innerTuples: return changed(arguments, at: 0) { $0.map(Self.tuple).tuple }
        case .setList: return changed(arguments, at: 0) { $0.map(Self.setOrDict).list }
        case .allTuples: return arguments.map(Self.deepTuple)
        case .tupleDict:
            guard case .dict(let entries)? = arguments.first else { return nil }
            let shaped = Value.dict(
                entries.map { Value.Entry(key: $0.key, value: Self.tuple($0.value)) })
            return [shaped] + arguments.dropFirst()
        case .complexNumber:
            guard let number = arguments.first.flatMap(Self.complex) else { return nil }
            return [number] + arguments.dropFirst()
        case .floatAndComplex:
            guard arguments.count == 2, let number = Self.float(arguments[0]),
                let other = Self.complex(arguments[1])
            else { return nil }
            return [number, other]
        }
    }

    private struct Items {
        var values: [Value]

        var list: Value { .list(values) }
        var tuple: Value { .tuple(values) }

        func map(_ body: (Value) -> Value) -> Items { Items(values: values.map(body)) }
    }

    private func all(_ arguments: [Value], _ change: (Items) -> Value) -> [Value]? {
        var result: [Value] = []
        for argument in arguments {
            guard case .list(let items) = argument else { return nil }
            result.append(change(Items(values: items)))
        }
        return result
    }

    private func changed(
        _ arguments: [Value], at index: Int, _ change: (Items) -> Value
    ) -> [Value]? {
        guard arguments.indices.contains(index), case .list(let items) = arguments[index] else {
            return nil
        }
        var result = arguments
        result[index] = change(Items(values: items))
        return result
    }

    private static func tuple(_ value: Value) -> Value {
        if case .list(let items) = value { .tuple(items) } else { value }
    }

    private static func deepTuple(_ value: Value) -> Value {
        if case .list(let items) = value { .tuple(items.map(deepTuple)) } else { value }
    }

    private static func setOrDict(_ value: Value) -> Value {
        if case .list(let items) = value, !items.isEmpty {
            .set(Set(items).sorted { $0.json.text < $1.json.text })
        } else {
            .dict([])
        }
    }

    private static func float(_ value: Value) -> Value? {
        switch value {
        case .float: value
        case .int(let digits): Double(digits).map(Value.float)
        case .string(let bytes):
            Double(String(decoding: bytes, as: UTF8.self)).map(Value.float)
        default: nil
        }
    }

    /// `(1+2j)` as Python writes it, or a real number.
    private static func complex(_ value: Value) -> Value? {
        if case .float(let number)? = float(value) { return .complex(number, 0) }
        guard case .string(let bytes) = value else { return nil }
        var text = String(decoding: bytes, as: UTF8.self)[...]
        if text.hasPrefix("("), text.hasSuffix(")") { text = text.dropFirst().dropLast() }
        guard text.last == "j" else { return nil }
        text = text.dropLast()
        // The sign between the parts: the last one that belongs to no exponent.
        var place: Substring.Index?
        for index in text.indices where index > text.startIndex {
            let before = text[text.index(before: index)]
            if "+-".contains(text[index]), before != "e", before != "E" { place = index }
        }
        guard let place else { return Double(text).map { .complex(0, $0) } }
        guard let real = Double(text[..<place]), let imaginary = Double(text[place...]) else {
            return nil
        }
        return .complex(real, imaginary)
    }
}
