import Execution
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import Operations
import ServiceLifecycle

/// Where and how the pages are served.
package struct ServerOptions: Sendable {
    /// The folder of the page templates; `Assets` is beside it.
    package var templates: String
    /// The address to listen on; anything but a loopback address opens the pages to the network,
    /// and they know no accounts.
    package var host: String
    /// 0 takes any free port.
    package var port: Int
    package var logger: Logger

    package init(
        templates: String, host: String = "127.0.0.1", port: Int = 8080,
        logger: Logger = Logger(label: "assay.serve", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.templates = templates
        self.host = host
        self.port = port
        self.logger = logger
    }
}

/// Serves the pages of a workspace until the task is cancelled; then answers what was asked and
/// returns.
///
/// `started` is called once, with the port, when requests are taken. Throws a `Diagnostic` if the
/// address cannot be listened on or the templates are not there.
package func serve(
    _ workspace: Workspace, _ options: ServerOptions,
    started: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
) async throws {
    let site = Site(
        workspace: workspace, library: try PageLibrary(templates: options.templates))
    let application = Application(
        responder: site.router(hosts: hostNames(options.host)).buildResponder(),
        server: .http1(configuration: connection),
        configuration: ApplicationConfiguration(
            address: .hostname(options.host, port: options.port), serverName: nil, backlog: 128,
            availableConnectionsDelegate: MaximumAvailableConnections(256)),
        onServerRunning: { channel in await started(channel.localAddress?.port ?? options.port) },
        logger: options.logger)
    var configuration = ServiceGroupConfiguration(
        services: [application], logger: options.logger)
    configuration.maximumGracefulShutdownDuration = .seconds(10)
    let group = ServiceGroup(configuration: configuration)
    // A task of its own: cancelling ours asks the group to end, it does not cut requests off.
    let running = Task { try await group.run() }
    do {
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    } catch let error as IOError {
        throw Diagnostic(
            "cannot listen on `\(options.host):\(options.port)`", note: "\(error)",
            hint: "is it served already? Choose another port with `--port`")
    }
}

/// Headers and idle connections are bounded here; bodies and addresses by the routes.
private let connection = HTTP1Channel.Configuration(
    idleTimeout: .seconds(30),
    httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))

/// The names in a `Host` header that mean this server.
private func hostNames(_ host: String) -> Set<String> {
    var names: Set = ["127.0.0.1", "localhost", "[::1]"]
    names.insert(host.contains(":") ? "[\(host.lowercased())]" : host.lowercased())
    return names
}
