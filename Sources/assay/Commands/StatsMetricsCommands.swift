import ArgumentParser
import Execution
import Judging
import Operations

extension MetricGrouping: ExpressibleByArgument {}

struct StatsPassAtKCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "pass-at-k",
        abstract: "pass@k, pass^k and the share of tests passed, for each author.",
        discussion: """
            assay stats pass-at-k --k 1,5,10
            assay stats pass-at-k --by tag --json

            pass@k: at least one of k samples is right; pass^k: all of them are. Both by the
            unbiased estimators, averaged over problems, with 95 % bootstrap intervals over
            problems that are the same each time (Documentation/Metrics.md). Submissions
            whose verdict is judge_error, or is still to come, do not count and are shown as
            such.
            """)

    @Option(help: ArgumentHelp("The values of k, with commas between.", valueName: "list"))
    var k = "1,10"

    @Option(help: "What a row is: a model, or a model on the problems with one tag.")
    var by = MetricGrouping.model

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func validate() throws { _ = try values() }

    func perform(_ session: Session) async throws -> ExitStatus {
        let ks = try values()
        let rows = try await workspace.open(session).passAtK(ks, by: by)
        if json.enabled {
            for row in rows { try session.emit(row.json) }
            return .yes
        }
        try session.out.write(table(rows, ks).render(session.out))
        for row in rows { session.remark(on: row) }
        return .yes
    }

    private func table(_ rows: [PassAtKRow], _ ks: [Int]) -> TextTable {
        var columns = [TextTable.Column("AUTHOR")]
        if by == .tag { columns.append(.init("TAG")) }
        columns += ["PROBLEMS", "SAMPLES", "ACCEPTED", "PENDING", "ERRORS", "TESTS"].map {
            .init($0, .right)
        }
        for k in ks {
            columns.append(.init("PASS@\(k)", .right))
            // One of one is all of one.
            if k > 1 { columns.append(.init("PASS^\(k)", .right)) }
        }
        var table = TextTable(columns)
        for row in rows {
            var cells = [row.author.fullLabel]
            if by == .tag { cells.append(row.tag ?? "(none)") }
            cells += [
                "\(row.problems)", "\(row.samples)", "\(row.accepted)", "\(row.pending)",
                "\(row.judgeErrors)", row.testFraction.percent,
            ]
            for value in row.values {
                cells.append(value.passAtK.percentWithInterval)
                if value.k > 1 { cells.append(value.passHatK.percentWithInterval) }
            }
            table.add(cells)
        }
        return table
    }

    private func values() throws -> [Int] {
        let numbers = k.split(separator: ",").map { Int($0) }
        let valid = numbers.compactMap { $0 }
        guard !valid.isEmpty, valid.count == numbers.count, valid.allSatisfy({ $0 >= 1 }) else {
            throw ValidationError("`--k` must be positive numbers with commas between, not `\(k)`")
        }
        return valid
    }
}

struct StatsModelsCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Compare two models on the problems that both answered.",
        discussion: """
            assay stats models my-model other-model
            assay stats models 'm {"temperature":0.2}' 'm {"temperature":0.8}' --k 10

            The difference of pass@k, problem by problem, with a 95 % interval (paired
            bootstrap) and a two-sided sign-flip permutation test; with one sample a problem
            that is McNemar's exact test. Exit status 0 whichever is better.
            """)

    @Argument(help: ArgumentHelp("A model, as `stats pass-at-k` names it.", valueName: "a"))
    var first: String

    @Argument(help: ArgumentHelp("The model to compare it with.", valueName: "b"))
    var second: String

    @Option(help: ArgumentHelp("Compare pass@k for this k.", valueName: "number"))
    var k = 1

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard k >= 1 else { throw ValidationError("`--k` must be at least 1, not \(k)") }
    }

    func perform(_ session: Session) async throws -> ExitStatus {
        let comparison = try await workspace.open(session).compareModels(first, second, k: k)
        if json.enabled {
            try session.emit(comparison.json)
        } else {
            try session.show(comparison)
        }
        return .yes
    }
}

extension Measured {
    var percent: String { value.map(Self.percent) ?? "-" }

    /// As in `81.4 % (77.0 to 85.1)`.
    var percentWithInterval: String {
        guard let value else { return "-" }
        guard let low, let high else { return Self.percent(value) }
        let ends = [low, high].map { Quantities.rounded($0 * 100, places: 1) }
        return "\(Self.percent(value)) (\(ends[0]) to \(ends[1]))"
    }

    static func percent(_ value: Double) -> String {
        Quantities.rounded(value * 100, places: 1) + " %"
    }

    var fields: JSONObject {
        [
            "value": JSON(value), "low": JSON(low), "high": JSON(high),
            "interval": JSON(interval), "note": JSON(note),
        ]
    }
}

extension PassAtKRow {
    var json: JSON {
        [
            "schema": "pass_at_k/1", "author": author.json, "tag": JSON(tag),
            "problems": .int(problems), "samples": .int(samples), "accepted": .int(accepted),
            "not_counted": .int(notCounted), "pending": .int(pending),
            "judge_errors": .int(judgeErrors), "pending_problems": .strings(pendingProblems),
            "test_fraction": .object(testFraction.fields),
            "values": .array(
                values.map {
                    var object: JSONObject = ["k": .int($0.k), "problems": .int($0.problems)]
                    for member in $0.passAtK.fields.members {
                        object.append(member.key, member.value)
                    }
                    object.append("pass_hat_k", .object($0.passHatK.fields))
                    return .object(object)
                }),
        ]
    }
}

extension ModelComparison {
    var json: JSON {
        [
            "schema": "models/1", "first": first.json, "second": second.json,
            "k": .int(k), "problems": .int(problems), "only_first": .int(onlyFirst),
            "only_second": .int(onlySecond), "too_few_samples": .int(tooFew),
            "pending": .int(pending), "judge_errors": .int(judgeErrors),
            "first_value": .object(firstValue.fields),
            "second_value": .object(secondValue.fields),
            "difference": .object(difference.fields), "wins": .int(wins), "losses": .int(losses),
            "ties": .int(ties), "p": JSON(p), "test": JSON(test), "test_note": JSON(testNote),
        ]
    }
}

extension Session {
    /// Says why a value or an interval is missing, and what waits.
    fileprivate func remark(on row: PassAtKRow) {
        let name = [row.author.fullLabel, row.tag].compactMap(\.self).joined(separator: ", ")
        for value in row.values {
            guard let note = value.passAtK.note else { continue }
            let what = value.passAtK.value == nil ? "" : "no interval: "
            remark(VisibleText.line("\(name), k = \(value.k): \(what)\(note)"))
        }
        guard row.pending > 0 else { return }
        let more = row.pendingProblems.count >= PassAtKRow.mostNamed ? ", ..." : ""
        remark(
            VisibleText.line(
                "\(name): \(Quantities.count(row.pending, "submission")) without a verdict, to "
                    + row.pendingProblems.joined(separator: ", ") + more))
    }

    fileprivate func show(_ comparison: ModelComparison) throws {
        let metric = "pass@\(comparison.k)"
        let outcome =
            "\(comparison.wins) better, \(comparison.losses) worse, \(comparison.ties) alike"
        var difference = "-"
        if let value = comparison.difference.value {
            let points = Quantities.rounded(value * 100, places: 1)
            difference = "\(value > 0 ? "+" : "")\(points) points"
            if let low = comparison.difference.low, let high = comparison.difference.high {
                let ends = [low, high].map { Quantities.rounded($0 * 100, places: 1) }
                difference += " (\(ends[0]) to \(ends[1]))"
            }
        }
        let test =
            comparison.p.map {
                "p = \(Quantities.rounded($0, places: 4)) (\(comparison.test ?? ""))"
            } ?? "-"
        try out.write(
            fields([
                (
                    "first",
                    "\(comparison.first.fullLabel)  \(metric) "
                        + comparison.firstValue.percentWithInterval
                ),
                (
                    "second",
                    "\(comparison.second.fullLabel)  \(metric) "
                        + comparison.secondValue.percentWithInterval
                ),
                ("problems", "\(comparison.problems): \(outcome)"),
                ("difference", difference), ("sign-flip test", test),
            ]))
        if let note = comparison.testNote ?? comparison.difference.note { remark(note) }
        let left = [
            (comparison.onlyFirst, "with samples of the first only"),
            (comparison.onlySecond, "with samples of the second only"),
            (comparison.tooFew, "with fewer than \(comparison.k) samples"),
        ].filter { $0.0 > 0 }
        for (count, why) in left {
            remark("left out: \(Quantities.count(count, "problem")) \(why)")
        }
        if comparison.pending + comparison.judgeErrors > 0 {
            remark(
                "not counted: \(comparison.pending) submissions without a verdict, "
                    + "\(comparison.judgeErrors) with judge_error")
        }
    }
}
