import Execution
import Hummingbird
import Operations

/// Renders pages and answers with them.
struct Site: Sendable {
    let workspace: Workspace
    let library: PageLibrary

    /// The parts of the site, as in the navigation.
    enum Part: String, CaseIterable {
        case overview, problems, submissions, export

        var href: String { self == .overview ? "/" : "/\(rawValue)" }
        var label: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
    }

    private struct Layout {
        let title: String
        let stylesheet: String
        let navigation: [Entry]
        let content: Any

        struct Entry {
            let href: String
            let label: String
            let current: Bool
        }
    }

    func page(
        _ content: Any, template: String, title: String, part: Part?,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let html = library.render(
            Layout(
                title: title, stylesheet: library.assets["assay.css"]?.version ?? "",
                navigation: Part.allCases.map {
                    Layout.Entry(href: $0.href, label: $0.label, current: $0 == part)
                }, content: content),
            template: template)
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                // Kept by the browser for Back, so that what was typed is still there.
                .cacheControl: "private, no-cache",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    func page(_ error: PageError) -> Response {
        page(
            ErrorPage(error), template: "error", title: ErrorPage(error).what, part: nil,
            status: error.status)
    }

    /// Where a browser goes after a form was accepted.
    func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }
}
