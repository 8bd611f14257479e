import Execution
import Judging
import Operations

/// A link to the next page of a list.
struct Pager {
    let next: String?
    /// Back to the beginning; `nil` on the first page.
    let first: String?

    init(next: String?, first: String?) {
        self.next = next
        self.first = first
    }
}

/// The list of problems.
struct ProblemsPage {
    let problems: [ProblemRow]
    let pager: Pager

    init(_ page: Page<ProblemItem>, after: String?) {
        problems = page.items.map(ProblemRow.init)
        pager = Pager(
            next: page.next.map { "/problems" + Link.query([("after", $0)]) },
            first: after == nil ? nil : "/problems")
    }
}

/// A problem in a list.
struct ProblemRow {
    let name: String
    let href: String
    let language: String
    let style: String
    let source: String
    let licence: String
    let submissions: String
    let accepted: String
    let pending: String
    let listHref: String

    init(_ item: ProblemItem) {
        name = item.name
        href = Link.problem(item.name)
        language = item.language
        style = item.style
        source = item.source
        licence = item.licence
        submissions = grouped(item.submissions)
        accepted = grouped(item.accepted)
        pending = grouped(item.pending)
        listHref = Link.submissions(problem: item.name)
    }
}

/// One problem: what is asked, how it is tested, what was handed in.
struct ProblemPage {
    let row: ProblemRow
    let version: String
    let versionNumber: Int
    let entryPoint: String?
    let family: String
    let tags: String?
    let prompt: [MessageView]
    let starter: Excerpt?
    let reference: Excerpt?
    let tests: [TestCodeView]
    let testsNote: String?
    let limits: String?
    let submissions: [SubmissionRow]
    let more: String?

    static let shownTests = 100

    init(_ detail: ProblemDetail, submissions: Page<SubmissionItem>) {
        let problem = detail.problem
        row = ProblemRow(detail.item)
        version = String(detail.item.version.prefix(12))
        versionNumber = detail.item.versionNumber
        entryPoint = problem.entryPoint
        family = problem.family
        tags = problem.tags.isEmpty ? nil : problem.tags.joined(separator: ", ")
        prompt = problem.prompt.map(MessageView.init)
        starter = problem.starterCode.isEmpty ? nil : Excerpt(problem.starterCode, .code)
        reference = problem.reference.map { Excerpt($0, .code) }
        let all = TestCodeView.all(of: problem.suite)
        tests = Array(all.prefix(Self.shownTests))
        testsNote =
            all.count > Self.shownTests
            ? "\(counted(all.count - Self.shownTests, "more test")) are not shown." : nil
        let overrides = problem.limits.sorted { $0.key.rawValue < $1.key.rawValue }
        limits =
            overrides.isEmpty
            ? nil
            : overrides.map { "\($0.key.rawValue) \(grouped($0.value))" }.joined(separator: ", ")
        self.submissions = submissions.items.map(SubmissionRow.init)
        more = submissions.next == nil ? nil : Link.submissions(problem: problem.name)
    }
}

/// One message of a prompt.
struct MessageView {
    let role: String
    let text: Excerpt

    init(_ message: Message) {
        role = message.role
        text = Excerpt(message.content, .prompt)
    }
}

/// One test as it stands in the suite.
struct TestCodeView {
    let name: String
    let parts: [Part]

    struct Part {
        let label: String
        let text: Excerpt
    }

    static func all(of suite: TestSuite) -> [TestCodeView] {
        switch suite {
        case .stdio(let cases):
            cases.enumerated().map { index, test in
                TestCodeView(
                    name: test.name ?? "\(index + 1)",
                    parts: [
                        Part(label: "Input", text: Excerpt(test.input, .output)),
                        Part(label: "Output", text: Excerpt(test.output, .output)),
                    ])
            }
        case .function(let function):
            function.cases.enumerated().map { index, test in
                TestCodeView(
                    name: test.name ?? "\(index + 1)",
                    parts: [Part(label: "Call", text: Excerpt(call(function, test), .output))])
            }
        case .unit(let suite):
            suite.files.sorted { $0.key < $1.key }.map { path, text in
                TestCodeView(name: path, parts: [Part(label: "", text: Excerpt(text, .code))])
            }
        case .assertions(let suite):
            switch suite.body {
            case .code(let code):
                [
                    TestCodeView(
                        name: "test code", parts: [Part(label: "", text: Excerpt(code, .code))])
                ]
            case .asserts(let asserts):
                asserts.enumerated().map { index, code in
                    TestCodeView(
                        name: "\(index + 1)",
                        parts: [Part(label: "", text: Excerpt(code, .output))])
                }
            }
        }
    }

    private static func call(_ suite: FunctionSuite, _ test: FunctionCase) -> String {
        var arguments = test.arguments.map { $0.text }
        arguments += test.keywordArguments.sorted { $0.key < $1.key }.map {
            "\($0.key)=\($0.value.text)"
        }
        let expected =
            switch test.expectation {
            case .value(let value): value.text
            case .anyOf(let values): "any of " + values.map(\.text).joined(separator: ", ")
            case .raises(let type, let message):
                "raises \(type)" + (message.map { ": \($0)" } ?? "")
            }
        return "\(suite.entryPoint)(\(arguments.joined(separator: ", ")))\n→ \(expected)"
    }
}

/// The list of submissions, with its filter.
struct SubmissionsPage {
    let submissions: [SubmissionRow]
    let choices: [Choice]
    let problem: TypedField
    let filtered: Bool
    let pager: Pager

    struct Choice {
        let value: String
        let label: String
        let selected: Bool
    }

    init(_ page: Page<SubmissionItem>, filter: SubmissionFilter, after: String?) {
        submissions = page.items.map(SubmissionRow.init)
        let chosen = filter.pending ? "pending" : filter.verdict?.rawValue
        let verdicts = Verdict.allCases.reversed().map { ($0.rawValue, VerdictBadge.words($0)) }
        choices = ([("", "any verdict")] + verdicts + [("pending", "not judged")]).map {
            Choice(value: $0.0, label: $0.1, selected: $0.0 == (chosen ?? ""))
        }
        problem = TypedField(typed: filter.problem ?? "", fault: nil)
        filtered = filter != SubmissionFilter()
        pager = Pager(
            next: page.next.map {
                Link.submissions(problem: filter.problem, verdict: chosen, after: $0)
            },
            first: after == nil
                ? nil : Link.submissions(problem: filter.problem, verdict: chosen))
    }
}

/// A submission in a list.
struct SubmissionRow {
    let href: String
    let problem: String
    let problemHref: String
    let author: String
    let kind: String
    let sample: Int
    let language: String
    let badge: VerdictBadge
    let flaky: Bool
    let tests: String?
    let cpu: String?
    let integrity: String?
    let grades: String?
    let created: String

    init(_ item: SubmissionItem) {
        href = Link.submission(item.id)
        problem = item.problem
        problemHref = Link.problem(item.problem)
        author = item.author.name
        kind = item.author.kind.rawValue
        sample = item.sampleIndex
        language = item.language
        badge = VerdictBadge(item.verdict)
        flaky = item.flaky == true
        if let passed = item.passed, let total = item.total {
            tests = "\(grouped(passed)) / \(grouped(total))"
        } else {
            tests = nil
        }
        cpu = item.cpuMS.map(milliseconds)
        integrity = item.integrity?.rawValue
        grades = item.grades > 0 ? grouped(item.grades) : nil
        created = timestamp(item.createdAt)
    }
}
