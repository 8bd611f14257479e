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
            under bubblewrap with all namespaces and the same seccomp filter, in turn.
            Figures are medians in milliseconds.
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
        let bench = StartBench(sandbox: wiring.sandbox, profile: try wiring.profile("python"))
        let programs = [["/bin/true"], ["/usr/bin/python3", "-I", "-c", "pass"]]
        var rows: [JSON] = []
        var table = TextTable([
            .init("PROGRAM"), .init("PLAIN", .right), .init("BOX", .right),
            .init("ADDS", .right), .init("BUBBLEWRAP", .right), .init("ADDS", .right),
        ])
        for program in programs {
            let found = try await bench.measure(program, rounds: rounds)
            let name = program.joined(separator: " ")
            rows.append(found.json(name))
            table.add(
                [name]
                    + [
                        found.plainMS, found.assayMS, found.assayAddsMS, found.bubblewrapMS,
                        found.bubblewrapAddsMS,
                    ].map { $0.map { Quantities.rounded($0, places: 3) } ?? "-" })
        }
        if json.enabled {
            try session.emit([
                "schema": "bench_start/1", "rounds": .int(rounds), "programs": .array(rows),
            ])
        } else {
            try session.out.write(table.render(session.out))
        }
        return .yes
    }
}

extension StartBench.Figures {
    fileprivate func json(_ program: String) -> JSON {
        [
            "program": .string(program), "plain_ms": .double(plainMS), "assay_ms": .double(assayMS),
            "assay_adds_ms": .double(assayAddsMS), "bubblewrap_ms": JSON(bubblewrapMS),
            "bubblewrap_adds_ms": JSON(bubblewrapAddsMS),
        ]
    }
}
