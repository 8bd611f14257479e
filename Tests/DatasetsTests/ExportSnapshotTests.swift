import Execution
import TestSupport
import Testing

@testable import Datasets

struct ExportSnapshotTests {
    private static let cases: [(name: String, options: DatasetOptions)] = [
        ("graded", Examples.options(.graded)),
        ("graded-human", Examples.options(.graded, .human)),
        ("sft", Examples.options(.sft)),
        ("sft-minimal", Examples.options(.sft, minimal: true)),
        ("dpo", Examples.options(.dpo)),
        ("dpo-human", Examples.options(.dpo, .human)),
    ]

    @Test(arguments: cases.indices)
    func `a release is as it was recorded`(index: Int) {
        let (name, options) = ExportSnapshotTests.cases[index]
        for (file, text) in Examples.export(Examples.dataset, options) {
            let difference = Snapshot.difference(text, named: "\(name).\(file)")
            #expect(difference == nil, "\(difference ?? "")")
        }
    }

    @Test(arguments: cases.indices)
    func `each row has the declared columns with the declared types, in their order`(
        index: Int
    ) throws {
        let options = ExportSnapshotTests.cases[index].options
        let rows = try Examples.rows(Examples.dataset, options)
        #expect(!rows.isEmpty)
        for row in rows { check(row, Column.all(options), at: "row") }
    }

    private func check(_ value: JSON, _ columns: [Column], at place: String) {
        #expect(value.object?.keys == columns.map(\.name), "\(place)")
        for column in columns {
            let place = place + "." + column.name
            guard let member = value[column.name] else { continue }
            switch (column.type, member) {
            case (.string, .string), (.bool, .bool): break
            case (.int64, .number(let text)):
                #expect(Int(text) != nil, "\(place) is \(text)")
            case (.float64, .number(let text)):
                let isFloat = text.contains(".") || text.contains("e")
                #expect(isFloat, "\(place) is \(text), which reads as an integer")
            case (.list(let fields), .array(let items)):
                for item in items { check(item, fields, at: place) }
            default: Issue.record("\(place) is \(member)")
            }
        }
    }

    @Test func `the manifest's hashes are those of the files and of the sorted rows`() throws {
        let options = Examples.options(.graded)
        let files = Examples.export(Examples.dataset, options)
        let manifest = try JSON(parsing: files["manifest.json"] ?? "")
        for entry in manifest["files"]?.array ?? [] {
            let text = files[entry["name"]?.string ?? ""] ?? ""
            #expect(entry["sha256"]?.string == Digest.sha256(text))
            #expect(entry["bytes"]?.int == text.utf8.count)
        }
        #expect(manifest["files"]?.array?.count == 2)
        let rows = (files["graded.jsonl"] ?? "").split(separator: "\n")
        var hashes = rows.map { row in
            var hash: [UInt8] = []
            Array(row.utf8).withUnsafeBytes { Digest.append(sha256Of: $0, to: &hash) }
            return hash
        }
        hashes.sort { $0.lexicographicallyPrecedes($1) }
        #expect(manifest["rows_sha256"]?.string == Digest.sha256(hashes.flatMap(\.self)))
        #expect(manifest["rows"]?.int == rows.count)
    }
}
