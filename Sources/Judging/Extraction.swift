package import Execution

/// How a submission's program came out of what was written.
package struct Extraction: Sendable, Equatable {
    package enum Form: String, Sendable {
        /// A whole program.
        case program
        /// What follows the starter code.
        case body
    }

    /// The name and version of the rule, such as `extract/1`.
    package var rule: String
    package var form: Form
    /// How a block was chosen, such as `defining`; `nil` where there was nothing to choose from.
    package var pick: String?
    /// The code block that was taken, from 1; `nil` if it was no single block.
    package var block: Int?
    /// How many code blocks the response has.
    package var blocks: Int
    /// Where in the response the text was that was taken, in bytes of UTF-8.
    package var start: Int
    package var end: Int
    /// What was added or changed, in order, such as `imports`.
    package var steps: [String]

    package init(
        rule: String, form: Form, pick: String? = nil, block: Int? = nil, blocks: Int = 0,
        start: Int, end: Int, steps: [String] = []
    ) {
        self.rule = rule
        self.form = form
        self.pick = pick
        self.block = block
        self.blocks = blocks
        self.start = start
        self.end = end
        self.steps = steps
    }
}

extension Extraction {
    /// All of it; what is absent is left out.
    package var json: JSONObject {
        var object: JSONObject = ["rule": .string(rule), "form": .string(form.rawValue)]
        if let pick { object.append("pick", .string(pick)) }
        if let block { object.append("block", .int(block)) }
        object.append("blocks", .int(blocks))
        object.append("start", .int(start))
        object.append("end", .int(end))
        object.append("steps", .strings(steps))
        return object
    }

    /// `nil` if it is none.
    package init?(_ json: JSON) {
        guard let rule = json["rule"]?.string,
            let form = json["form"]?.string.flatMap(Form.init), let start = json["start"]?.int,
            let end = json["end"]?.int
        else { return nil }
        self.init(
            rule: rule, form: form, pick: json["pick"]?.string, block: json["block"]?.int,
            blocks: json["blocks"]?.int ?? 0, start: start, end: end,
            steps: (json["steps"]?.array ?? []).compactMap(\.string))
    }
}
