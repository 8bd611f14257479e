import HTTPTypes
import Hummingbird
import Operations

/// What can be exported, and from whose labels.
struct ExportPage {
    let forms: [Choice]
    let sources: [Choice]

    struct Choice {
        let value: String
        let title: String
        let about: String
        let selected: Bool
    }

    init() {
        forms = ExportOptions.Form.allCases.map { form in
            let (title, about) =
                switch form {
                case .graded:
                    ("Graded examples", "Every submission with its evidence, grades and label.")
                case .sft:
                    ("Fine-tuning messages", "Prompt and answer as chat messages, good ones only.")
                case .dpo:
                    (
                        "Preference pairs",
                        "Prompt, chosen and rejected: two answers to one problem."
                    )
                }
            return Choice(
                value: form.rawValue, title: title, about: about, selected: form == .graded)
        }
        sources = ExportOptions.LabelSource.allCases.map { source in
            let (title, about) =
                switch source {
                case .evidence: ("Evidence", "Labels from the tests alone.")
                case .human: ("People", "Labels from the grades that people gave.")
                }
            return Choice(
                value: source.rawValue, title: title, about: about, selected: source == .human)
        }
    }
}

extension Site {
    func export() -> Response {
        page(ExportPage(), template: "export", title: "Export", part: .export)
    }

    func download(_ query: FormData) async throws -> Response {
        guard let form = query["form"].flatMap(ExportOptions.Form.init),
            let source = query["label_source"].flatMap(ExportOptions.LabelSource.init)
        else {
            throw PageError.badRequest("It names no known form of export or source of labels.")
        }
        let chunks = workspace.exportStream(form, labelSource: source)
        // The first chunk is awaited here, so that an export that cannot start is an error page.
        var beginning = chunks.makeAsyncIterator()
        let first = try await beginning.next() ?? []
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/jsonl",
                .contentDisposition: "attachment; filename=\"\(form.rawValue).jsonl\"",
                .cacheControl: "private, no-cache",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(bytes: first))
                for try await chunk in chunks {
                    try await writer.write(ByteBuffer(bytes: chunk))
                }
                try await writer.finish(nil)
            })
    }
}
