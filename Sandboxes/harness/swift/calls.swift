import AssaySeal_ASSAY_MARK

let assayCalls_ASSAY_MARK: [(id: String, run: () async throws -> Void)] = [
ASSAY_CALLS
]
