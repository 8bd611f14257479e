import Judging
import Operations

/// The overview: what the workspace holds, and what to do next.
struct IndexPage {
    let directory: String
    let tiles: [Tile]
    let verdicts: [VerdictCount]
    let judged: Int
    let integrity: [Row]
    let rubrics: [Row]
    let next: NextStep

    struct Tile {
        let label: String
        let value: String
        let detail: String?
        let href: String?
    }

    struct VerdictCount {
        let badge: VerdictBadge
        let meaning: String
        let count: String
        let value: Int
        let href: String
    }

    struct Row {
        let label: String
        let value: String
    }

    init(_ summary: WorkspaceSummary) {
        directory = summary.directory
        let judged = summary.verdicts.values.reduce(0, +)
        self.judged = max(judged, 1)
        tiles = [
            Tile(
                label: "Problems", value: grouped(summary.problems), detail: nil,
                href: "/problems"),
            Tile(
                label: "Submissions", value: grouped(summary.submissions),
                detail: summary.authors.isEmpty
                    ? nil
                    : summary.authors.sorted {
                        ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
                    }
                    .map { "\(grouped($0.value)) \($0.key.rawValue)" }.joined(separator: ", "),
                href: "/submissions"),
            Tile(
                label: "Judged", value: grouped(judged),
                detail: summary.pending > 0 ? "\(grouped(summary.pending)) wait" : "none waits",
                href: summary.pending > 0 ? "/submissions?verdict=pending" : nil),
            Tile(label: "Grades", value: grouped(summary.grades), detail: nil, href: nil),
        ]
        verdicts = Verdict.allCases.reversed().compactMap { verdict in
            guard let count = summary.verdicts[verdict], count > 0 else { return nil }
            return VerdictCount(
                badge: VerdictBadge(verdict), meaning: VerdictBadge.meaning(verdict),
                count: grouped(count), value: count,
                href: Link.submissions(verdict: verdict.rawValue))
        }
        var integrity = summary.integrity.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            Row(label: $0.key.rawValue, value: grouped($0.value))
        }
        integrity += summary.integrityReasons.sorted { $0.key < $1.key }.map {
            Row(label: "not isolated: \($0.key)", value: grouped($0.value))
        }
        self.integrity = integrity
        rubrics = summary.gradesByRubric.sorted { $0.key < $1.key }.map {
            Row(label: $0.key, value: grouped($0.value))
        }
        next = NextStep(summary)
    }
}

/// The one thing to do next, told from what is there.
struct NextStep {
    let text: String
    let command: String?
    let link: String?
    let linkText: String?

    init(_ summary: WorkspaceSummary) {
        if summary.problems == 0 {
            self.init("Import a problem set.", command: "assay import humaneval HumanEval.jsonl.gz")
        } else if summary.submissions == 0 {
            self.init(
                "Import what models wrote.",
                command: "assay import submissions samples.jsonl --model NAME")
        } else if summary.pending > 0 {
            self.init(
                "Judge the \(counted(summary.pending, "submission")) that wait.",
                command: "assay judge")
        } else if summary.grades == 0 {
            self.init("Grade a submission.", link: "/submissions", linkText: "Choose one")
        } else {
            self.init(
                "Go on grading, or export what is graded.", link: "/export",
                linkText: "Export")
        }
    }

    private init(
        _ text: String, command: String? = nil, link: String? = nil, linkText: String? = nil
    ) {
        self.text = text
        self.command = command
        self.link = link
        self.linkText = linkText
    }
}
