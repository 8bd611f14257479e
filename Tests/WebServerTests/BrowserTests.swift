import Execution
import Foundation
import Grading
import Operations
import Testing

@testable import WebServer

@Suite(.serialized, .enabled(if: Chromium.isWanted, "\(Chromium.reason)"))
struct BrowserTests {
    @Test(arguments: [(1280, 900, false), (768, 1024, true)])
    func `every page renders in its width, and the browser complains of nothing`(
        width: Int, height: Int, dark: Bool
    ) async throws {
        try await withBrowser(width, height, dark: dark) { browser, client, seed in
            let id = try await seed.submission { $0.sampleIndex == 0 && $0.problem == "Demo/0" }
            let hostile = try await seed.submission { $0.sampleIndex == 2 }
            let pages = [
                "overview": "/", "problems": "/problems", "problem": "/problems/Demo%2F0",
                "submissions": "/submissions", "grading": "/submissions/\(id)",
                "hostile": "/submissions/\(hostile)", "export": "/export",
            ]
            for (name, path) in pages.sorted(by: { $0.key < $1.key }) {
                try await browser.visit(client.origin + path)
                let complaints = try await browser.complaints()
                #expect(complaints.isEmpty, "\(name): \(complaints)")
                let styled = try await browser.evaluate(
                    "getComputedStyle(document.querySelector('.top')).display")
                #expect(styled?.string == "flex", "the style sheet is not applied")
                let overflow = try await browser.evaluate(
                    "document.documentElement.scrollWidth - innerWidth")
                #expect((overflow?.int ?? 1) <= 0, "\(name) is wider than the window")
                try await keep(browser, "\(name)-\(width)\(dark ? "-dark" : "")")
            }
        }
    }

    @Test func `a grade is saved from the form with scripts off`() async throws {
        try await withBrowser(1440, 1240) { browser, client, seed in
            let id = try await seed.submission { $0.sampleIndex == 0 && $0.problem == "Demo/0" }
            try await browser.visit(client.origin + "/submissions/\(id)")
            _ = try await browser.evaluate(
                """
                for (const [name, value] of Object.entries({correctness: 2,
                    requirement_coverage: 4, efficiency: 2, practice: 3}))
                    document.querySelector(`[name="answer.${name}"][value="${value}"]`).click();
                document.querySelector('[name="confidence"][value="3"]').click();
                document.getElementById('rationale-correctness').value =
                    'test_5 and test_9 fail: line 14 sorts by absolute value.';
                document.getElementById('rationale-efficiency').value =
                    'Line 14 sorts every prefix anew; CPU 48 ms, two heaps would do.';
                document.getElementById('rater').value = 'Ada Lovelace';
                """)
            try await keep(browser, "filled", wholePage: false)
            _ = try await browser.evaluate("document.querySelector('button.primary').click()")
            try await browser.loaded()
            let notice = try await browser.evaluate(
                "(document.querySelector('.notice') || document.body).innerText")
            #expect(notice?.string?.hasPrefix("Saved: ") == true, "\(notice?.string ?? "")")
            let grades = try await seed.workspace.submission(id).grades
            #expect(grades.map(\.grade.rater.name) == ["Ada Lovelace"])
            try await keep(browser, "saved", wholePage: false)
            // An incomplete form comes back with what is wrong.
            _ = try await browser.evaluate("document.querySelector('button.primary').click()")
            try await browser.loaded()
            let alert = try await browser.evaluate(
                "document.querySelector('.notice.wrong').innerText")
            #expect(alert?.string?.contains("Not saved yet") == true)
            try await keep(browser, "refused", wholePage: false)
        }
    }

    @Test func `a page of another site cannot save a grade`() async throws {
        try await withBrowser(800, 600) { browser, client, seed in
            let id = try await seed.submission { $0.problem == "Demo/2" }
            let action = "\(client.origin)/submissions/\(id)/grades"
            try await browser.visit(
                "data:text/html,<form method=post action='\(action)'>"
                    + "<input name=rubric value=code-response><input name=rater value=eve></form>")
            _ = try await browser.evaluate("document.forms[0].submit()")
            try await browser.loaded()
            let text = try await browser.evaluate("document.body.innerText")
            #expect(text?.string?.contains("did not come from a page of this server") == true)
            let grades = try await seed.workspace.submission(id).grades
            #expect(grades.isEmpty)
        }
    }

    private func withBrowser(
        _ width: Int, _ height: Int, dark: Bool = false,
        _ body: @Sendable (Chromium, TestClient, Seed) async throws -> Void
    ) async throws {
        let browser = try Chromium()
        defer { browser.close() }
        try await browser.openTab(width: width, height: height, dark: dark)
        try await withServer { client, seed in try await body(browser, client, seed) }
    }

    /// Leaves a picture in the folder that `ASSAY_SCREENSHOTS` names.
    private func keep(
        _ browser: Chromium, _ name: String, wholePage: Bool = true
    ) async throws {
        guard let folder = ProcessInfo.processInfo.environment["ASSAY_SCREENSHOTS"] else { return }
        let picture = try await browser.screenshot(wholePage: wholePage)
        try Data(picture).write(to: URL(filePath: "\(folder)/\(name).png"))
    }
}
