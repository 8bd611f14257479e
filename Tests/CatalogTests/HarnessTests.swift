import Catalog
import Execution
import Testing

/// The folders that a profile's `harness` names.
@Suite struct HarnessTests {
    @Test func `a harness may be several folders together`() throws {
        let files = try ProfileTests.fixture([
            "a/python.yaml": ProfileTests.python.replacing(
                "harness: python", with: "harness: [shared, python]"),
            "a/harness/shared/frames.py": "3",
        ])
        func profile() throws -> SandboxProfile {
            try #require(try ProfileCatalog.load(directories: [files.root + "/a"])["python"])
        }
        let first = try profile()
        #expect(
            first.harness == ["examiner.py": [49], "lib/x.py": [50], "frames.py": [51]])
        // Run keys hold this digest: a change of a shared file is a new run.
        try files.write("a/harness/shared/frames.py", "4")
        let second = try profile()
        try files.write("a/harness/python/examiner.py", "5")
        let third = try profile()
        #expect(Set([first, second, third].map(\.harnessSHA256)).count == 3)
    }

    @Test func `a workspace's own folder stands for the built-in one of its name`() throws {
        let list = ProfileTests.python.replacing(
            "harness: python", with: "harness: [shared, python]")
        let files = try ProfileTests.fixture([
            "a/harness/shared/frames.py": "3", "b/python.yaml": list,
            "b/harness/shared/frames.py": "4",
        ])
        let directories = [files.root + "/a", files.root + "/b"]
        let profile = try ProfileCatalog.load(directories: directories)["python"]
        #expect(
            profile?.harness == ["examiner.py": [49], "lib/x.py": [50], "frames.py": [52]])
    }
}
