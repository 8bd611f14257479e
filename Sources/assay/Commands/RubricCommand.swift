import ArgumentParser
import Catalog
import Execution
import Grading

struct RubricCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rubric",
        abstract: "List, show and check rubrics.",
        subcommands: [
            RubricListCommand.self, RubricShowCommand.self, RubricCheckCommand.self,
        ])
}

struct RubricListCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the rubrics.",
        discussion: "assay rubric list --json | jq -r .id")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let rubrics = try Wiring.rubrics(workspace: workspace.path).values.sorted { $0.id < $1.id }
        var table = TextTable([
            .init("ID"), .init("VERSION"), .init("STATUS"), .init("UNIT"),
            .init("CRITERIA", .right), .init("TITLE"),
        ])
        for rubric in rubrics {
            if json.enabled { try session.emit(rubric.json) }
            table.add([
                rubric.id, rubric.version, rubric.status.rawValue, rubric.unit.rawValue,
                "\(rubric.criteria.count)", rubric.title,
            ])
        }
        if !json.enabled { try session.out.write(table.render(session.out)) }
        return .yes
    }
}

struct RubricShowCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a rubric's criteria, scales and gates.",
        discussion: "assay rubric show code-response")

    @Argument(
        help: "The rubric's id.",
        completion: .custom { _, _, _ in Wiring.rubricNames() })
    var id: String

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let rubric = try Wiring.rubric(id, workspace: workspace.path)
        if json.enabled {
            try session.emit(rubric.json)
        } else {
            try session.out.write(session.text(of: rubric))
        }
        return .yes
    }
}

struct RubricCheckCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check rubrics, with the place of every error.",
        discussion: """
            assay rubric check my-rubric.yaml

            Without paths: the built-in ones and the workspace's own. Exit status 0: all
            are valid; 1: errors were found.
            """)

    @Argument(help: "Files, or directories of them.", completion: .file(extensions: ["yaml"]))
    var paths: [String] = []

    @OptionGroup var exitZero: ExitZeroOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let resources = try Wiring.resources()
        var inspection = Inspection(builtInProfiles: resources.sandboxes)
        let own = Wiring.directories(of: resources.rubrics, "Rubrics", workspace.path)
        for path in paths.isEmpty ? own : paths { try inspection.add(path) }
        return exitZero.status(try session.show(inspection.finish(), json: json.enabled))
    }
}

extension Wiring {
    static func rubrics(workspace: String?) throws -> [String: Rubric] {
        let builtIn = try resources().rubrics
        return try RubricCatalog.load(
            directories: directories(of: builtIn, "Rubrics", workspace))
    }

    /// - Throws: `UsageError` with the nearest id.
    static func rubric(_ id: String, workspace: String?) throws -> Rubric {
        let rubrics = try rubrics(workspace: workspace)
        guard let rubric = rubrics[id] else {
            throw UsageError(
                "there is no rubric `\(id)`",
                hint: Suggestion.hint(for: id, among: Array(rubrics.keys)))
        }
        return rubric
    }

    /// For completion: nothing is said if it cannot be known.
    static func rubricNames() -> [String] {
        let workspace = Environment.variable("ASSAY_WORKSPACE") ?? "."
        return ((try? rubrics(workspace: workspace))?.keys.sorted()) ?? []
    }
}

extension Rubric {
    var json: JSON {
        [
            "schema": "rubric/1", "id": .string(id), "version": .string(version),
            "status": .string(status.rawValue), "title": .string(title),
            "unit": .string(unit.rawValue), "languages": .strings(languages),
            "sha256": .string(sha256), "criteria": .array(criteria.map(\.json)),
            "gates": .array(
                gates.map {
                    ["id": .string($0.id), "label": .string($0.label), "cap": JSON($0.cap)]
                }),
            "flags": .array(
                flags.map { ["id": .string($0.id), "title": .string($0.title)] }),
        ]
    }
}

extension Criterion {
    var json: JSON {
        [
            "id": .string(id), "title": .string(title), "question": .string(question),
            "axis": .string(axis), "scale": .string(scale.kind.rawValue),
            "values": .array(scale.values.map(\.json)), "weight": JSON(weight),
            "points": JSON(points), "auto": JSON(auto?.mode.rawValue),
            "children": .array(children.map(\.json)),
        ]
    }
}

extension Session {
    func text(of rubric: Rubric) -> String {
        var text = out.paint(VisibleText.line(rubric.title), .bold) + "\n"
        text += fields([
            ("id", rubric.id), ("version", "\(rubric.version) (\(rubric.status.rawValue))"),
            ("unit", rubric.unit.rawValue),
            ("languages", rubric.languages.joined(separator: ", ")), ("sha256", rubric.sha256),
        ])
        for criterion in rubric.criteria { text += self.text(of: criterion, indent: "") }
        if !rubric.gates.isEmpty {
            var table = TextTable([.init("GATE"), .init("CAP", .right), .init("LABEL")])
            for gate in rubric.gates {
                table.add([gate.id, gate.cap.map { "\($0)" } ?? "-", gate.label])
            }
            text += "\n" + table.render(out)
        }
        return text
    }

    private func text(of criterion: Criterion, indent: String) -> String {
        let worth =
            criterion.weight.map { "weight \($0)" } ?? criterion.points.map { "points \($0)" }
        let auto = criterion.auto.map { "from evidence (\($0.mode.rawValue))" }
        let marks = [criterion.scale.summary, worth, auto].compactMap { $0 }
        var text = "\n\(indent)" + out.paint(VisibleText.line(criterion.id), .cyan) + "  "
        text += VisibleText.line(marks.joined(separator: ", ")) + "\n"
        let question = criterion.question.isEmpty ? criterion.title : criterion.question
        text += "\(indent)  " + VisibleText.line(question) + "\n"
        for (value, anchor) in criterion.anchors.sorted(by: { $0.key < $1.key }) {
            text += "\(indent)  " + VisibleText.line("\(value): \(anchor)") + "\n"
        }
        for child in criterion.children { text += self.text(of: child, indent: indent + "  ") }
        return text
    }
}
