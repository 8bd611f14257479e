/// The type of a column of a dataset.
indirect enum ColumnType: Equatable, Sendable {
    case string, int64, float64, bool
    case list([Column])
}

/// A column, as the card declares it.
struct Column: Equatable, Sendable {
    var name: String
    var type: ColumnType

    init(_ name: String, _ type: ColumnType = .string) {
        self.name = name
        self.type = type
    }

    /// The columns of a form, in the order in which they stand in rows.
    static func all(_ options: DatasetOptions) -> [Column] {
        switch options.form {
        case .graded: graded
        case .sft: [Column("messages", messages)] + (options.minimal ? [] : common + sft)
        case .dpo:
            [Column("prompt", messages), Column("chosen", messages), Column("rejected", messages)]
                + (options.minimal ? [] : common + dpo)
        }
    }

    private static let messages = ColumnType.list([Column("role"), Column("content")])

    private static let common = strings([
        "problem", "problem_version", "family", "problem_licence", "language",
    ])

    private static let sft =
        strings(["id", "author_kind", "author", "verdict"])
        + [Column("label", .float64), Column("label_source"), Column("licence")]

    private static let dpo =
        strings(["chosen_id", "rejected_id", "chosen_verdict", "rejected_verdict"])
        + [
            Column("chosen_label", .float64), Column("rejected_label", .float64),
            Column("margin", .float64),
        ] + strings(["label_source", "chosen_licence", "rejected_licence"])

    private static let graded =
        strings([
            "id", "problem", "problem_version", "family", "problem_source", "problem_licence",
            "tags",
        ])
        + [Column("prompt", messages)]
        + strings([
            "starter_code", "entry_point", "language", "response", "source", "author_kind",
            "author", "author_parameters",
        ])
        + [Column("sample_index", .int64)]
        + strings(["licence", "verdict", "integrity", "integrity_reason"])
        + [
            Column("tests_passed", .int64), Column("tests_total", .int64),
            Column("tests", .list(strings(["name", "verdict"]))),
            Column("cpu_ms", .float64), Column("wall_ms", .float64),
            Column("memory_peak_bytes", .int64), Column("limit_exceeded"), Column("limits_hit"),
            Column("cpu_limit_ms", .int64), Column("wall_limit_ms", .int64),
            Column("memory_limit_bytes", .int64), Column("attempts", .int64),
            Column("label", .float64), Column("label_source"), Column("label_basis"),
            Column("label_rubrics"), Column("grades", .list(grade)),
        ]
        + strings([
            "assay", "profile", "profile_sha256", "harness_sha256", "toolchain",
            "toolchain_sha256", "missing_isolation", "cpu_method", "memory_method",
        ])

    private static let grade =
        strings(["rater_kind", "rater", "rubric", "rubric_version", "rubric_sha256"])
        + [
            Column("scored", .bool), Column("score", .float64), Column("gates"), Column("flags"),
            Column("confidence", .int64), Column("comment"), Column("active_seconds", .float64),
            Column(
                "answers",
                .list([
                    Column("criterion"), Column("kind"), Column("number", .float64),
                    Column("text"), Column("rationale"), Column("automatic", .bool),
                ])),
        ]

    private static func strings(_ names: [String]) -> [Column] { names.map { Column($0) } }
}
