import Execution
import Grading
import Judging

/// What rows add up to, gathered while they are written.
struct DatasetFacts {
    static let noLicence = "unknown"

    var rows = 0
    var problems = 0
    var problemLicences: [String: Int] = [:]
    var answerLicences: [String: Int] = [:]
    private var assays: Set<String> = []
    private var rubrics: Set<String> = []
    private var profiles: Set<String> = []
    private var harnesses: Set<String> = []
    private var toolchains: Set<String> = []
    private var last: JudgeEnvironment?

    mutating func addRow(problem: Problem, answers: [Candidate], allGrades: Bool) {
        rows += 1
        problemLicences[DatasetFacts.named(problem.licence), default: 0] += 1
        for candidate in answers {
            let licence = DatasetFacts.named(candidate.example.submission.licence)
            answerLicences[licence, default: 0] += 1
            add(candidate.report.environment)
            for grade in candidate.grades {
                let name = grade.rubricID + "@" + grade.rubricVersion
                guard allGrades || candidate.label.rubrics.contains(name) else { continue }
                rubrics.insert(name + " sha256:" + grade.rubricSHA256)
            }
        }
    }

    private mutating func add(_ environment: JudgeEnvironment) {
        guard environment != last else { return }
        last = environment
        insert(environment.assay, into: &assays)
        insert(environment.profileSHA256, named: environment.profile, into: &profiles)
        insert(environment.harnessSHA256, named: environment.profile, into: &harnesses)
        insert(environment.toolchainSHA256, named: environment.toolchain, into: &toolchains)
    }

    private func insert(_ name: String, into set: inout Set<String>) {
        if !name.isEmpty { set.insert(name) }
    }

    private func insert(_ sha256: String, named name: String, into set: inout Set<String>) {
        if !sha256.isEmpty { set.insert(name + " sha256:" + sha256) }
    }

    private static func named(_ licence: String) -> String {
        licence.isEmpty ? noLicence : licence
    }

    /// By what made the verdicts and grades of the rows, sorted.
    func versions(writer: String) -> JSON {
        [
            "assay": .string(writer),
            "judged_by": .strings(assays.sorted()),
            "rubrics": .strings(rubrics.sorted()),
            "profiles": .strings(profiles.sorted()),
            "harnesses": .strings(harnesses.sorted()),
            "toolchains": .strings(toolchains.sorted()),
        ]
    }
}

/// The `manifest.json` of a release.
///
/// `rows_sha256` is the SHA-256 over the SHA-256s (32 bytes each, sorted) of the rows without their
/// line ends: it stays the same when rows move between files or change their order.
struct DatasetManifest {
    let options: DatasetOptions
    let facts: DatasetFacts
    let leftOut: [LeftOut: Int]
    let rowsSHA256: String
    let files: [DatasetFile.Entry]

    var text: String { PrettyJSON.text(json) }

    private var json: JSON {
        [
            "schema": "dataset/1",
            "form": .string(options.form.rawValue),
            "label_source": .string(options.labelSource.rawValue),
            "rows": .int(facts.rows),
            "problems": .int(facts.problems),
            "rows_sha256": .string(rowsSHA256),
            "files": .array(
                files.map { file in
                    [
                        "name": .string(file.name), "bytes": .int(file.bytes),
                        "sha256": .string(file.sha256),
                    ]
                }),
            "filters": filters,
            "left_out": counts(leftOut.map { ($0.key.rawValue, $0.value) }),
            "licences": [
                "problems": counts(facts.problemLicences.map { ($0.key, $0.value) }),
                "answers": counts(facts.answerLicences.map { ($0.key, $0.value) }),
            ],
            "versions": facts.versions(writer: options.assay),
        ]
    }

    private var filters: JSON {
        switch options.form {
        case .graded: ["verdicts": "all but judge_error"]
        case .sft:
            [
                "verdicts": "accepted", "minimal": .bool(options.minimal),
                "minimum_label": .double(options.minimumLabel),
            ]
        case .dpo:
            [
                "chosen_verdicts": "accepted", "minimal": .bool(options.minimal),
                "minimum_margin": .double(options.minimumMargin),
                "maximum_pairs": .int(options.maximumPairs),
            ]
        }
    }

    private func counts(_ counts: [(String, Int)]) -> JSON {
        .object(
            JSONObject(
                members: counts.sorted { $0.0 < $1.0 }
                    .map { JSONObject.Member(key: $0.0, value: .int($0.1)) }))
    }
}

/// JSON for people to read: two spaces a level, one member a line.
enum PrettyJSON {
    static func text(_ value: JSON) -> String { lines(value, indent: "") + "\n" }

    private static func lines(_ value: JSON, indent: String) -> String {
        let deeper = indent + "  "
        switch value {
        case .object(let object) where !object.members.isEmpty:
            let members = object.members.map { member in
                deeper + JSON.string(member.key).text + ": " + lines(member.value, indent: deeper)
            }
            return "{\n" + members.joined(separator: ",\n") + "\n\(indent)}"
        case .array(let values) where !values.isEmpty:
            let items = values.map { deeper + lines($0, indent: deeper) }
            return "[\n" + items.joined(separator: ",\n") + "\n\(indent)]"
        default: return value.text
        }
    }
}
