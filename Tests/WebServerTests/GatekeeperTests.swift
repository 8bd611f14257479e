import Operations
import Testing

@testable import WebServer

@Suite struct GatekeeperTests {
    static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'"

    @Test(arguments: ["/", "/nothing", "/assets/assay.css", "/export/download", "/submissions/x"])
    func `every answer carries the policy, errors too`(path: String) async throws {
        try await withServer(empty: true) { client, _ in
            for method in ["GET", "HEAD", "POST"] {
                let answer = try await client.send(method, path)
                #expect(answer.headers["content-security-policy"] == Self.policy)
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                #expect(answer.headers["referrer-policy"] == "same-origin")
                #expect(answer.headers["cross-origin-resource-policy"] == "same-origin")
                #expect(answer.headers["cross-origin-opener-policy"] == "same-origin")
            }
        }
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("localhost:80", true), ("LOCALHOST", true), ("[::1]:8080", true),
        ("evil.example", false), ("127.0.0.1.evil.example", false), ("localhost.", false),
        ("[::1", false), ("127.0.0.1:x", false), ("user@localhost", false), ("", false),
    ])
    func `only our own names are answered to, so that no other name can be pointed here`(
        host: String, isOurs: Bool
    ) async throws {
        try await withServer(empty: true) { client, _ in
            let answer = try await client.get("/", headers: [("Host", host)])
            #expect((answer.status == 200) == isOurs)
            #expect(isOurs || answer.status == 421 || answer.status == 400)
        }
    }

    @Test(arguments: [
        [], [("Origin", "null")], [("Origin", "http://evil.example")],
        [("Origin", "http://127.0.0.1")], [("Origin", "https://127.0.0.1:PORT")],
        [("Origin", "http://127.0.0.1:PORT"), ("Sec-Fetch-Site", "cross-site")],
        [("Origin", "http://127.0.0.1:PORT"), ("Sec-Fetch-Site", "same-site")],
        [("Origin", "http://localhost:PORT")],
    ])
    func `a form from anywhere else changes nothing`(headers: [(String, String)]) async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.problem == "Demo/2" }
            let answer = try await client.post(
                "/submissions/\(id)/grades", [("rubric", "code-response"), ("rater", "mallory")],
                headers: headers.map {
                    ($0.0, $0.1.components("PORT").joined(separator: "\(client.port)"))
                })
            #expect(answer.status == 403)
            #expect(answer.text.contains("Nothing was changed"))
            let grades = try await seed.workspace.submission(id).grades
            #expect(grades.isEmpty)
        }
    }

    @Test func `a body that is too large is refused, told or found`() async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.problem == "Demo/2" }
            let comment = String(repeating: "x", count: Site.maximumForm / 3 + 1)
            let told = try await client.post("/submissions/\(id)/grades", [("comment", comment)])
            #expect(told.status == 413)
            #expect(told.text.contains("This form is too large"))
            let chunk = "10000\r\n" + String(repeating: "a", count: 65_536) + "\r\n"
            let headers = [
                ("Origin", client.origin), ("Transfer-Encoding", "chunked"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ]
            let found = try await client.send(
                "POST", "/submissions/\(id)/grades", headers: headers,
                raw: Array((String(repeating: chunk, count: 6) + "0\r\n\r\n").utf8))
            #expect(found.status == 413)
        }
    }

    @Test func `a body that is no form is refused`() async throws {
        try await withServer(empty: true) { client, _ in
            let answer = try await client.send(
                "POST", "/submissions/x/grades",
                headers: [("Origin", client.origin), ("Content-Type", "text/plain")],
                body: Array("a=1".utf8))
            #expect(answer.status == 415)
        }
    }

    @Test func `long addresses and headers are refused`() async throws {
        try await withServer(empty: true) { client, _ in
            let long = String(repeating: "a", count: 5000)
            let address = try await client.get("/problems?after=\(long)")
            #expect(address.status == 414)
            let headers = [("X-Long", String(repeating: "a", count: 40_000))]
            let header = try await client.get("/", headers: headers)
            #expect(header.status == 400)
            let next = try await client.get("/")
            #expect(next.status == 200)
        }
    }

    @Test func `stylesheets are kept by their version, pages are not`() async throws {
        try await withServer(empty: true) { client, _ in
            let page = try await client.get("/")
            #expect(page.headers["cache-control"] == "private, no-cache")
            let version = page.text.components("/assets/assay.css?v=")[1].prefix { $0 != "\"" }
            let sheet = try await client.get("/assets/assay.css?v=\(version)")
            #expect(sheet.headers["content-type"] == "text/css; charset=utf-8")
            #expect(sheet.headers["cache-control"]?.contains("immutable") == true)
            let other = try await client.get("/assets/assay.css?v=0")
            #expect(other.headers["cache-control"] == "private, no-cache")
        }
    }

    @Test func `a port that is taken is a diagnostic with what to do`() async throws {
        try await withServer(empty: true) { client, seed in
            let options = ServerOptions(templates: templatesDirectory, port: client.port)
            await #expect {
                try await serve(seed.workspace, options)
            } throws: { error in
                "\(error)".contains("cannot listen on") && "\(error)".contains("--port")
            }
        }
    }
}
