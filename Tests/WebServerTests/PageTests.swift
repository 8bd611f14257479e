import Operations
import TestSupport
import Testing

@testable import WebServer

@Suite struct PageTests {
    @Test func `an empty workspace says what to do first`() async throws {
        try await withServer(empty: true) { client, _ in
            let page = try await client.get("/")
            #expect(page.status == 200)
            #expect(page.text.contains("assay import humaneval"))
            for path in ["/problems", "/submissions", "/export"] {
                let page = try await client.get(path)
                #expect(page.status == 200)
                #expect(page.text.contains("<h1>"))
            }
        }
    }

    @Test func `the overview counts what is there and links to it`() async throws {
        try await withServer { client, _ in
            let page = try await client.get("/").text
            #expect(page.contains(#"<dd><a href="/problems">60</a></dd>"#))
            #expect(page.contains(#"<dd><a href="/submissions">5</a></dd>"#))
            #expect(page.contains("time limit exceeded"))
            #expect(page.contains(#"href="/submissions?verdict=wrong_answer""#))
        }
    }

    @Test func `problems come in pages, each once and in order`() async throws {
        try await withServer { client, _ in
            let first = try await client.get("/problems").text
            #expect(first.contains(">Demo/0<") && first.contains(">Demo/49<"))
            #expect(!first.contains(">Demo/50<"))
            let link = try #require(firstMatch(in: first, after: #"<a href=""#, with: "after="))
            let second = try await client.get(link).text
            #expect(second.contains(">Demo/50<") && second.contains(">Demo/59<"))
            #expect(!second.contains(">Demo/49<"))
            #expect(second.contains(#"<a href="/problems" rel="first">"#))
            #expect(!second.contains(#"rel="next""#))
        }
    }

    @Test func `a problem shows prompt, tests, reference and submissions`() async throws {
        try await withServer { client, _ in
            let page = try await client.get("/problems/Demo%2F0")
            #expect(page.status == 200)
            #expect(page.text.contains("<h1>Demo/0</h1>"))
            #expect(page.text.contains("Return the median of every prefix"))
            #expect(page.text.contains("assert f([2, 1, 5])"))
            #expect(page.text.contains("heappush(low, -value)"))
            #expect(page.text.contains("3 in all, 1 accepted, 0 not judged yet"))
        }
    }

    @Test func `submissions can be filtered by verdict and problem`() async throws {
        try await withServer { client, _ in
            let wrong = try await client.get("/submissions?verdict=wrong_answer&problem=").text
            #expect(wrong.components("/submissions/0").count == 4)
            #expect(wrong.contains(#"<option value="wrong_answer" selected>"#))
            let slow = try await client.get("/submissions?verdict=time_limit_exceeded").text
            #expect(slow.contains(#"<span class="soft">flaky</span>"#))
            #expect(!wrong.contains(">flaky<"))
            let none = try await client.get("/submissions?verdict=accepted&problem=Demo%2F1").text
            #expect(none.contains("No submissions match this filter"))
            let bad = try await client.get("/submissions?verdict=splendid")
            #expect(bad.status == 400)
        }
    }

    @Test(arguments: [
        ("/nothing", 404), ("/problems/Nope", 404), ("/submissions/0", 404),
        ("/submissions/..%2F..%2Fetc%2Fpasswd", 404), ("/assets/nothing.css", 404),
        ("/assets/..%2FTemplates%2Flayout.mustache", 404), ("/export/download?form=x", 400),
    ])
    func `what is not there is an error page that says what to do`(
        path: String, status: Int
    ) async throws {
        try await withServer { client, _ in
            let page = try await client.get(path)
            #expect(page.status == status)
            #expect(page.text.contains("<h1>"))
            #expect(page.text.contains(#"<p class="hint">"#))
            #expect(page.text.contains("Back to the overview"))
        }
    }

    @Test func `every page is whole, without scripts, styles or handlers inside`() async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.problem == "Demo/0" }
            for path in [
                "/", "/problems", "/problems/Demo%2F0", "/submissions", "/submissions/\(id)",
                "/export", "/nothing",
            ] {
                let page = try await client.get(path).text
                #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
                #expect(page.hasSuffix("</html>\n"))
                #expect(!page.contains("<script"))
                #expect(!page.contains("<style"))
                #expect(!page.contains(" style="))
                #expect(!page.contains("{{"))
                #expect(!page.contains("Optional("))
                let fault = unbalanced(page)
                #expect(fault == nil, "\(path)")
            }
        }
    }

    @Test func `the download is the export, byte for byte`() async throws {
        try await withServer { client, seed in
            for form in ExportOptions.Form.allCases {
                let answer = try await client.get(
                    "/export/download?form=\(form.rawValue)&label_source=evidence")
                #expect(answer.status == 200)
                #expect(
                    answer.headers["content-disposition"]
                        == "attachment; filename=\"\(form.rawValue).jsonl\"")
                var expected: [UInt8] = []
                for try await chunk in seed.workspace.exportStream(form, labelSource: .evidence) {
                    expected += chunk
                }
                #expect(answer.bytes == expected)
                #expect(form == .dpo || !expected.isEmpty)
            }
        }
    }

    @Test func `the code can be downloaded as it ran`() async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.sampleIndex == 2 }
            let answer = try await client.get("/submissions/\(id)/source")
            #expect(answer.text == Seed.hostileSource)
            #expect(answer.headers["content-type"] == "text/plain; charset=utf-8")
            #expect(
                answer.headers["content-disposition"]
                    == "attachment; filename=\"submission.txt\"")
        }
    }

    /// The first tag that is closed wrongly; `nil` if all are nested well.
    private func unbalanced(_ html: String) -> String? {
        let void: Set = ["meta", "link", "input", "br", "!doctype"]
        var open: [String] = []
        var rest = html[...]
        while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            let name = tag.drop { $0 == "/" }.prefix { !$0.isWhitespace }.lowercased()
            if void.contains(name) { continue }
            if tag.hasPrefix("/") {
                guard open.popLast() == name else { return "</\(name)> after \(open)" }
            } else {
                open.append(name)
            }
        }
        return open.isEmpty ? nil : "open at the end: \(open)"
    }

    private func firstMatch(in text: String, after mark: String, with part: String) -> String? {
        for piece in text.components(mark).dropFirst() {
            let link = piece.prefix { $0 != "\"" }
            if link.contains(part) { return link.split("&amp;").joined(separator: "&") }
        }
        return nil
    }
}

extension String {
    /// The pieces between the occurrences of a mark.
    func components(_ mark: String) -> [Substring] { self[...].split(mark) }
}

extension Substring {
    func split(_ mark: String) -> [Substring] {
        var pieces: [Substring] = []
        var rest = self
        while let range = rest.firstRange(of: mark) {
            pieces.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return pieces + [rest]
    }
}
