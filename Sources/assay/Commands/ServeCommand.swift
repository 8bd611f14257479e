import ArgumentParser
import Catalog
import Execution
import WebServer

struct ServeCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve pages to read and grade submissions with a browser.",
        discussion: """
            assay serve
            assay serve --port 9000

            Prints the address. Only this machine can reach it unless `--host` says
            otherwise; the pages know no accounts. Ends on Ctrl-C or SIGTERM, after
            answering what was asked.
            """)

    @Option(help: ArgumentHelp("The port; 0 takes any that is free.", valueName: "n"))
    var port = 8080

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var common: CommonOptions

    static var endsBySignal: Bool { true }

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("`--port` must be from 0 to 65535, not \(port)")
        }
    }

    func perform(_ session: Session) async throws -> ExitStatus {
        let opened = try await workspace.open(session)
        if !["127.0.0.1", "::1", "localhost"].contains(host) {
            session.warn(
                "`\(VisibleText.line(host))` can be reached from other machines",
                hint: "the pages know no accounts: put them behind something that does")
        }
        let options = ServerOptions(
            templates: try Wiring.resources().templates, host: host, port: port)
        let name = host.contains(":") ? "[\(host)]" : host
        try await serve(opened, options) { port in
            // The server goes on even if nobody reads the address.
            try? session.out.line("http://\(name):\(port)/")
        }
        return .yes
    }
}
