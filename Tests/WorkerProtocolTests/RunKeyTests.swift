import Execution
import Judging
import TestSupport
import Testing
import WorkerProtocol

@Suite struct RunKeyTests {
    private static let profile = SandboxProfile(
        language: "python", title: "Python 3", sha256: "p",
        toolchain: .init(candidates: [], versionArguments: [], remedy: ""), mounts: [],
        syscalls: [], environment: [:], sourcePath: "main.py", compile: nil, run: [], output: nil,
        limits: .standard.applying([.cpuMS: 2000]), compileLimits: .standard, reaper: false,
        requires: [], harness: ["h.py": [1]])
    private static let toolchain = Toolchain(path: "/x", version: "1", sha256: "t")
    private static let keys = RunKeys(profile: profile, toolchain: toolchain)

    private func key(_ members: String) throws -> String {
        let line = #"{"schema":"job/1",\#(members)}"#
        let job = try JobReader().read(Array(line.utf8), line: 1).get()
        return Self.keys.key(for: job.request)
    }

    private static let plain =
        #""id":"a","language":"python","source":"x","tests":{"style":"function","#
        + #""entry_point":"f","cases":[{"args":[{"a":1,"b":2}],"expected":3}]}"#

    @Test(arguments: [
        // The order of keys, also in a VALUE; an escape; bytes as base64.
        #""source":"x","tests":{"cases":[{"expected":3,"args":[{"b":2,"a":1}]}],"entry_point":"#
            + #""f","style":"function"},"language":"python","id":"a""#,
        #""id":"a","language":"python","source":"\u0078","tests":{"style":"function","#
            + #""entry_point":"f","cases":[{"args":[{"a":1,"b":2}],"expected":3}]}"#,
        #""id":"a","language":"python","source":{"base64":"eA=="},"tests":{"style":"function","#
            + #""entry_point":"f","cases":[{"args":[{"a":1,"b":2}],"expected":3}]}"#,
        // Another id, and meta.
        plain.replacing(#""id":"a""#, with: #""id":"b","meta":{"m":1}"#),
        // Defaults that are spelled out.
        plain
            + #","source_path":"main.py","files":{},"args":[],"env":{},"evidence":[],"repeat":1,"#
            + #""stop":"all","limits":{"cpu_ms":2000,"wall_ms":20000,"idle_ms":0},"#
            + #""compile_limits":{"processes":64}"#,
        plain.replacing(
            #""expected":3"#,
            with: #""expected":3,"kwargs":{},"compare":"equal","observe":"return","name":"1""#),
    ])
    func `the same job has the same key, however it is written`(_ members: String) throws {
        #expect(try key(members) == key(Self.plain))
    }

    @Test(arguments: [
        (#""input":"","output":"""#, #""input":"","output":"","checker":"lines""#, true),
        (#""input":"","output":"""#, #""input":"","output":"","limits":{"cpu_ms":2000}"#, true),
        (#""input":"","output":"""#, #""input":"","output":"","limits":{"cpu_ms":9}"#, false),
        (#""input":"","output":"""#, #""input":"","output":"","checker":"exact""#, false),
        (#""input":"","output":"""#, #""input":"","output":"","name":"2""#, false),
        (#""input":"","output":"","points":1"#, #""input":"","output":"","points":1.0"#, true),
    ])
    func `stdio cases have their defaults too`(
        _ left: String, _ right: String, _ same: Bool
    ) throws {
        func members(_ test: String) -> String {
            #""id":"a","language":"c","source":"","tests":{"style":"stdio","cases":[{\#(test)}]}"#
        }
        #expect(try (key(members(left)) == key(members(right))) == same)
    }

    /// A key of this job as `job/1` was before it gained groups, hidden tests and more checkers.
    @Test func `what job/1 gains leaves the keys of other jobs as they were`() throws {
        let stdio =
            #""id":"a","language":"c","source":"x","tests":{"style":"stdio","cases":["#
            + #"{"input":"1","output":"2"},{"input":"","output":"","checker":"tokens","#
            + #""points":2,"group":"g","files":{"f":"y"}},{"input":"","output":"1","#
            + #""checker":{"kind":"floats"},"limits":{"cpu_ms":5}}]}"#
        #expect(
            try key(stdio) == "89935dd2f403e99aa05881dbb7c055d36f1a4580f9d0e801a314b836c050786d")
        #expect(
            try key(Self.plain)
                == "1d04fa1aed3488b2f549674d0c9c24c9a208a2434865c042c4b1400ad357fd61")
    }

    @Test(arguments: [
        (#""checker":"tokens","cases":[{"input":"","output":""}]"#, true),
        (#""cases":[{"input":"","any_of":[""],"checker":"tokens"}]"#, true),
        (#""cases":[{"input":"","output":"","checker":{"kind":"tokens"},"hidden":false}]"#, true),
        (#""cases":[{"input":"","output":"","checker":"tokens"}],"shuffle":false"#, true),
        (#""cases":[{"input":"","output":"","checker":"tokens","hidden":true}]"#, false),
        (#""cases":[{"input":"","output":"","checker":"tokens"}],"shuffle":true"#, false),
        (#""cases":[{"input":"","any_of":["","a"],"checker":"tokens"}]"#, false),
    ])
    func `a suite's checker is the same as every case's`(_ members: String, _ same: Bool) throws {
        let plain = #""cases":[{"input":"","output":"","checker":"tokens"}]"#
        func key(of tests: String) throws -> String {
            try self.key(
                #""id":"a","language":"c","source":"","tests":{"style":"stdio",\#(tests)}"#)
        }
        #expect(try (key(of: plain) == key(of: members)) == same)
    }

    @Test func `any change of a checker program changes the key`() throws {
        func key(of checker: String) throws -> String {
            try self.key(
                #""id":"a","language":"c","source":"","tests":{"style":"stdio","checker":"#
                    + checker + #","cases":[{"input":""}]}"#)
        }
        let keys = try [
            #"{"kind":"program","language":"c","source":"1"}"#,
            #"{"kind":"interactor","language":"c","source":"1"}"#,
            #"{"kind":"program","language":"cpp","source":"1"}"#,
            #"{"kind":"program","language":"c","source":"2"}"#,
            #"{"kind":"program","language":"c","source":"1","files":{"testlib.h":""}}"#,
            #"{"kind":"program","language":"c","source":"1","args":["a"]}"#,
            #"{"kind":"program","language":"c","source":"1","limits":{"cpu_ms":1}}"#,
            #"{"kind":"regex","pattern":"a"}"#, #"{"kind":"regex","pattern":"b"}"#,
        ].map { try key(of: $0) }
        #expect(Set(keys).count == keys.count)
    }

    @Test func `a checker's profile and toolchain are in the key of what it checks`() async throws {
        let checked = JudgeRequest(
            language: "python", source: [],
            tests: .stdio([
                StdioCase(
                    input: [], output: [],
                    checker: .program(CheckerProgram(language: "cpp", source: [])))
            ]))
        let plain = JudgeRequest(
            language: "python", source: [], tests: .stdio([StdioCase(input: [], output: [])]))
        var cpp = Self.profile
        cpp.language = "cpp"
        func keys(_ profiles: [SandboxProfile], _ toolchain: String = "t") async throws -> [String]
        {
            let ring = RunKeyRing(
                profiles: Dictionary(uniqueKeysWithValues: profiles.map { ($0.language, $0) }),
                host: OneToolchain(cpp: toolchain))
            return [try await ring.key(for: checked), try await ring.key(for: plain)]
        }
        let first = try await keys([Self.profile, cpp])
        #expect(try await keys([Self.profile, cpp]) == first)
        var changed = cpp
        changed.sha256 = "other"
        let others = [
            try await keys([Self.profile, changed]), try await keys([Self.profile, cpp], "u"),
            try await keys([Self.profile]),
        ]
        #expect(Set(others.map { $0[0] } + [first[0]]).count == 4)
        #expect(Set(others.map { $0[1] } + [first[1]]).count == 1)
        #expect(first[1] == Self.keys.key(for: plain))
        await #expect(throws: RunnerError.self) { try await keys([cpp]) }
    }

    @Test func `any other change of a request changes the key`() {
        var random = SeededRandom(seed: 31)
        var keys: [String: JudgeRequest] = [:]
        for _ in 0..<250 {
            let request = random.request()
            let key = Self.keys.key(for: request)
            if let other = keys[key] { #expect(other == request) }
            keys[key] = request
            for changed in Self.changes(of: request) {
                #expect(Self.keys.key(for: changed) != key)
            }
        }
        #expect(keys.count > 220)
    }

    private static func changes(of request: JudgeRequest) -> [JudgeRequest] {
        let edits: [(inout JudgeRequest) -> Void] = [
            { $0.language += "x" }, { $0.source.append(0x20) }, { $0.sourcePath = "other" },
            { $0.files["new"] = [] }, { $0.arguments.append("") }, { $0.environment["N"] = "" },
            { $0.standardInput.append(0x0A) }, { $0.limits[.cpuMS] = 77_777 },
            { $0.compileLimits[.inodes] = 77_777 },
            { $0.repeats = $0.repeats == 1 ? 2 : 1 },
            { $0.timeRatio = TimeRatio(factor: 1.25, reference: [0x72], floorMS: 77_777) },
            { $0.stop = $0.stop == .all ? .firstFailure : .all },
            { $0.tests = $0.tests == nil ? .assertions(.init(body: .code([]))) : nil },
        ]
        return edits.map { edit in
            var changed = request
            edit(&changed)
            return changed
        }
    }

    @Test func `profile, harness, toolchain and attempt are in the key`() {
        let request = JudgeRequest(language: "python", source: [])
        var profiles = [Self.profile, Self.profile, Self.profile, Self.profile]
        profiles[1].sha256 = "other"
        profiles[2].harness["h.py"] = [2]
        profiles[3].limits.wallMS += 1
        var keys = profiles.map {
            RunKeys(profile: $0, toolchain: Self.toolchain).key(for: request)
        }
        let toolchain = Toolchain(path: "/x", version: "1", sha256: "other")
        keys.append(RunKeys(profile: Self.profile, toolchain: toolchain).key(for: request))
        keys.append(Self.keys.key(for: request, attempt: 2))
        #expect(Set(keys).count == 6)
        #expect(Self.keys.key(for: request, attempt: 1) == keys[0])
        #expect(keys.allSatisfy { $0.utf8.count == 64 })
    }
}

/// A host that has every toolchain; one of them is told apart.
private struct OneToolchain: Host {
    let cpp: String

    func report() async -> [HostCheck] { [] }

    func toolchain(for profile: SandboxProfile) async throws(RunnerError) -> Toolchain {
        Toolchain(path: "/x", version: "1", sha256: profile.language == "cpp" ? cpp : "t")
    }
}
