import ArgumentParser
import Glibc
import Operations

/// Calls `item` with every item of a list that comes in pages.
func forEachPage<Item>(
    _ page: (PageRequest) async throws -> Page<Item>, item: (Item) throws -> Void
) async throws {
    var request = PageRequest(size: PageRequest.maximumSize)
    while true {
        try Task.checkCancellation()
        let answer = try await page(request)
        for entry in answer.items { try item(entry) }
        guard let next = answer.next else { return }
        request.after = next
    }
}

/// `--jobs`.
struct JobsOption: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Jobs at the same time (default: one for each processor).", valueName: "n"))
    var jobs: Int?

    var count: Int { jobs ?? Self.processors }

    static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) {
            throw ValidationError("`--jobs` must be from 1 to 1024, not \(jobs)")
        }
    }
}
