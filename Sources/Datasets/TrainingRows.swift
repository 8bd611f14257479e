import Execution
import Grading
import Judging

/// Rows of `sft` and `dpo`, in the conversational forms that trainers read.
struct TrainingRows {
    let options: DatasetOptions

    /// `messages`, and unless minimal what the answer is and whose word its label is.
    func write(
        _ candidate: Candidate, answer: String, of version: ProblemVersion,
        to writer: inout RowWriter
    ) {
        writer.open("{")
        writer.key("messages")
        writer.open("[")
        writer.messages(version.problem.prompt)
        writer.message(Message(role: "assistant", content: answer))
        writer.close("]")
        if !options.minimal {
            let submission = candidate.example.submission
            common(version, to: &writer)
            writer.column("id", candidate.example.id)
            writer.column("author_kind", submission.author.kind.rawValue)
            writer.column("author", submission.author.name)
            writer.column("verdict", candidate.report.verdict.rawValue)
            writer.column("label", candidate.label.value)
            writer.column("label_source", options.labelSource.rawValue)
            writer.column("licence", submission.licence)
        }
        writer.close("}")
        writer.endRow()
    }

    /// `prompt`, `chosen` and `rejected`: always lists of messages.
    func write(_ pair: PreferencePair, of version: ProblemVersion, to writer: inout RowWriter) {
        writer.open("{")
        writer.key("prompt")
        writer.open("[")
        writer.messages(version.problem.prompt)
        writer.close("]")
        writer.key("chosen")
        writer.open("[")
        writer.message(Message(role: "assistant", content: pair.chosenAnswer))
        writer.close("]")
        writer.key("rejected")
        writer.open("[")
        writer.message(Message(role: "assistant", content: pair.rejectedAnswer))
        writer.close("]")
        if !options.minimal {
            common(version, to: &writer)
            writer.column("chosen_id", pair.chosen.example.id)
            writer.column("rejected_id", pair.rejected.example.id)
            writer.column("chosen_verdict", pair.chosen.report.verdict.rawValue)
            writer.column("rejected_verdict", pair.rejected.report.verdict.rawValue)
            writer.column("chosen_label", pair.chosen.label.value)
            writer.column("rejected_label", pair.rejected.label.value)
            writer.column("margin", pair.margin)
            writer.column("label_source", options.labelSource.rawValue)
            writer.column("chosen_licence", pair.chosen.example.submission.licence)
            writer.column("rejected_licence", pair.rejected.example.submission.licence)
        }
        writer.close("}")
        writer.endRow()
    }

    private func common(_ version: ProblemVersion, to writer: inout RowWriter) {
        let problem = version.problem
        writer.column("problem", problem.name)
        writer.column("problem_version", version.sha256)
        writer.column("family", problem.family)
        writer.column("problem_licence", problem.licence)
        writer.column("language", problem.language)
    }
}

extension RowWriter {
    mutating func message(_ message: Message) {
        open("{")
        column("role", message.role)
        column("content", message.content)
        close("}")
    }

    mutating func messages(_ messages: [Message]) {
        for message in messages { self.message(message) }
    }
}
