// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "assay",
    products: [
        .executable(name: "assay", targets: ["assay"]),
        .executable(name: "assay-box", targets: ["assay-box"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // No traits: swift-configuration and full Foundation stay out of the build.
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Values: no effects. Execution alone has a library, for hashes.
        .target(name: "Execution", dependencies: [.crypto]),
        .target(name: "Statistics"),
        .target(name: "Judging", dependencies: ["Execution"]),
        .target(name: "Grading", dependencies: ["Judging", "Statistics", "Execution"]),
        .target(name: "WorkerProtocol", dependencies: ["Judging", "Execution"]),
        .target(
            name: "Datasets",
            dependencies: ["Grading", "Judging", "Statistics", "Execution", "CZlib"]),

        // Tells `assay --version` its commit. One target alone, so that a new commit compiles one
        // file; `make` says which it is (`.ci/commit`), and a build by hand has none to repeat.
        .target(name: "CBuild", cSettings: commit()),

        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),

        // Effects: each the only importer of its library.
        .target(name: "CBox", linkerSettings: [.linkedLibrary("seccomp")]),
        // Static and without Swift's runtime: what a run costs to start, and its peak memory, depend
        // on how small the box is.
        .executableTarget(
            name: "assay-box",
            dependencies: ["CBox"],
            linkerSettings: [
                .unsafeFlags(["-static-stdlib", "-nostartfiles", "-Xclang-linker", "-static"])
            ]),
        .target(
            name: "Sandboxing",
            dependencies: ["CBox", "Execution"],
            swiftSettings: [.strictMemorySafety()]),
        .target(name: "Catalog", dependencies: ["Execution", "Judging", "Grading", .yams]),
        .target(name: "Storage", dependencies: ["Execution", "Judging", "Grading", .grdb]),

        // What the product does, and its two doors.
        .target(
            name: "Operations",
            dependencies: [
                "Storage", "Datasets", "Catalog", "WorkerProtocol", "Statistics", "Grading",
                "Judging", "Execution", .logging,
            ]),
        .target(
            name: "WebServer",
            dependencies: [
                "Operations", "WorkerProtocol", "Grading", "Judging", "Execution", .hummingbird,
                .mustache, .logging,
            ],
            exclude: ["Assets", "Templates"]),
        .executableTarget(
            name: "assay",
            dependencies: [
                "WebServer", "Sandboxing", "Operations", "WorkerProtocol", "Catalog", "Storage",
                "Datasets", "Statistics", "Grading", "Judging", "Execution", "CBuild",
                .argumentParser, .logging,
            ]),

        .target(
            name: "TestSupport", dependencies: ["Execution", "Judging"], path: "Tests/TestSupport"),
        .testTarget(name: "ExecutionTests", dependencies: ["Execution", "TestSupport"]),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
        .testTarget(
            name: "SandboxingTests",
            dependencies: [
                "Sandboxing", "CBox", "Catalog", "Execution", "TestSupport", "assay-box",
            ],
            exclude: ["Snapshots"]),
        .testTarget(
            name: "EscapeTests",
            dependencies: [
                "Sandboxing", "CBox", "Catalog", "Execution", "TestSupport", "assay-box",
            ],
            exclude: ["guard.py", "layers.py"]),
        .testTarget(
            name: "JudgingTests",
            dependencies: [
                "Judging", "Execution", "Sandboxing", "Catalog", "TestSupport", "assay-box",
            ]),
        .testTarget(
            name: "WorkerProtocolTests",
            dependencies: ["WorkerProtocol", "Judging", "Execution", "TestSupport"]),
        .testTarget(
            name: "GradingTests", dependencies: ["Grading", "Judging", "Execution", "TestSupport"]),
        .testTarget(
            name: "CatalogTests",
            dependencies: ["Catalog", "Grading", "Judging", "Execution", "TestSupport"]),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Storage", "Grading", "Judging", "Execution", "TestSupport"],
            exclude: ["Snapshots"]),
        .testTarget(
            name: "DatasetsTests",
            dependencies: ["Datasets", "Grading", "Judging", "Execution", "TestSupport"],
            exclude: ["Snapshots"]),
        .testTarget(
            name: "OperationsTests",
            dependencies: [
                "Operations", "Storage", "Datasets", "Catalog", "WorkerProtocol", "Grading",
                "Judging", "Execution", "TestSupport",
            ]),
        .testTarget(
            name: "WebServerTests",
            dependencies: [
                "WebServer", "Operations", "Catalog", "Grading", "Judging", "Execution",
                "TestSupport", .mustache,
            ],
            exclude: ["Snapshots"]),
        .testTarget(
            name: "CommandTests", dependencies: ["Execution", "TestSupport", "assay", "assay-box"],
            exclude: ["Snapshots"]),
        .testTarget(name: "TidyTests", dependencies: ["TestSupport"]),
    ]
)

func commit() -> [CSetting] {
    guard let commit = Context.environment["ASSAY_COMMIT"], !commit.isEmpty,
        commit.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    else { return [] }
    return [.define("ASSAY_COMMIT", to: "\"\(commit)\"")]
}

extension Target.Dependency {
    static var argumentParser: Self {
        .product(name: "ArgumentParser", package: "swift-argument-parser")
    }
    static var crypto: Self { .product(name: "Crypto", package: "swift-crypto") }
    static var grdb: Self { .product(name: "GRDB", package: "GRDB.swift") }
    static var hummingbird: Self { .product(name: "Hummingbird", package: "hummingbird") }
    static var logging: Self { .product(name: "Logging", package: "swift-log") }
    static var mustache: Self { .product(name: "Mustache", package: "swift-mustache") }
    static var yams: Self { .product(name: "Yams", package: "Yams") }
}

// `ASSAY_ONLY=JudgingTests swift test` plans, fetches and builds only what those targets need.
if let only = Context.environment["ASSAY_ONLY"] {
    var wanted = Set<String>()
    var packages = Set<String>()
    func want(_ name: String) {
        guard wanted.insert(name).inserted,
            let target = package.targets.first(where: { $0.name == name })
        else { return }
        for dependency in target.dependencies {
            switch dependency {
            case .byNameItem(let name, _), .targetItem(let name, _): want(name)
            case .productItem(_, let package, _, _): packages.insert((package ?? "").lowercased())
            @unknown default: break
            }
        }
    }
    for name in only.split(separator: ",") { want(String(name)) }
    package.targets.removeAll { !wanted.contains($0.name) }
    package.products.removeAll { !wanted.contains($0.name) }
    package.dependencies.removeAll { dependency in
        guard case .sourceControl(_, let location, _) = dependency.kind else { return false }
        return !packages.contains { location.lowercased().hasSuffix("/" + $0) }
    }
}

let notSwift: Set = ["CBox", "CBuild", "CZlib", "assay-box"]
for target in package.targets where !notSwift.contains(target.name) {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),  // SE-0335
            .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
            .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
        ]
    if Context.environment["CI"] != nil {
        target.swiftSettings?.append(.treatAllWarnings(as: .error))
    }
}
