import Execution

// The forms that tools print. What they say was caused by hostile source: whatever does not fit is
// left out or makes the whole output unreadable, and nothing in it is trusted to be small.

extension Evaluator {
    /// `nil` if the output is not in the evaluator's form.
    func findings(in bytes: [UInt8]) -> [Finding]? {
        switch format {
        case .sarif: (try? JSON(parsing: bytes, maxDepth: 64)).flatMap(sarif)
        case .bandit: (try? JSON(parsing: bytes, maxDepth: 64)).flatMap(bandit)
        case .lines:
            bytes.split(separator: 10).compactMap { line(String(decoding: $0, as: UTF8.self)) }
        case .lizard:
            bytes.split(separator: 10).compactMap { function(String(decoding: $0, as: UTF8.self)) }
        }
    }

    // MARK: - SARIF

    private func sarif(_ json: JSON) -> [Finding]? {
        guard let runs = json["runs"]?.array else { return nil }
        var findings: [Finding] = []
        for run in runs {
            var rules: [String: JSON] = [:]
            for rule in run["tool"]?["driver"]?["rules"]?.array ?? [] {
                if let id = rule["id"]?.string { rules[id] = rule }
            }
            for result in run["results"]?.array ?? [] {
                guard let rule = result["ruleId"]?.string,
                    let message = result["message"]?["text"]?.string
                else { continue }
                let place = result["locations"]?.array?.first?["physicalLocation"]
                let level = result["level"]?.string
                findings.append(
                    Finding(
                        evaluator: name, rule: rule,
                        level: level.flatMap(Finding.Level.init) ?? .warning, message: message,
                        path: relative(place?["artifactLocation"]?["uri"]?.string ?? ""),
                        line: place?["region"]?["startLine"]?.int,
                        column: place?["region"]?["startColumn"]?.int,
                        cwe: rules[rule].flatMap(Self.weakness)))
            }
        }
        return findings
    }

    /// Of a rule's tags, such as `external/cwe/cwe-078`.
    private static func weakness(_ rule: JSON) -> Int? {
        for tag in rule["properties"]?["tags"]?.array ?? [] {
            let parts = (tag.string ?? "").lowercased().split(separator: "-")
            if parts.count == 2, parts[0].hasSuffix("cwe"), let number = Int(parts[1]) {
                return number
            }
        }
        return nil
    }

    private func relative(_ path: String) -> String {
        for prefix in ["file:///work/", "/work/", "./"] where path.hasPrefix(prefix) {
            return String(path.dropFirst(prefix.count))
        }
        return path
    }

    // MARK: - Bandit

    private func bandit(_ json: JSON) -> [Finding]? {
        guard let results = json["results"]?.array else { return nil }
        return results.compactMap { item in
            guard let rule = item["test_id"]?.string, let text = item["issue_text"]?.string else {
                return nil
            }
            let level: Finding.Level =
                switch item["issue_severity"]?.string {
                case "HIGH": .error
                case "MEDIUM": .warning
                default: .note
                }
            return Finding(
                evaluator: name, rule: rule, level: level, message: text,
                path: relative(item["filename"]?.string ?? ""),
                line: item["line_number"]?.int, column: item["col_offset"]?.int.map { $0 + 1 },
                cwe: item["issue_cwe"]?["id"]?.int)
        }
    }

    // MARK: - Lines

    /// `path:line:column: severity: message [rule]`; the column may be absent.
    private func line(_ text: String) -> Finding? {
        let parts = text.prefix(4000).split(
            separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = Int(parts[1]) else { return nil }
        var rest = 2
        let column = Int(parts[2])
        if column != nil { rest = 3 }
        guard parts.count > rest + 1 else { return nil }
        let word = parts[rest].trimmed
        let level: Finding.Level
        switch word {
        case "error", "fatal error": level = .error
        case "warning", "performance", "portability": level = .warning
        case "note", "style", "information", "info": level = .note
        default: return nil
        }
        var message = parts[(rest + 1)...].joined(separator: ":").trimmed
        var rule = String(word)
        if message.hasSuffix("]"), let open = message.lastIndex(of: "[") {
            rule = String(message[message.index(after: open)...].dropLast())
            message = message[..<open].trimmed
        }
        return Finding(
            evaluator: name, rule: rule, level: level, message: message,
            path: relative(String(parts[0])), line: number, column: column)
    }

    // MARK: - Lizard

    /// `lines, complexity, tokens, parameters, length, place, path, name, long name, start, end`.
    private func function(_ text: String) -> Finding? {
        let fields = Self.commaSeparated(text.prefix(8000))
        guard fields.count >= 11, let lines = Double(fields[0]), let complexity = Double(fields[1]),
            let parameters = Double(fields[3]), let start = Int(fields[9])
        else { return nil }
        let name = fields[7]
        return Finding(
            evaluator: self.name, rule: "function", level: .note,
            message: "`\(name)`: cyclomatic complexity \(fields[1]), \(fields[0]) lines of code, "
                + "\(fields[3]) parameters",
            path: relative(fields[6]), line: start,
            metrics: [
                "cyclomatic_complexity": complexity, "lines": lines, "parameters": parameters,
            ])
    }

    private static func commaSeparated(_ text: some StringProtocol) -> [String] {
        var fields: [String] = [""]
        var quoted = false
        for character in text {
            switch character {
            case "\"": quoted.toggle()
            case "," where !quoted: fields.append("")
            case "\r": break
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmed: String {
        let kept = drop { $0.isWhitespace }
        return String(kept.reversed().drop { $0.isWhitespace }.reversed())
    }
}
