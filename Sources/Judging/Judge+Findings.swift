import Execution

extension Judge {
    /// What is wrong with the evaluators that a request names.
    func unknownEvaluator(in names: [String]) -> JudgeError? {
        guard let name = names.first(where: { evaluators[$0] == nil }) else { return nil }
        let known = evaluators.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
        return JudgeError(
            .badField, "no evaluator `\(name)`",
            hint: known.isEmpty ? "there are none" : "the evaluators are \(known)")
    }

    /// Runs the evaluators that a request names, each in a box; the verdict is never touched.
    func addFindings(of request: JudgeRequest, to report: inout JudgeReport) async {
        guard report.verdict != .judgeError, let profile = profiles[request.language] else {
            return
        }
        let sourcePath = request.sourcePath ?? profile.sourcePath
        for name in request.evidence {
            guard let evaluator = evaluators[name] else { continue }
            guard evaluator.languages.contains(request.language) else {
                report.evaluations.append(
                    Evaluation(
                        evaluator: name, status: .notApplicable,
                        message: "it is not for `\(request.language)`"))
                continue
            }
            do {
                let toolchain = try await host.toolchain(for: evaluator.profile)
                let results = try await gated.run(
                    evaluator.step(for: request, sourcePath: sourcePath, toolchain: toolchain))
                guard let run = results.first else { continue }
                let (findings, evaluation) = evaluator.read(run, toolchain: toolchain)
                report.findings += findings
                report.evaluations.append(evaluation)
            } catch {
                let missing = error.code == .missingToolchain
                report.evaluations.append(
                    Evaluation(
                        evaluator: name, status: missing ? .missing : .failed,
                        message: error.message + (error.hint.map { "; \($0)" } ?? "")))
            }
        }
    }
}
