import Execution
import Grading
import HTTPTypes
import Hummingbird
import Judging
import NIOCore
import Operations

extension Site {
    /// The largest form that is taken, in bytes.
    static let maximumForm = 256 << 10

    func router(hosts: Set<String>) -> Router<BasicRequestContext> {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.add(middleware: Gatekeeper(site: self, hosts: hosts))
        router.get("/") { _, _ in try await overview() }
        router.get("/problems") { request, _ in try await problems(try query(request)) }
        router.get("/problems/:name") { _, context in
            try await problem(try segment(context, "name"))
        }
        router.get("/submissions") { request, _ in try await submissions(try query(request)) }
        router.get("/submissions/:id") { request, context in
            try await grading(
                try segment(context, "id"), try query(request),
                rater: RaterCookie.name(in: request.headers[.cookie]))
        }
        router.get("/submissions/:id/source") { _, context in
            try await source(try segment(context, "id"))
        }
        router.post("/submissions/:id/grades") { request, context in
            try await saveGrade(try segment(context, "id"), try await form(request))
        }
        router.get("/export") { _, _ in export() }
        router.get("/export/download") { request, _ in try await download(try query(request)) }
        router.get("/assets/:file") { request, context in
            try asset(try segment(context, "file"), try query(request))
        }
        return router
    }

    // MARK: Overview and lists

    private func overview() async throws -> Response {
        page(
            IndexPage(try await workspace.summary()), template: "index", title: "Overview",
            part: .overview)
    }

    private func problems(_ query: FormData) async throws -> Response {
        let after = query.given("after")
        let list = try await workspace.problems(PageRequest(after: after))
        return page(
            ProblemsPage(list, after: after), template: "problems", title: "Problems",
            part: .problems)
    }

    private func problem(_ name: String) async throws -> Response {
        let detail = try await found { try await workspace.problem(name) }
        let submissions = try await workspace.submissions(
            SubmissionFilter(problem: detail.problem.name), page: PageRequest(size: 20))
        return page(
            ProblemPage(detail, submissions: submissions), template: "problem",
            title: detail.problem.name, part: .problems)
    }

    private func submissions(_ query: FormData) async throws -> Response {
        var filter = SubmissionFilter(problem: query.given("problem"))
        switch query.given("verdict") {
        case nil: break
        case "pending": filter.pending = true
        case let word?:
            guard let verdict = Verdict(rawValue: word) else {
                throw PageError.badRequest("There is no such verdict.")
            }
            filter.verdict = verdict
        }
        let after = query.given("after")
        let list = try await workspace.submissions(filter, page: PageRequest(after: after))
        return page(
            SubmissionsPage(list, filter: filter, after: after), template: "submissions",
            title: "Submissions", part: .submissions)
    }

    // MARK: Files

    private func source(_ id: String) async throws -> Response {
        let detail = try await found { try await workspace.submission(id) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/plain; charset=utf-8",
                .contentDisposition: "attachment; filename=\"submission.txt\"",
                .cacheControl: "private, no-cache",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: detail.submission.source)))
    }

    private func asset(_ name: String, _ query: FormData) throws -> Response {
        guard let asset = library.assets[name] else { throw PageError.noSuchPage }
        return Response(
            status: .ok,
            headers: [
                .contentType: asset.contentType,
                .cacheControl: query["v"] == asset.version
                    ? "private, max-age=31536000, immutable" : "private, no-cache",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }

    // MARK: Decoding

    /// What was asked for, or the page that says that it is not there.
    func found<Value>(_ find: () async throws -> Value) async throws -> Value {
        do {
            return try await find()
        } catch let diagnostic as Diagnostic {
            throw PageError.notFound(diagnostic)
        }
    }

    private func segment(_ context: BasicRequestContext, _ name: String) throws -> String {
        percentDecoded(try context.parameters.require(name))
    }

    private func query(_ request: Request) throws -> FormData {
        guard let data = FormData(encoded: (request.uri.query ?? "").utf8) else {
            throw PageError.badRequest("The address has too many fields.")
        }
        return data
    }

    private func form(_ request: Request) async throws -> FormData {
        guard
            request.headers[.contentType]?.lowercased()
                .hasPrefix("application/x-www-form-urlencoded") == true
        else {
            throw PageError(
                status: .unsupportedMediaType, what: "This is not a form", why: nil,
                todo: "Send the form from its page.")
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }),
            length > Self.maximumForm
        {
            throw PageError.tooLarge(Self.maximumForm)
        }
        do {
            let body = try await request.body.collect(upTo: Self.maximumForm)
            guard let data = FormData(encoded: body.readableBytesView) else {
                throw PageError.badRequest("The form has too many fields.")
            }
            return data
        } catch is NIOTooManyBytesError {
            throw PageError.tooLarge(Self.maximumForm)
        }
    }
}

extension FormData {
    /// A field that is there and not empty.
    fileprivate func given(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
