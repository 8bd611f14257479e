package import Judging

/// Reads HumanEval's problem file.
package struct HumanEvalImporter {
    /// - Parameters:
    ///   - bytes: `HumanEval.jsonl`, or the same through gzip.
    ///   - path: for messages.
    /// - Throws: `ImportFaults`; nothing is returned unless every line is good.
    package static func problems(from bytes: [UInt8], path: String) throws -> [Problem] { [] }
}
