import Execution
import TestSupport
import Testing

@Suite struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives the standard's own answers`(_ text: String, _ hex: String) {
        #expect(Digest.sha256(text) == hex)
        #expect(Digest.sha256(Array(text.utf8)) == hex)
        #expect(Digest.sha256(AnySequence(text.utf8)) == hex)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `base64 gives the standard's own answers`(_ text: String, _ encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "=", "====", "Zh==", "Zm9=", "Zm9v\n", "Zm-_", "Z===",
        "Zg==Zg==",
        "Zm 9v", "é===",
    ])
    func `what is not base64 is refused`(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func `any bytes come back from base64`() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<1000 {
            let bytes = random.bytes(upTo: 40)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
    }

    @Test func `a harness's digest knows names, contents and where one file ends`() {
        func profile(_ harness: [String: [UInt8]]) -> SandboxProfile {
            let nothing = ToolchainRequirement(candidates: [], versionArguments: [], remedy: "")
            return SandboxProfile(
                language: "x", title: "X", sha256: "", toolchain: nothing, mounts: [],
                syscalls: [], environment: [:], sourcePath: "x", compile: nil, run: [],
                output: nil, limits: .standard, compileLimits: .standard, reaper: false,
                requires: [], harness: harness)
        }
        func digest(_ harness: [String: [UInt8]]) -> String { profile(harness).harnessSHA256 }
        let digests = [
            digest([:]), digest(["a": [1], "b": [2]]), digest(["a": [1, 2], "b": []]),
            digest(["a": [2], "b": [1]]), digest(["ab": [1], "": [2]]),
        ]
        #expect(Set(digests).count == digests.count)
        #expect(digest(["b": [2], "a": [1]]) == digests[1])
        var changed = profile(["a": [1]])
        changed.harness["b"] = [2]
        #expect(changed.harnessSHA256 == digests[1])
    }
}

@Suite struct LimitsTests {
    @Test func `limits are named as in jobs, the unit last`() {
        #expect(
            LimitName.allCases.map(\.rawValue) == [
                "cpu_ms", "wall_ms", "idle_ms", "memory_bytes", "output_bytes", "keep_bytes",
                "processes", "disk_bytes", "inodes", "file_bytes", "open_files", "stack_bytes",
            ])
    }

    @Test(arguments: LimitName.allCases)
    func `each name reaches its own limit`(_ name: LimitName) {
        var limits = Limits.standard
        limits[name] = 12_345
        #expect(limits[name] == 12_345)
        for other in LimitName.allCases where other != name {
            #expect(limits[other] == Limits.standard[other])
        }
        #expect(Limits.standard.applying([name: 12_345]) == limits)
    }
}
