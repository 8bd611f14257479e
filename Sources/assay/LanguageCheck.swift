import Execution
import Judging

/// What `assay doctor` says of one language.
struct LanguageCheck {
    let profile: SandboxProfile
    var toolchain: Toolchain?
    /// `nil`: the profile has no self-test, or it was not run.
    var selfTest: SelfTestOutcome?
    var fault: RunnerError?

    /// The checks of all languages by their names, `width` of them at a time.
    static func all(_ wiring: Wiring, selfTests: Bool, width: Int) async -> [LanguageCheck] {
        var waiting = wiring.profiles.values.sorted { $0.language > $1.language }
        return await withTaskGroup(of: LanguageCheck.self) { group in
            let begin = { (profile: SandboxProfile) in
                group.addTask { await one(profile, wiring, selfTest: selfTests) }
            }
            for _ in 0..<max(1, width) { waiting.popLast().map(begin) }
            var checks: [LanguageCheck] = []
            for await check in group {
                checks.append(check)
                waiting.popLast().map(begin)
            }
            return checks.sorted { $0.profile.language < $1.profile.language }
        }
    }

    private static func one(
        _ profile: SandboxProfile, _ wiring: Wiring, selfTest: Bool
    ) async -> LanguageCheck {
        var check = LanguageCheck(profile: profile)
        do {
            check.toolchain = try await wiring.host.toolchain(for: profile)
            if selfTest { check.selfTest = await wiring.judge.selfTest(profile) }
        } catch {
            check.fault = error
        }
        return check
    }

    /// A language whose toolchain is missing can simply not be used: a caution.
    var hostCheck: HostCheck {
        let name = "toolchain_\(profile.language)"
        if let fault {
            return HostCheck(
                name: name, status: fault.code == .missingToolchain ? .caution : .fail,
                detail: fault.message, remedy: fault.hint ?? profile.toolchain.remedy)
        }
        var detail = "\(toolchain?.path ?? ""), \(toolchain?.version ?? "")"
        if let fault = selfTest?.fault {
            return HostCheck(
                name: name, status: .fail, detail: detail + "; self-test failed: " + fault.message,
                remedy: fault.hint ?? "run `assay sandbox check \(profile.language)`")
        }
        if let selfTest {
            let times = [("compiled in", selfTest.compileMS), ("ran in", selfTest.runMS)]
                .compactMap { word, value in value.map { "\(word) \(Quantities.milliseconds($0))" }
                }
            detail += "; self-test " + times.joined(separator: ", ")
        }
        return HostCheck(name: name, status: .pass, detail: detail)
    }

    var json: JSON {
        let outcome = selfTest.map { $0.fault == nil ? "passed" : "failed" }
        guard case .object(let object) = hostCheck.json else { return hostCheck.json }
        let more: [JSONObject.Member] = [
            .init(key: "language", value: .string(profile.language)),
            .init(key: "toolchain", value: JSON(toolchain?.path)),
            .init(key: "toolchain_version", value: JSON(toolchain?.version)),
            .init(key: "self_test", value: .string(outcome ?? "not_run")),
            .init(key: "compile_ms", value: JSON(selfTest?.compileMS)),
            .init(key: "run_ms", value: JSON(selfTest?.runMS)),
        ]
        return .object(JSONObject(members: object.members + more))
    }
}
