import Execution
import GRDB
package import Judging

extension StoreTransaction {
    /// An extraction as it is stored.
    static func text(_ extraction: Extraction) -> String {
        JSON.object(extraction.json).text
    }
}

extension Store {
    /// How a submission's program came out of its response; `nil` if nobody said.
    package func extraction(submissionID: String) async throws -> Extraction? {
        let text = try await read { db in
            try String.fetchOne(
                db, sql: "SELECT extraction FROM submission WHERE id = ?",
                arguments: [submissionID])
        }
        return text.flatMap { try? JSON(parsing: $0) }.flatMap(Extraction.init)
    }
}
