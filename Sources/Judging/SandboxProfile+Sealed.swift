package import Execution

extension SandboxProfile {
    /// The same profile without its examiner: assertions are judged in one process.
    ///
    /// That saves an interpreter for each submission and gives up the promise that no verdict can
    /// be forged. The harness digest tells such verdicts apart.
    package var sealedOnly: SandboxProfile {
        var profile = self
        profile.harness["examiner.py"] = nil
        // The digest is of the files alone, so what only the examiner needs has to go.
        let others =
            (profile.examined?.candidate.files ?? []) + (profile.function?.files ?? [])
            + ([profile.assertions].compactMap(\.self) + profile.unit.values).flatMap {
                $0.files.values + $0.shims.map(\.with)
            }
        for file in Set(profile.examined?.examiner.files ?? []).subtracting(others) {
            profile.harness[file] = nil
        }
        profile.isSealedByChoice = profile.examined != nil
        profile.examined = nil
        return profile
    }
}
