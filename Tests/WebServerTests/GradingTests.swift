import Grading
import Operations
import TestSupport
import Testing

@testable import WebServer

@Suite struct GradingTests {
    /// A form filled in as the rubric asks; `nil` leaves a field out.
    private func form(
        _ client: TestClient, _ path: String, changing changes: [String: String?] = [:]
    ) async throws -> [(String, String)] {
        let page = try await client.get(path).text
        let sha256 = page.components(#"name="rubric_sha256" value=""#)[1].prefix { $0 != "\"" }
        var fields: [String: String] = [
            "rubric": "code-response", "rubric_sha256": String(sha256), "rater": "Ada Lovelace",
            "answer.correctness": "2", "answer.requirement_coverage": "4",
            "answer.efficiency": "2", "answer.security": "", "answer.practice": "3",
            "rationale.correctness":
                "test_5 and test_9 fail: line 12 sorts by abs, so that negative values move.",
            "rationale.efficiency":
                "Line 12 sorts each prefix anew, two heaps would do; CPU 48 ms.",
            "confidence": "3", "comment": "A careful reader sees it.\nTwo lines.",
        ]
        for (name, value) in changes { fields[name] = value }
        return fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    @Test func `a grader sees the prompt, the code, the evidence and the rubric`() async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.sampleIndex == 0 && $0.problem == "Demo/0" }
            let page = try await client.get("/submissions/\(id)")
            #expect(page.status == 200)
            for text in [
                "Return the median of every prefix", "window = sorted(values[:end], key=abs)",
                #"<td class="number" data-line="12">"#, "10 of 12 tests passed", "test_5",
                "[-3, -1.0, 1]", "the answer differs at index 2", "10 passing tests", "isolated",
                "49 ms of 10.00 s", "11.3 MiB", "Functional correctness",
                "Right on every test and on every edge case", "Save grade",
            ] {
                #expect(page.text.contains(text), "\(text)")
            }
        }
    }

    @Test func `a saved grade is shown, stored and listed`() async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.sampleIndex == 0 && $0.problem == "Demo/0" }
            let path = "/submissions/\(id)"
            let answer = try await client.post("\(path)/grades", try await form(client, path))
            #expect(answer.status == 303, "\(faults(answer.text))")
            let location = try #require(answer.headers["location"])
            #expect(location.hasPrefix("\(path)?rubric=code-response&saved="))
            let stored = try await seed.workspace.submission(id).grades
            let grade = try #require(stored.first?.grade)
            #expect(grade.rater == Rater(kind: .person, name: "Ada Lovelace"))
            #expect(grade.answers["correctness"]?.value == .number(2))
            #expect(grade.answers["practice"]?.value == .number(3))
            #expect(grade.confidence == 3)
            #expect(grade.comment == "A careful reader sees it.\nTwo lines.")
            let page = try await client.get(location).text
            #expect(page.contains(#"role="status"><p>Saved: "#))
            #expect(page.contains("Ada Lovelace <span"))
            #expect(answer.headers["set-cookie"]?.contains("SameSite=Strict") == true)
            let next = try await client.get(
                path, headers: [("Cookie", "a=b; assay_rater=Ada%20Lovelace")])
            #expect(next.text.contains(#"name="rater" type="text" value="Ada Lovelace""#))
        }
    }

    @Test func `what is wrong is told at its field, and nothing typed is lost`() async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.sampleIndex == 0 && $0.problem == "Demo/0" }
            let path = "/submissions/\(id)"
            let fields = try await form(
                client, path,
                changing: [
                    "answer.correctness": "4", "answer.practice": nil, "confidence": nil,
                    "rater": "  ", "flag": "misleading",
                    "comment": "\n  </textarea><script>alert(1)</script> \u{202E}\"ü",
                    "rationale.efficiency": "too short",
                ])
            let answer = try await client.post("\(path)/grades", fields)
            #expect(answer.status == 422)
            let page = answer.text
            #expect(page.contains("Not saved yet"))
            for anchor in [
                "criterion-correctness", "criterion-practice", "confidence",
                "rater-field",
            ] {
                #expect(page.contains("<a href=\"#\(anchor)\">"), "\(anchor)")
                #expect(page.contains("id=\"\(anchor)\""), "\(anchor)")
            }
            #expect(
                page.contains(
                    #"<input type="radio" name="answer.correctness" value="4" checked"#))
            #expect(page.contains(#"name="flag" value="misleading" checked"#))
            #expect(page.contains(">\ntoo short</textarea>"))
            #expect(page.contains("Readability and best practice is not answered."))
            #expect(page.contains("Functional correctness can be at most 2 by evidence."))
            #expect(
                page.contains(
                    ">\n\n  &lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; "
                        + "\u{202E}&quot;ü</textarea>"))
            let grades = try await seed.workspace.submission(id).grades
            #expect(grades.isEmpty)
        }
    }

    @Test(arguments: [
        ("answer.practice", "9"), ("answer.practice", "x"), ("flag", "nonsense"),
        ("confidence", "7"), ("rubric_sha256", "0"), ("answer.nonsense", "1"),
        ("rater", String(repeating: "x", count: 300)),
    ])
    func `a value that the form does not offer is refused`(
        name: String, value: String
    ) async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.sampleIndex == 0 && $0.problem == "Demo/0" }
            let path = "/submissions/\(id)"
            let fields = try await form(client, path, changing: [name: value])
            let answer = try await client.post("\(path)/grades", fields)
            #expect(answer.status == 422)
            let grades = try await seed.workspace.submission(id).grades
            #expect(grades.isEmpty)
        }
    }

    @Test func `an unknown rubric is not there`() async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.problem == "Demo/2" }
            let page = try await client.get("/submissions/\(id)?rubric=nonsense")
            #expect(page.status == 404)
            let answer = try await client.post(
                "/submissions/\(id)/grades", [("rubric", "nonsense"), ("rater", "x")])
            #expect(answer.status == 404)
        }
    }

    @Test func `a grade given again supersedes, and both are shown`() async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.sampleIndex == 0 && $0.problem == "Demo/0" }
            let path = "/submissions/\(id)"
            for level in ["3", "4"] {
                let fields = try await form(client, path, changing: ["answer.practice": level])
                let answer = try await client.post("\(path)/grades", fields)
                #expect(answer.status == 303, "\(faults(answer.text))")
            }
            let page = try await client.get(path).text
            #expect(page.components("· superseded").count == 2)
        }
    }

    @Test func `hostile code and output are shown, and stay text`() async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.sampleIndex == 2 }
            let page = try await client.get("/submissions/\(id)").text
            #expect(page.contains("&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
            #expect(page.contains("&lt;script&gt;alert(3)&lt;/script&gt;"))
            #expect(page.contains("&lt;script&gt;alert(4)&lt;/script&gt;"))
            #expect(!page.contains("<script"))
            #expect(!page.contains("<img"))
            #expect(page.contains(#"title="U+202E RIGHT-TO-LEFT OVERRIDE">RLO</span>"#))
            #expect(page.contains(#"title="U+200B ZERO WIDTH SPACE">ZWSP</span>"#))
            #expect(page.contains(#"title="U+001B control character">ESC</span>"#))
            let hidden = page.unicodeScalars.first { $0 != "\n" && $0 != "\t" && Glyph($0) != nil }
            #expect(hidden == nil)
            #expect(page.contains("more characters</span>"))
            #expect(page.contains("standard output had 70,000 bytes"))
            #expect(page.utf8.count < 200_000)
        }
    }

    @Test func `the page of a graded submission is as it was`() async throws {
        try await withServer { client, seed in
            let id = try await seed.submission { $0.sampleIndex == 0 && $0.problem == "Demo/0" }
            let page = try await client.get("/submissions/\(id)").text
            let others = try await seed.workspace.submissions().items.map(\.id)
            var text = stable(page)
            for (index, other) in others.enumerated() {
                text = text.components(other).joined(separator: "ID\(index)")
            }
            let difference = Snapshot.difference(text, named: "grading.html")
            #expect(difference == nil, "\(difference ?? "")")
        }
    }

    /// Without what changes from run to run: moments and the sheet's and the rubric's hashes.
    private func stable(_ html: String) -> String {
        html.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.contains("<dt>Added</dt>") { return "<div><dt>Added</dt>" }
            if line.contains("assay.css?v=") { return "<link rel=\"stylesheet\">" }
            if line.contains("rubric_sha256") { return "<input name=\"rubric_sha256\">" }
            return String(line)
        }.joined(separator: "\n")
    }

    private func faults(_ page: String) -> String {
        String(page.components("Not saved yet").last?.prefix(1500) ?? "")
    }
}
