package import Execution

/// What a static tool says of one place in a submission; a `result` of SARIF 2.1.0.
package struct Finding: Sendable, Equatable {
    package enum Level: String, Sendable { case error, warning, note }

    /// The evaluator that found it.
    package var evaluator: String
    /// The tool's own name for the rule, such as `S602`.
    package var rule: String
    package var level: Level
    package var message: String
    /// Relative to the submission's directory.
    package var path: String
    /// From 1; `nil` if it is about the whole file.
    package var line: Int?
    package var column: Int?
    /// The number in the Common Weakness Enumeration, if the tool or the evaluator names one.
    package var cwe: Int?
    /// Numbers that were measured, such as `cyclomatic_complexity`.
    package var metrics: [String: Double]

    package init(
        evaluator: String, rule: String, level: Level, message: String, path: String,
        line: Int? = nil, column: Int? = nil, cwe: Int? = nil, metrics: [String: Double] = [:]
    ) {
        self.evaluator = evaluator
        self.rule = rule
        self.level = level
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.cwe = cwe
        self.metrics = metrics
    }
}

extension Finding {
    /// The `result` object of SARIF 2.1.0, section 3.27; the evaluator is in `properties`.
    package var sarif: JSON {
        var physical: JSONObject = ["artifactLocation": ["uri": .string(path)]]
        if let line {
            var region: JSONObject = ["startLine": .int(line)]
            if let column { region.append("startColumn", .int(column)) }
            physical.append("region", .object(region))
        }
        var result: JSONObject = [
            "ruleId": .string(rule), "level": .string(level.rawValue),
            "message": ["text": .string(message)],
            "locations": [["physicalLocation": .object(physical)]],
        ]
        if let cwe {
            result.append(
                "taxa", [["id": .string(String(cwe)), "toolComponent": ["name": "CWE"]]])
        }
        var properties: JSONObject = ["evaluator": .string(evaluator)]
        for (name, value) in metrics.sorted(by: { $0.key < $1.key }) {
            properties.append(name, .double(value))
        }
        result.append("properties", .object(properties))
        return .object(result)
    }

    /// Reads what ``sarif`` wrote; `nil` for anything else.
    package init?(sarif json: JSON) {
        guard let rule = json["ruleId"]?.string,
            let level = json["level"]?.string.flatMap(Level.init),
            let message = json["message"]?["text"]?.string,
            let place = json["locations"]?.array?.first?["physicalLocation"],
            let path = place["artifactLocation"]?["uri"]?.string,
            let properties = json["properties"]?.object,
            let evaluator = json["properties"]?["evaluator"]?.string
        else { return nil }
        var metrics: [String: Double] = [:]
        for member in properties.members where member.key != "evaluator" {
            metrics[member.key] = member.value.double
        }
        self.init(
            evaluator: evaluator, rule: rule, level: level, message: message, path: path,
            line: place["region"]?["startLine"]?.int,
            column: place["region"]?["startColumn"]?.int,
            cwe: json["taxa"]?.array?.first?["id"]?.string.flatMap { Int($0) },
            metrics: metrics)
    }
}

/// How one evaluator fared; findings alone do not tell a clean source from a tool that is missing.
package struct Evaluation: Sendable, Equatable {
    package enum Status: String, Sendable {
        case done
        /// Its tool is not installed.
        case missing
        /// The tool failed, or was killed at a limit; nothing is known.
        case failed
        /// It is not for this language.
        case notApplicable = "not_applicable"
    }

    package var evaluator: String
    package var status: Status
    /// What its tool says of its version; empty if it did not run.
    package var version: String
    /// Why it is not `done`.
    package var message: String
    /// Findings beyond the 200 that are listed.
    package var dropped: Int

    package init(
        evaluator: String, status: Status, version: String = "", message: String = "",
        dropped: Int = 0
    ) {
        self.evaluator = evaluator
        self.status = status
        self.version = version
        self.message = message
        self.dropped = dropped
    }
}
