import Execution
import Judging

/// Arguments whose dicts keep their order.
///
/// A plain object of the VALUE encoding has no order, and problems are stored with sorted keys;
/// `$dict` keeps it, and some reference solutions rely on it.
enum OrderedValue {
    static func suite(_ suite: TestSuite) -> TestSuite {
        guard case .function(var calls) = suite else { return suite }
        for index in calls.cases.indices {
            calls.cases[index].arguments = calls.cases[index].arguments.map(json)
            calls.cases[index].keywordArguments =
                calls.cases[index].keywordArguments.mapValues(json)
        }
        return .function(calls)
    }

    static func json(_ json: JSON) -> JSON {
        switch json {
        case .array(let items): return .array(items.map(Self.json))
        case .object(let object):
            if object.members.count == 1, let tag = object.members.first, tag.key.hasPrefix("$") {
                // What is inside of the other tags has keys of its own.
                guard tag.value.array != nil else { return json }
                return .object(
                    JSONObject(members: [.init(key: tag.key, value: Self.json(tag.value))]))
            }
            if isSorted(object.keys) {
                return .object(
                    JSONObject(
                        members: object.members.map {
                            .init(key: $0.key, value: Self.json($0.value))
                        }))
            }
            let pairs = object.members.map { JSON.array([.string($0.key), Self.json($0.value)]) }
            return ["$dict": .array(pairs)]
        default: return json
        }
    }

    private static func isSorted(_ keys: [String]) -> Bool {
        keys.count < 2
            || keys.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
                && zip(keys, keys.dropFirst()).allSatisfy {
                    $0.utf8.lexicographicallyPrecedes($1.utf8)
                }
    }
}
