package import Judging

/// How a program is taken from a response; `Documentation/Extraction.md` says it in words.
package struct ExtractionOptions: Sendable, Equatable {
    /// Which code block, of those that may hold the program.
    package enum Pick: String, Sendable, CaseIterable {
        /// The last one that defines the entry point, else the last one.
        case defining
        case first, last, longest
        /// All of them, one after the other.
        case all
    }

    /// Whether what was taken is a whole program or follows the starter code.
    package enum Form: String, Sendable, CaseIterable { case auto, program, body }

    package var pick: Pick
    package var form: Form

    package init(pick: Pick = .defining, form: Form = .auto) {
        self.pick = pick
        self.form = form
    }
}

/// Takes the program out of what a model wrote: the rule `extract/1`.
package struct ProgramExtractor: Sendable {
    package static let rule = "extract/1"
    /// The rule by which a completion is appended to starter code.
    package static let joinRule = "join/1"

    let language: String
    let starterCode: String
    let closing: String
    /// The last part of the entry point.
    let name: String?
    let options: ExtractionOptions

    package init(
        language: String, starterCode: String = "", closing: String = "",
        entryPoint: String? = nil, options: ExtractionOptions = .init()
    ) {
        self.language = language
        self.starterCode = starterCode
        self.closing = closing
        name = entryPoint?.split(separator: ".").last.map(String.init)
        self.options = options
    }

    /// What is taken, before anything is added.
    private struct Taken {
        var text: String
        var extraction: Extraction
    }

    /// The program, and how it came about; of an empty response an empty one.
    package func program(from response: String) -> (source: String, extraction: Extraction) {
        var taken = taken(from: response)
        let isProgram: Bool
        switch options.form {
        case .program: isProgram = true
        case .body: isProgram = false
        case .auto:
            isProgram =
                starterCode.isEmpty || name.map { Definition.defines($0, in: taken.text) } ?? true
        }
        taken.extraction.form = isProgram ? .program : .body
        let source =
            isProgram
            ? completed(taken.text, &taken.extraction.steps)
            : joined(taken.text, &taken.extraction.steps)
        return (source, taken.extraction)
    }

    /// Starter code and completion, as sets of problems mean it: put together as they are.
    package func joined(
        completion: String
    ) -> (source: String, extraction: Extraction) {
        var extraction = Extraction(
            rule: Self.joinRule, form: .body, start: 0, end: completion.utf8.count)
        let source = starterCode + closed(completion, &extraction.steps)
        return (settled(source, &extraction.steps), extraction)
    }

    // MARK: - Which text

    private func taken(from response: String) -> Taken {
        let blocks = Fence.parsed(response)
        guard !blocks.isEmpty else { return unfenced(response) }
        let candidates = candidates(blocks)
        var extraction = Extraction(
            rule: Self.rule, form: .program, pick: options.pick.rawValue, blocks: blocks.count,
            start: 0, end: 0)
        if options.pick == .all {
            extraction.start = blocks[candidates[0]].start
            extraction.end = blocks[candidates[candidates.count - 1]].end
            if candidates.count == 1 { extraction.block = candidates[0] + 1 }
            return Taken(
                text: candidates.map { blocks[$0].text }.joined(separator: "\n"),
                extraction: extraction)
        }
        let index = chosen(candidates, blocks)
        extraction.block = index + 1
        extraction.start = blocks[index].start
        extraction.end = blocks[index].end
        if !blocks[index].isClosed { extraction.steps.append("unclosed") }
        return Taken(text: blocks[index].text, extraction: extraction)
    }

    private static let notCode: Set = [
        "text", "txt", "plaintext", "output", "console", "json", "yaml", "diff", "markdown", "md",
        "csv", "bash", "sh", "shell",
    ]

    /// Blocks with the language's tag, else those without a tag, else those that may be code.
    private func candidates(_ blocks: [Fence.Block]) -> [Int] {
        let wanted = LanguageNames.identifier(language) ?? language
        let tiers: [(Fence.Block) -> Bool] = [
            { ($0.tag == wanted || LanguageNames.identifier($0.tag) == wanted) && !$0.tag.isEmpty },
            { $0.tag.isEmpty },
            { !Self.notCode.contains($0.tag) },
            { _ in true },
        ]
        for tier in tiers {
            let found = blocks.indices.filter { tier(blocks[$0]) }
            if !found.isEmpty { return found }
        }
        return Array(blocks.indices)
    }

    private func chosen(_ candidates: [Int], _ blocks: [Fence.Block]) -> Int {
        let last = candidates[candidates.count - 1]
        switch options.pick {
        case .first: return candidates[0]
        case .last, .all: return last
        case .longest:
            let longest = candidates.map { blocks[$0].text.utf8.count }.max()
            return candidates.first { blocks[$0].text.utf8.count == longest } ?? last
        case .defining:
            guard let name else { return last }
            return candidates.last { Definition.defines(name, in: blocks[$0].text) } ?? last
        }
    }

    private func unfenced(_ response: String) -> Taken {
        var extraction = Extraction(
            rule: Self.rule, form: .program, start: 0, end: response.utf8.count)
        guard language == "python", let code = PythonText.code(in: response) else {
            return Taken(text: response, extraction: extraction)
        }
        extraction.start = response.utf8.distance(
            from: response.utf8.startIndex, to: code.startIndex)
        extraction.end = response.utf8.distance(from: response.utf8.startIndex, to: code.endIndex)
        return Taken(text: String(code), extraction: extraction)
    }

    // MARK: - What is added

    private func completed(_ text: String, _ steps: inout [String]) -> String {
        switch language {
        case "python":
            let imports = PythonText.imports(of: starterCode, missingIn: text)
            guard !imports.isEmpty else { return text }
            steps.append("imports")
            return imports + text
        case "go" where !Definition.hasLine(startingWith: "package ", in: text):
            steps.append("package")
            return settled("package main\n\n" + text, &steps)
        case "php" where !text.contains("<?"):
            steps.append("open-tag")
            return "<?php\n" + text
        default: return text
        }
    }

    private func joined(_ text: String, _ steps: inout [String]) -> String {
        var text = text
        if language == "python", let indented = PythonText.indented(text, after: starterCode) {
            steps.append("indented")
            text = indented
        }
        text = closed(text, &steps)
        let isWhole = starterCode.isEmpty || starterCode.utf8.last == 0x0A
        return settled(starterCode + (isWhole ? "" : "\n") + text, &steps)
    }

    /// With Go's imports as the whole program needs them.
    private func settled(_ program: String, _ steps: inout [String]) -> String {
        guard language == "go" else { return program }
        let settled = GoImports.settled(program)
        if settled != program { steps.append("imports") }
        return settled
    }

    /// With the closing that sets like MultiPL-E cut off: there, nothing of a completion comes
    /// after a line that begins with it.
    private func closed(_ text: String, _ steps: inout [String]) -> String {
        guard !closing.isEmpty, !Definition.hasLine(startingWith: closing, in: text) else {
            return text
        }
        steps.append("closed")
        return text + (text.utf8.last == 0x0A ? "" : "\n") + closing + "\n"
    }
}
