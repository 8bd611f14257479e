import Execution

/// Python's guest code, compiled once in a box: half of a cold start would go into reading it.
actor GuestCode {
    private var compiled: [String: [Planner.Guest: [UInt8]]] = [:]

    /// The compiled guests for a planner's toolchain; empty where they cannot be compiled, and the
    /// source serves as well.
    func compiled(
        for planner: Planner, by runner: any Runner
    ) async throws(RunnerError) -> [Planner.Guest: [UInt8]] {
        let key = [
            planner.profile.sha256, planner.profile.harnessSHA256, planner.toolchain.path,
            planner.toolchain.sha256,
        ].joined(separator: " ")
        if let known = compiled[key] { return known }
        let results = try await runner.run(planner.guestCompilingStep)
        var found: [Planner.Guest: [UInt8]] = [:]
        if results.count == 1, results[0].termination == .exited(code: 0) {
            for guest in planner.guests {
                found[guest] = results[0].collected[guest.path + "c"]
            }
        }
        compiled[key] = found
        return found
    }
}

extension Planner {
    private static let compileGuests = """
        import sys, py_compile
        for path in sys.argv[1:]:
            py_compile.compile(path, path + "c", dfile=path, doraise=True,
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
        """

    /// Whether Python's guest code takes part in judging this request.
    var needsGuests: Bool {
        guard !guests.isEmpty else { return false }
        return switch request.tests {
        case .function: profile.function == nil
        case .assertions: true
        case .stdio, .unit, nil: false
        }
    }

    /// The guests that the profile brings.
    var guests: [Guest] { Guest.allCases.filter(has) }

    /// Compiles all guests; no submission's code is in this box.
    var guestCompilingStep: ExecutionStep {
        let paths = guests.map(\.path)
        let program = Program(
            profile: profile,
            arguments: [toolchain.path, "-I", "-S", "-c", Self.compileGuests] + paths,
            environment: profile.environment, limits: profile.limits,
            files: guests.map { BoxFile(path: $0.path, bytes: text(of: $0)) },
            collect: paths.map { $0 + "c" })
        return ExecutionStep(programs: [program])
    }

    /// A guest's whole source.
    func text(of guest: Guest) -> [UInt8] {
        Array(guest.parts.map { profile.harness[$0] ?? [] }.joined(separator: [10]))
    }
}
