import Execution
import FoundationEssentials
import Mustache

/// The templates and assets of the pages, read once.
///
/// A template cannot switch escaping off: `{{{x}}}`, `{{&x}}`, other delimiters and any content
/// type but the form fields' are refused when the library is loaded.
struct PageLibrary: Sendable {
    private let templates: MustacheLibrary
    private let names: Set<String>
    /// By file name.
    let assets: [String: Asset]

    struct Asset: Sendable {
        var bytes: [UInt8]
        var contentType: String
        var version: String
    }

    /// - Parameter folder: the templates; the folder `Assets` is beside it.
    /// - Throws: a ``Diagnostic`` for a folder or template that cannot be used.
    init(templates folder: String) throws {
        MustacheContentTypes.register(VisibleHTML(), named: "VISIBLE")
        MustacheContentTypes.register(TypedHTML(), named: "TYPED")
        var library = MustacheLibrary()
        var names = Set<String>()
        for (file, bytes) in try Self.files(in: folder, ending: ".mustache") {
            let name = String(file.dropLast(".mustache".count))
            var text = String(decoding: bytes, as: UTF8.self)
            if let refused = Self.refusal(of: text) {
                throw Diagnostic(
                    "template must not contain `\(refused)`",
                    path: "\(folder)/\(file)",
                    note: "all that a template prints is escaped")
            }
            let content = name == "typed" ? "TYPED" : "VISIBLE"
            // A template of one line is used inside a line.
            if text.utf8.count(where: { $0 == 0x0A }) == 1 { text.removeLast() }
            do {
                try library.register("{{% CONTENT_TYPE:\(content)}}\n" + text, named: name)
            } catch {
                throw Diagnostic(
                    "template cannot be read", path: "\(folder)/\(file)",
                    note: "\(error)")
            }
            names.insert(name)
        }
        templates = library
        self.names = names
        var assets: [String: Asset] = [:]
        for (ending, type) in [".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"] {
            for (file, bytes) in try Self.files(in: "\(folder)/../Assets", ending: ending) {
                assets[file] = Asset(
                    bytes: bytes, contentType: type,
                    version: String(Digest.sha256(bytes).prefix(12)))
            }
        }
        self.assets = assets
        guard names.contains("layout"), assets["assay.css"] != nil else {
            throw Diagnostic(
                "no page templates in `\(folder)`",
                hint: "set `ASSAY_HOME` to where Assay is installed")
        }
    }

    func render(_ page: Any, template: String) -> String {
        templates.render(page, withTemplate: template) ?? ""
    }

    private static func refusal(of text: String) -> String? {
        ["{{{", "{{&", "{{=", "{{%"].first { text.contains($0) }
    }

    private static func files(
        in folder: String, ending: String
    ) throws -> [(name: String, bytes: [UInt8])] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw Diagnostic(
                "cannot read the page templates in `\(folder)`",
                hint: "set `ASSAY_HOME` to where Assay is installed")
        }
        return try names.sorted().filter { $0.hasSuffix(ending) }.map { name in
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
                throw Diagnostic("cannot read `\(folder)/\(name)`")
            }
            return (name, Array(data))
        }
    }
}
