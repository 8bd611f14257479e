import ArgumentParser
import Execution
import Sandboxing

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this host.", subcommands: [BenchStart.self])
}

struct BenchStart: Verb {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Measure what starting a program in a box costs.",
        discussion: """
            assay bench start --rounds 300

            Times /bin/true and an empty Python program: started plainly, in a box, and
            under bubblewrap with all namespaces and the same seccomp filter, in turn;
            then /bin/true under a reaper, without control groups, and with one call
            that is reported. Figures are medians in milliseconds. Last, how many runs
            two workers do in a second, and how long killing 64 processes takes.
            """)

    @Option(help: ArgumentHelp("How many rounds, 1 to 100000.", valueName: "n"))
    var rounds = 300

    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...100_000).contains(rounds) else {
            throw ValidationError("`--rounds` must be 1 to 100000, not \(rounds)")
        }
    }

    func perform(_ session: Session) async throws -> ExitStatus {
        let wiring = try Wiring.assemble(workspace: nil, jobs: 1)
        let bench = try StartBench(
            sandbox: wiring.sandbox, profile: try wiring.profile("python"))
        let figures = try await bench.measure(StartBench.cases, rounds: rounds)
        let rate = try await bench.throughput(runs: rounds * 4)
        let kill = try await bench.kill(rounds: min(rounds, 15))
        var table = TextTable([
            .init("PROGRAM"), .init("PLAIN", .right), .init("BOX", .right),
            .init("ADDS", .right), .init("BUBBLEWRAP", .right), .init("ADDS", .right),
        ])
        for found in figures {
            table.add(
                [found.name]
                    + [
                        found.plainMS, found.assayMS, found.assayAddsMS, found.bubblewrapMS,
                        found.bubblewrapAddsMS,
                    ].map { $0.map { Quantities.rounded($0, places: 3) } ?? "-" })
        }
        if json.enabled {
            try session.emit([
                "schema": "bench_start/1", "rounds": .int(rounds),
                "programs": .array(figures.map(\.json)), "runs_per_s": .double(rate),
                "kill_64_ms": .double(kill),
            ])
        } else {
            try session.out.write(table.render(session.out))
            try session.out.write(
                "\(Quantities.rounded(rate, places: 0)) runs of /bin/true a second by two workers; "
                    + "64 processes killed in \(Quantities.rounded(kill, places: 1)) ms\n")
        }
        return .yes
    }
}

extension StartBench.Figures {
    fileprivate var json: JSON {
        [
            "program": .string(name), "plain_ms": .double(plainMS), "assay_ms": .double(assayMS),
            "assay_adds_ms": .double(assayAddsMS), "bubblewrap_ms": JSON(bubblewrapMS),
            "bubblewrap_adds_ms": JSON(bubblewrapAddsMS),
        ]
    }
}
