import ArgumentParser
import Execution
import Judging
import Operations

struct EfficiencyCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "efficiency",
        abstract: "Measure how efficient a program is beside a reference.",
        discussion: """
            assay efficiency python mine.py --reference ref.py --input big.txt
            assay efficiency cpp mine.cpp --reference ref.cpp \\
                --generator gen.py --sizes 1000,2000,4000,8000 --instructions

            Both run in turns on the same inputs and one core, nothing else beside them.
            The ratio is of CPU time of the whole process tree, less what a program that
            does nothing costs, with a 95 % interval; `inconclusive` if that holds a
            boundary (0.8, 1.25). With a generator, which prints the input of the size
            that is its argument, the growth of cost with size is told too
            (Documentation/Efficiency.md). Exit status 1: the program fails, or prints
            other lines than the reference; with --checker: what it refuses.
            """)

    @Argument(
        help: "The language of both programs.",
        completion: .custom { _, _, _ in Wiring.languageNames() })
    var language: String

    @Argument(help: "The program to measure.", completion: .file())
    var candidate: String

    @Option(
        help: ArgumentHelp("A program that is right, to measure it by.", valueName: "file"),
        completion: .file())
    var reference: String

    @Option(
        help: ArgumentHelp("A file for standard input; may be repeated.", valueName: "file"),
        completion: .file())
    var input: [String] = []

    @Option(
        help: ArgumentHelp(
            "A program that prints the input of the size that is its argument.", valueName: "file"),
        completion: .file())
    var generator: String?

    @Option(
        help: ArgumentHelp("The generator's language (default: python).", valueName: "name"))
    var generatorLanguage = "python"

    @Option(help: ArgumentHelp("Sizes for the generator, with commas between.", valueName: "list"))
    var sizes: String?

    @Option(
        help: ArgumentHelp(
            "Compares outputs, as in `assay check` (default: lines).", valueName: "checker"),
        completion: .file())
    var checker: String?

    @Option(
        help: ArgumentHelp("A file beside the checker program; repeatable.", valueName: "file"),
        completion: .file())
    var with: [String] = []

    @Option(help: ArgumentHelp("How often each is run on each input.", valueName: "n"))
    var rounds = 9

    @Flag(help: "Count instructions too, by one more run each under valgrind.")
    var instructions = false

    @OptionGroup(title: "Limits") var limits: LimitOptions
    @OptionGroup var strict: StrictOption
    @OptionGroup var exitZero: ExitZeroOption
    @OptionGroup var workspace: OverlayOption
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard EfficiencyRequest.rounds.contains(rounds) else {
            throw ValidationError("`--rounds` must be from 6 to 101, not \(rounds)")
        }
        guard (generator != nil) == (sizes != nil) else {
            throw ValidationError("`--generator` and `--sizes` belong together")
        }
        guard (generator == nil) != input.isEmpty else {
            throw ValidationError("give either `--input` or `--generator` with `--sizes`")
        }
        _ = try numbers()
    }

    func perform(_ session: Session) async throws -> ExitStatus {
        let wiring = try Wiring.assemble(
            workspace: workspace.path, strict: strict.enabled, session: session)
        _ = try wiring.profile(language)
        let judge = wiring.judge
        var request = EfficiencyRequest(
            language: language, candidate: try read(candidate), reference: try read(reference),
            inputs: try input.map { .init(bytes: try read($0)) }, rounds: rounds,
            limits: limits.overrides, countsInstructions: instructions)
        if let checker {
            request.checker = try CheckerArgument(checker: checker, files: with).parsed(wiring)
        }
        let source = try generator.map { try read($0) }
        try await wiring.host.requireIsolation(strict: strict)
        let report: EfficiencyReport
        do {
            if let source {
                _ = try wiring.profile(generatorLanguage)
                request.inputs = try await judge.generate(
                    try numbers(), language: generatorLanguage, source: source)
            }
            report = EfficiencyReport(try await judge.measure(request))
        } catch let error as JudgeError {
            throw Diagnostic(error.message, hint: error.hint)
        }
        if json.enabled {
            try session.emit(report.json(language))
        } else {
            try session.show(report)
        }
        return exitZero.status(report.failure == nil)
    }

    private func read(_ path: String) throws -> [UInt8] {
        try InputFile.read(path, maxBytes: RunCommand.maxInputBytes)
    }

    private func numbers() throws -> [Int] {
        guard let sizes else { return [] }
        let numbers = sizes.split(separator: ",").map { Int($0) ?? 0 }
        guard (1...EfficiencyRequest.mostInputs).contains(numbers.count),
            numbers.allSatisfy({ $0 >= 1 }), Set(numbers).count == numbers.count
        else {
            throw ValidationError(
                "`--sizes` must be 1 to 16 different positive numbers with commas between, "
                    + "not `\(sizes)`")
        }
        return numbers.sorted()
    }
}

extension EfficiencyReport {
    func json(_ language: String) -> JSON {
        [
            "schema": "efficiency/1", "language": .string(language), "band": .string(band),
            "ratio": ratio.map { .object($0.fields) } ?? .null,
            "instruction_ratio": JSON(instructionRatio),
            "growth_of": .string(growthOf), "candidate_growth": candidateGrowth?.json ?? .null,
            "reference_growth": referenceGrowth?.json ?? .null,
            "points": .array(points.map(\.json)),
            "failure": failure.map {
                ["verdict": .string($0.verdict.rawValue), "message": .string($0.message)]
            } ?? .null,
            "core": JSON(environment.core), "cpu_method": .string(environment.cpuMethod),
            "memory_method": .string(environment.memoryMethod),
        ]
    }
}

extension EfficiencyReport.GrowthRow {
    fileprivate var json: JSON {
        [
            "class": .string(kind), "slope": JSON(slope), "low": JSON(low), "high": JSON(high),
            "note": JSON(note),
        ]
    }

    fileprivate var text: String {
        guard let slope, let low, let high else { return "\(kind): \(note ?? "")" }
        let numbers = [slope, low, high].map { Quantities.rounded($0, places: 2) }
        return "\(kind), slope \(numbers[0]) (\(numbers[1]) to \(numbers[2]))"
    }
}

extension EfficiencyReport.Point {
    fileprivate var json: JSON {
        [
            "size": JSON(size), "input_bytes": .int(inputBytes),
            "candidate_cpu_ms": JSON(candidateMS), "reference_cpu_ms": JSON(referenceMS),
            "null_cpu_ms": JSON(nullMS), "ratio": .object(ratio.fields), "band": .string(band),
            "candidate_memory_peak_bytes": .int(candidateMemoryBytes),
            "reference_memory_peak_bytes": .int(referenceMemoryBytes),
            "candidate_instructions": JSON(candidateInstructions),
            "reference_instructions": JSON(referenceInstructions),
        ]
    }
}

extension Measured {
    /// As in `3.12 (2.98 to 3.27)`.
    fileprivate var plainWithInterval: String {
        guard let value else { return "-" }
        let text = Quantities.rounded(value, places: 2)
        guard let low, let high else { return text }
        let ends = [low, high].map { Quantities.rounded($0, places: 2) }
        return "\(text) (\(ends[0]) to \(ends[1]))"
    }
}

extension Session {
    fileprivate func show(_ report: EfficiencyReport) throws {
        var table = TextTable(
            ["INPUT", "REFERENCE", "CANDIDATE", "RATIO", "MEMORY", "REFERENCE'S"].map {
                .init($0, .right)
            })
        for point in report.points {
            table.add([
                point.size.map(String.init) ?? Quantities.bytes(point.inputBytes),
                point.referenceMS.map(Quantities.milliseconds) ?? "-",
                point.candidateMS.map(Quantities.milliseconds) ?? "-",
                point.ratio.plainWithInterval, Quantities.bytes(point.candidateMemoryBytes),
                Quantities.bytes(point.referenceMemoryBytes),
            ])
        }
        if !report.points.isEmpty { try out.write(table.render(out) + "\n") }
        var lines = [("efficiency", report.band)]
        if let ratio = report.instructionRatio {
            lines.append(("instructions", "\(Quantities.rounded(ratio, places: 3)) times"))
        }
        if let growth = report.candidateGrowth { lines.append(("growth", growth.text)) }
        if let growth = report.referenceGrowth { lines.append(("reference's", growth.text)) }
        if let failure = report.failure {
            lines = [("failed", "\(failure.verdict.rawValue): \(failure.message)")]
        }
        try out.write(fields(lines))
        if report.failure == nil, let note = report.ratio?.note { remark(note) }
    }
}
