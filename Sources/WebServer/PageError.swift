import Execution
import Hummingbird

/// What went wrong with a request, for the person who made it.
struct PageError: Error {
    var status: HTTPResponse.Status
    var what: String
    var why: String?
    var todo: String

    static let noSuchPage = PageError(
        status: .notFound, what: "There is no such page",
        why: "The address may be mistyped, or made for another version of Assay.",
        todo: "Start from the overview.")

    static func notFound(_ diagnostic: Diagnostic) -> PageError {
        PageError(diagnostic, status: .notFound, todo: "Look for it in the lists.")
    }

    /// What the address or the form said cannot be used.
    static func badRequest(_ why: String) -> PageError {
        PageError(
            status: .badRequest, what: "This request cannot be understood", why: why,
            todo: "Go back, load the page again and repeat what you did.")
    }

    static func tooLarge(_ limit: Int) -> PageError {
        PageError(
            status: .contentTooLarge, what: "This form is too large",
            why: "A form may have \(byteSize(limit)).",
            todo: "Go back and shorten the rationales and the comment.")
    }

    init(status: HTTPResponse.Status, what: String, why: String?, todo: String) {
        self.status = status
        self.what = what
        self.why = why
        self.todo = todo
    }

    init(_ diagnostic: Diagnostic, status: HTTPResponse.Status, todo: String) {
        self.status = status
        what = sentence(diagnostic.message)
        why = diagnostic.note.map(sentence)
        self.todo = diagnostic.hint.map(sentence) ?? todo
    }

    /// Any error as one for people; what is not meant for them is not told.
    init(_ error: any Error) {
        switch error {
        case let error as PageError: self = error
        case let diagnostic as Diagnostic:
            self.init(
                diagnostic, status: .badRequest, todo: "Go back, mend it and send it again.")
        case let error as RunnerError:
            self.init(
                status: .internalServerError, what: sentence(error.message), why: nil,
                todo: error.hint.map(sentence) ?? "Run assay doctor on this host.")
        case let error as HTTPError where error.status == .notFound: self = .noSuchPage
        case let error as HTTPError:
            self.init(
                status: error.status, what: "This request cannot be answered",
                why: error.status.reasonPhrase, todo: "Start from the overview.")
        default:
            self.init(
                status: .internalServerError, what: "Assay could not do this",
                why: "A fault of Assay or of this host; it is in the log of assay serve.",
                todo: "Try again; nothing that was saved before is lost.")
        }
    }
}

/// A diagnostic's text as a sentence of a page: capital first, full stop, no backticks.
func sentence(_ text: String) -> String {
    let plain = text.filter { $0 != "`" }
    guard let first = plain.first else { return plain }
    let ends = plain.hasSuffix(".") || plain.hasSuffix("?")
    return first.uppercased() + plain.dropFirst() + (ends ? "" : ".")
}

/// The page of an error.
struct ErrorPage {
    let what: String
    let why: String?
    let todo: String
    let status: Int

    init(_ error: PageError) {
        what = error.what.hasSuffix(".") ? String(error.what.dropLast()) : error.what
        why = error.why
        todo = error.todo
        status = error.status.code
    }
}
