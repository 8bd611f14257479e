import HTTPTypes
import Hummingbird
import Logging

/// The outermost layer: who may ask, how much, and what every answer carries.
///
/// - A host name that is not ours is refused, so that another site cannot reach this server
///   through a name of its own that resolves to loopback.
/// - What changes something is taken only from a page of this server.
struct Gatekeeper<Context: RequestContext>: RouterMiddleware {
    let site: Site
    /// Names, without ports, under which the server may be addressed; lower case.
    let hosts: Set<String>

    static var maximumTarget: Int { 4096 }

    func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            try admit(request)
            response = try await next(request, context)
        } catch {
            let failure = PageError(error)
            if failure.status == .internalServerError {
                context.logger.error(
                    "\(request.method) \(request.uri.path)",
                    metadata: ["error": "\(error)"])
            }
            response = site.page(failure)
        }
        for (name, value) in Self.headers { response.headers[name] = value }
        return response
    }

    private func admit(_ request: Request) throws {
        guard request.uri.string.utf8.count <= Self.maximumTarget else {
            throw PageError(
                status: .uriTooLong, what: "This address is too long", why: nil,
                todo: "Shorten the filter.")
        }
        guard let authority = request.head.authority, let host = Self.host(of: authority),
            hosts.contains(host)
        else {
            throw PageError(
                status: .misdirectedRequest, what: "This server does not answer to that name",
                why: "It was asked as \(request.head.authority ?? "nothing").",
                todo: "Use the address that assay serve printed.")
        }
        guard request.method != .get, request.method != .head else { return }
        let site = request.headers[.secFetchSite]
        guard request.headers[.origin] == "http://\(authority)",
            site == nil || site == "same-origin"
        else {
            throw PageError(
                status: .forbidden, what: "This form did not come from a page of this server",
                why: "Nothing was changed.",
                todo: "Open the page here, and send the form from it.")
        }
    }

    /// The host of `host:port`, lower case; `nil` if it is malformed.
    static func host(of authority: String) -> String? {
        let text = authority.lowercased()
        let name: Substring
        let rest: Substring
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            name = text[...close]
            rest = text[text.index(after: close)...]
        } else {
            let colon = text.firstIndex(of: ":") ?? text.endIndex
            name = text[..<colon]
            rest = text[colon...]
        }
        guard !name.isEmpty else { return nil }
        guard rest.isEmpty || rest.first == ":" && UInt16(rest.dropFirst()) != nil else {
            return nil
        }
        return String(name)
    }

    private static var headers: [(HTTPField.Name, String)] {
        [
            (
                .contentSecurityPolicy,
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'"
            ),
            (.xContentTypeOptions, "nosniff"),
            // Not no-referrer: under it browsers send `Origin: null` with our own forms.
            (.referrerPolicy, "same-origin"),
            (.crossOriginOpenerPolicy, "same-origin"),
            (.crossOriginResourcePolicy, "same-origin"),
        ]
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = Self("Referrer-Policy") ?? .xContentTypeOptions
    fileprivate static let crossOriginOpenerPolicy =
        Self("Cross-Origin-Opener-Policy") ?? .xContentTypeOptions
    fileprivate static let secFetchSite = Self("Sec-Fetch-Site") ?? .xContentTypeOptions
}
