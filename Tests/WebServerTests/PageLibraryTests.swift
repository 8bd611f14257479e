import Execution
import FoundationEssentials
import Testing

@testable import WebServer

@Suite struct PageLibraryTests {
    @Test(arguments: ["{{{x}}}", "{{&x}}", "{{=<% %>=}}", "{{% CONTENT_TYPE:TEXT}}"])
    func `a template that switches escaping off is refused`(text: String) throws {
        try withTemplates(["layout": "<p>{{x}}</p>", "page": "<p>\(text)</p>"]) { folder in
            #expect {
                try PageLibrary(templates: folder)
            } throws: { error in
                let diagnostic = error as? Diagnostic
                return diagnostic?.message.hasPrefix("template must not contain") == true
                    && diagnostic?.path?.hasSuffix("page.mustache") == true
            }
        }
    }

    @Test func `a template that is broken is named`() throws {
        try withTemplates(["layout": "{{#a}}", "page": ""]) { folder in
            #expect {
                try PageLibrary(templates: folder)
            } throws: { error in
                (error as? Diagnostic)?.path?.hasSuffix("layout.mustache") == true
            }
        }
    }

    @Test func `a folder without templates is told with what to do`() {
        #expect {
            try PageLibrary(templates: "/nowhere")
        } throws: { error in
            (error as? Diagnostic)?.hint?.contains("ASSAY_HOME") == true
        }
    }

    @Test func `partials and inherited blocks escape by code point too`() throws {
        let hostile = "\u{600}<script>\"\u{301} x"
        let templates = [
            "layout": "<main>\n{{$body}}{{/body}}\n</main>\n",
            "part": "<i title=\"{{x}}\">{{x}}</i>\n",
            "page": "{{<layout}}\n{{$body}}\n{{>part}} {{x}}\n{{/body}}\n{{/layout}}\n",
        ]
        try withTemplates(templates) { folder in
            let html = try PageLibrary(templates: folder)
                .render(["x": hostile], template: "page")
            let escaped = VisibleHTML().escapeText(hostile)
            #expect(html.contains("<i title=\"\(escaped)\">\(escaped)</i> \(escaped)"))
            #expect(!html.contains("<script") && !html.unicodeScalars.contains("\u{600}"))
        }
    }

    private func withTemplates(
        _ templates: [String: String], _ body: (String) throws -> Void
    ) throws {
        let root = FileManager.default.temporaryDirectory
            .appending(path: "assay-templates-\(UInt64.random(in: 0..<(.max)))").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        for folder in ["Templates", "Assets"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        try "".write(toFile: "\(root)/Assets/assay.css", atomically: true, encoding: .utf8)
        for (name, text) in templates {
            try text.write(
                toFile: "\(root)/Templates/\(name).mustache", atomically: true, encoding: .utf8)
        }
        try body("\(root)/Templates")
    }
}
