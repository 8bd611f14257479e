import Execution
import Judging

/// How the protocol's small types are read; each fault names the field's path.
extension JSON {
    func text(at path: String) throws -> String {
        guard case .string(let text) = self else { throw path.shouldBe("a string", self) }
        return text
    }

    /// A string that can be an argument or a variable: no NUL.
    func argument(at path: String) throws -> String {
        let text = try text(at: path)
        guard !text.utf8.contains(0) else {
            throw JudgeError(.badField, "`\(path)` holds a NUL byte", hint: "remove it")
        }
        return text
    }

    func flag(at path: String) throws -> Bool {
        guard case .bool(let value) = self else { throw path.shouldBe("true or false", self) }
        return value
    }

    func elements(at path: String) throws -> [JSON] {
        guard case .array(let values) = self else { throw path.shouldBe("an array", self) }
        return values
    }

    /// TEXT: a string, or bytes as base64.
    func bytes(at path: String) throws -> [UInt8] {
        let wanted = #"TEXT, a string or {"base64":"..."}"#
        switch self {
        case .string(let text):
            return Array(text.utf8)
        case .surrogates:
            throw path.shouldBe(wanted, self, hint: #"send bytes that are not UTF-8 as base64"#)
        case .object(let object):
            guard object.keys == ["base64"], let encoded = object["base64"]?.string else {
                throw path.shouldBe(wanted, self)
            }
            guard let bytes = Base64.decode(encoded) else {
                throw JudgeError(
                    .badField, "`\(path).base64` is not base64",
                    hint: "use the alphabet with `+` and `/`, and `=` to fill the last group")
            }
            return bytes
        default:
            throw path.shouldBe(wanted, self)
        }
    }

    /// A finite number, at least 0.
    func amount(at path: String) throws -> Double {
        guard let value = double, value.isFinite, value >= 0 else {
            throw path.shouldBe("a number, at least 0", self)
        }
        return value
    }

    /// An object whose keys are PATHs.
    func files(at path: String) throws -> [String: [UInt8]] {
        guard case .object(let object) = self else {
            throw path.shouldBe("an object of paths and TEXT", self)
        }
        var files: [String: [UInt8]] = [:]
        for member in object.members {
            let inner = "\(path)[\"\(member.key.shown)\"]"
            try RelativePath.check(member.key, at: inner)
            // Two names that Swift holds equal need not be the same bytes.
            guard files.updateValue(try member.value.bytes(at: inner), forKey: member.key) == nil
            else {
                throw JudgeError(
                    .badField, "`\(inner)` stands twice, in two Unicode forms", hint: "rename one")
            }
        }
        try RelativePath.checkTogether(Array(files.keys), at: path)
        return files
    }
}

/// PATH: relative to the box's working directory, and spelled in one way only.
enum RelativePath {
    static func check(_ text: String, at path: String) throws {
        func bad(_ why: String) -> JudgeError {
            JudgeError(
                .badField, "`\(path)` is not a usable path: \(why)",
                hint: "use a path below the working directory, such as `data/in.txt`")
        }
        guard !text.isEmpty else { throw bad("it is empty") }
        guard !text.utf8.contains(0) else { throw bad("it holds a NUL byte") }
        guard !text.hasPrefix("/") else { throw bad("it is absolute") }
        guard text.utf8.count <= 1024 else { throw bad("it is longer than 1024 bytes") }
        for part in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            switch String(part) ?? "" {
            case "": throw bad("it has an empty part")
            case ".": throw bad("it has a part `.`")
            case "..": throw bad("it has a part `..`")
            default: break
            }
            guard part.count <= 255 else { throw bad("it has a part longer than 255 bytes") }
        }
    }

    /// One path cannot be a file and a directory.
    static func checkTogether(_ paths: [String], at path: String) throws {
        let all = Set(paths)
        for text in paths {
            for end in text.indices where text[end] == "/" && all.contains(String(text[..<end])) {
                throw JudgeError(
                    .badField,
                    "`\(path)` has `\(text[..<end])` both as a file and as a directory",
                    hint: "rename one of them")
            }
        }
    }
}

/// Limits as they stand in a job: whole numbers above 0, within bounds that no run needs to pass.
enum LimitsCodec {
    static func greatest(_ name: LimitName) -> Int {
        switch name {
        case .cpuMS, .wallMS, .idleMS: 24 * 3_600_000
        case .memoryBytes, .diskBytes, .fileBytes, .stackBytes: 1 << 40
        case .outputBytes: 1 << 30
        case .keepBytes: 16 << 20
        case .processes: 1 << 15
        case .inodes: 1 << 24
        case .openFiles: 1 << 20
        }
    }

    static func read(_ json: JSON, at path: String) throws -> [LimitName: Int] {
        var fields = try Fields(json, at: path)
        var limits: [LimitName: Int] = [:]
        for name in LimitName.allCases {
            guard let value = fields.optional(name.rawValue) else { continue }
            limits[name] = try number(value, name, at: fields.path(of: name.rawValue))
        }
        if fields.optional("time_ratio") != nil {
            throw JudgeError(
                .badField, "`\(fields.path(of: "time_ratio"))` has no place here",
                hint: "`limits.time_ratio` of the job sets the limit of all cases")
        }
        try fields.finish()
        return limits
    }

    private static func number(_ json: JSON, _ name: LimitName, at path: String) throws -> Int {
        // 0 is the default of `idle_ms` and says that it is not watched.
        let least = name == .idleMS ? 0 : 1
        let wanted = "a whole number from \(least) to \(greatest(name))"
        guard case .number(let text) = json else { throw path.shouldBe(wanted, json) }
        guard let value = Int(text), value >= least, value <= greatest(name), text != "-0" else {
            throw path.shouldBe(
                wanted, json, hint: "the unit is the last word of the name: \(name.rawValue)")
        }
        return value
    }

    static func json(_ limits: [LimitName: Int]) -> JSON {
        .object(
            JSONObject(
                members: LimitName.allCases.compactMap { name in
                    limits[name].map { .init(key: name.rawValue, value: .int($0)) }
                }))
    }
}
