import Execution

/// The `README.md` of a release: front matter that `datasets` reads, and what a person asks first.
struct DatasetCard {
    let options: DatasetOptions
    let facts: DatasetFacts

    var text: String { frontMatter + body }

    private var frontMatter: String {
        var lines = ["---"]
        lines.append("license: \(licence)")
        lines.append("pretty_name: \(quoted(title))")
        lines.append("tags:\n- code\n- assay")
        lines.append("size_categories:\n- \(size)")
        lines.append("configs:")
        lines.append("- config_name: default")
        lines.append("  data_files:")
        lines.append("  - split: train")
        lines.append("    path: \(options.dataFile)")
        // Declared, so that an empty list in the first rows does not decide a column's type.
        lines.append("dataset_info:")
        lines.append("- config_name: default")
        lines.append("  features:")
        lines += features(Column.all(options), indent: "  ")
        lines.append("---\n")
        return lines.joined(separator: "\n")
    }

    private func features(_ columns: [Column], indent: String) -> [String] {
        columns.flatMap { column -> [String] in
            let name = "\(indent)- name: \(column.name)"
            switch column.type {
            case .string: return [name, "\(indent)  dtype: string"]
            case .int64: return [name, "\(indent)  dtype: int64"]
            case .float64: return [name, "\(indent)  dtype: float64"]
            case .bool: return [name, "\(indent)  dtype: bool"]
            case .list(let fields):
                return [name, "\(indent)  list:"] + features(fields, indent: indent + "  ")
            }
        }
    }

    private var title: String {
        switch options.form {
        case .graded: "Graded code"
        case .sft: "Accepted answers to programming problems"
        case .dpo: "Preference pairs of answers to programming problems"
        }
    }

    private var body: String {
        """

        # \(title)

        \(facts.rows) rows on \(facts.problems) problems, written by Assay \(options.assay).
        \(labels)

        ```python
        from datasets import load_dataset
        rows = load_dataset(".", split="train")  # the path of this directory
        ```

        \(shape)

        | licence of | licence | rows |
        |---|---|---|
        \(licenceRows)

        `manifest.json` has the hash of each file, the filters, what was left out and why, and the
        versions of everything that made a verdict or a grade.

        """
    }

    private var labels: String {
        switch options.labelSource {
        case .evidence:
            """
            Labels are **evidence**: what running the code against tests showed, and no person's
            opinion. A label is the score that the rule rater gave, or the share of tests passed
            where it gave none, from 0 to 1.
            """
        case .human:
            """
            Labels are **human**: the mean of the scores that people gave, rubric by rubric, from 0
            to 1. Their grades were not adjudicated.
            """
        case .adjudicated:
            "Labels are **adjudicated**: grades that an adjudicator settled, from 0 to 1."
        }
    }

    private var shape: String {
        switch options.form {
        case .graded:
            """
            Each row is one submission with its prompt, source, author, verdict, tests, resources,
            grades and versions; `label_basis` is `grades` or `tests`. No column is null: what is
            absent is `""`, 0 or an empty list. `author_parameters` is JSON in a string. A grade's
            `score` counts only where `scored`. Load the directory rather than the file alone: the
            types of its columns stand in the front matter of this card.
            """
        case .sft:
            """
            Each row is a conversation in `messages`. Only answers that the tests accept are in
            it, with a label of at least \(options.minimumLabel), each answer once.
            """
        case .dpo:
            """
            Each row has `prompt`, `chosen` and `rejected`, all lists of messages. The chosen answer
            is accepted; the rejected one is not, or its label is lower by at least
            \(options.minimumMargin). A problem has at most \(options.maximumPairs) pairs, never of
            two identical answers.
            """
        }
    }

    private var licenceRows: String {
        let rows = [("problem", facts.problemLicences), ("answer", facts.answerLicences)]
            .flatMap { kind, counts in
                counts.sorted { $0.key < $1.key }
                    .map { "| \(kind) | \(cell($0.key)) | \($0.value) |" }
            }
        return rows.isEmpty ? "| - | - | 0 |" : rows.joined(separator: "\n")
    }

    /// The hub's word for the licences of all rows together.
    private var licence: String {
        let all = Set(facts.problemLicences.keys).union(facts.answerLicences.keys)
        // One row of unknown licence is enough for the whole to be unknown.
        if all.isEmpty || all.contains(DatasetFacts.noLicence) { return "unknown" }
        let known = ["MIT": "mit", "Apache-2.0": "apache-2.0", "BSD-3-Clause": "bsd-3-clause"]
        if all.count == 1, let only = all.first, let word = known[only] { return word }
        return "other"
    }

    private var size: String {
        switch facts.rows {
        case ..<1000: "n<1K"
        case ..<10_000: "1K<n<10K"
        case ..<100_000: "10K<n<100K"
        case ..<1_000_000: "100K<n<1M"
        case ..<10_000_000: "1M<n<10M"
        default: "n>10M"
        }
    }

    /// A JSON string is a YAML string.
    private func quoted(_ text: String) -> String { JSON.string(text).text }

    /// Hostile text in a table's cell: only what cannot be markup.
    private func cell(_ text: String) -> String {
        String(
            text.unicodeScalars.prefix(80).map { scalar -> Character in
                let plain =
                    scalar.isASCII
                    && (scalar.properties.isAlphabetic
                        || "0123456789 .-+()/:".unicodeScalars.contains(scalar))
                return plain ? Character(scalar) : "?"
            })
    }
}
