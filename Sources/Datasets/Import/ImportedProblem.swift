package import Execution
package import Judging

/// A problem read from a record of a file.
package struct ImportedProblem: Sendable, Equatable {
    /// How the expected values come about.
    package enum Answers: Sendable, Equatable {
        /// They stand in the file.
        case given
        /// They are what the reference returns for the same arguments; see `completed`.
        case ofReference(ReferenceRule)
    }

    /// For messages.
    package var path: String
    /// From 1.
    package var line: Int
    package var problem: Problem
    package var answers: Answers
    /// Programs that the set brings along, right and wrong ones.
    package var samples: [Submission]
    /// What of the record was not used, for people.
    package var remarks: [Diagnostic] = []
    /// Why its test program could not be read as calls; `nil` if it could, or is none.
    package var untranslated: String?

    package init(
        path: String, line: Int, problem: Problem, answers: Answers = .given,
        samples: [Submission] = []
    ) {
        self.path = path
        self.line = line
        self.problem = problem
        self.answers = answers
        self.samples = samples
    }

    /// A fault of this problem, with its place.
    package func fault(_ message: String, note: String? = nil, hint: String? = nil) -> Diagnostic {
        Diagnostic(
            "`\(problem.name)`: \(message)", path: path, line: line, note: note, hint: hint)
    }
}

/// What to read from a problem file, and how.
package struct ProblemImportOptions: Sendable, Equatable {
    /// What the names start with, before a `/`; `nil`: as the format does it.
    package var set: String?
    /// The language of programs in sets that are bound to none; default Python.
    package var language: String
    /// MBPP: the challenge tests too.
    package var challenge: Bool
    /// How many right and how many wrong programs of each problem to keep.
    package var samples: Int
    /// `nil`: the format's.
    package var licence: String?
    /// Keep test programs as they are, though they could be judged as calls.
    package var asWritten: Bool

    package init(
        set: String? = nil, language: String = "python", challenge: Bool = false,
        samples: Int = 0, licence: String? = nil, asWritten: Bool = false
    ) {
        self.set = set
        self.language = language
        self.challenge = challenge
        self.samples = samples
        self.licence = licence
        self.asWritten = asWritten
    }
}

/// What every format's reader makes a problem with.
struct ProblemDraft {
    let record: Record
    let format: ProblemFormat
    let options: ProblemImportOptions

    var licence: String { options.licence ?? format.licence }

    /// `set/id`, or the id alone where it is known to be nobody else's.
    func name(_ id: String, set: String?) throws -> String {
        let name = (options.set ?? set).map { "\($0)/\(id)" } ?? id
        guard name.utf8.count <= 256 else {
            throw record.fault("the problem's name is longer than 256 bytes", at: nil)
        }
        return name
    }

    func imported(
        _ problem: Problem, answers: ImportedProblem.Answers = .given, samples: [Submission] = []
    ) -> ImportedProblem {
        ImportedProblem(
            path: record.path, line: record.line.number, problem: problem, answers: answers,
            samples: samples)
    }

    /// What tests call, for suites whose examiner makes use of it though it calls nothing itself.
    static func named(_ entryPoint: String?, in language: String) -> String? {
        guard ["javascript", "typescript"].contains(language), let entryPoint else { return nil }
        return entryPoint.contains(".") ? nil : entryPoint
    }

    /// What the user says to a model that is to complete code.
    static func completion(_ code: String, language: String) -> Message {
        Message(
            role: "user",
            content: "Complete this \(LanguageNames.title(language)) function. Answer with the "
                + "whole program in one code block.\n\n" + Fence.around(code, language: language))
    }

    /// What the user says to a model that is to write a program that reads and prints.
    static func program(_ task: String, language: String) -> Message {
        Message(
            role: "user",
            content: task + "\n\nWrite a \(LanguageNames.title(language)) program that reads "
                + "standard input and prints the answer. Answer with the whole program in one "
                + "code block.")
    }

    /// What the user says to a model that is to write a function with a given name.
    static func function(
        _ task: String, entryPoint: String, starterCode: String, language: String
    ) -> Message {
        var text = task + "\n\n"
        if starterCode.isEmpty {
            text += "Write it in \(LanguageNames.title(language)) as `\(entryPoint)`."
        } else {
            text += "Complete this code:\n\n" + Fence.around(starterCode, language: language)
        }
        return Message(
            role: "user", content: text + "\n\nAnswer with the whole program in one code block.")
    }
}
