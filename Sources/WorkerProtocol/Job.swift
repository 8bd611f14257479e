package import Execution
package import Judging

/// One line of `job/1`, understood.
package struct Job: Sendable, Equatable {
    package var id: String
    /// The number of its line in the input, from 1.
    package var line: Int
    package var request: JudgeRequest
    /// Echoed in the result.
    package var meta: JSONObject

    package init(id: String, line: Int, request: JudgeRequest, meta: JSONObject = [:]) {
        self.id = id
        self.line = line
        self.request = request
        self.meta = meta
    }
}

/// A line that is no job, with as much of it as could be made out for the answer.
package struct RefusedLine: Error, Sendable, Equatable {
    /// `nil` if no usable id could be read.
    package var id: String?
    package var line: Int
    package var meta: JSONObject
    package var error: JudgeError

    package init(id: String?, line: Int, meta: JSONObject = [:], error: JudgeError) {
        self.id = id
        self.line = line
        self.meta = meta
        self.error = error
    }

    /// The answer to the line: `judge_error`, with nothing measured.
    package var report: JudgeReport { JudgeReport(verdict: .judgeError, attempts: 0, error: error) }
}
