import Foundation
import Glibc
import Testing

@testable import Sandboxing

/// Groups are named so that no two live processes meet, and swept when their process is dead.
struct ProcessIdentityTests {
    private let own = ProcessIdentity.own

    @Test func `a name tells whose it is`() throws {
        #expect(own.pid == getpid())
        #expect(own.namespace != 0)
        #expect(own.started != 0)
        #expect(ProcessIdentity(name: own.name("assay") + "12", word: "assay") == own)
        for name in ["assay-1-0", "assay-x-y-z-0", "other-1-2-3-4", "assay", "assay-1-2-3"] {
            #expect(ProcessIdentity(name: name, word: "assay") == nil)
        }
    }

    @Test func `the same number in another namespace, or used again, is another process`() {
        var other = own
        other.namespace += 1
        #expect(other.name("assay") != own.name("assay"))
        other = own
        other.started += 1
        #expect(other.name("assay") != own.name("assay"))
    }

    @Test func `what dead processes left is removed, what may be alive is not`() throws {
        let directory = NSTemporaryDirectory() + "assay-sweep-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var before = own
        before.started += 1
        var elsewhere = own
        elsewhere.namespace += 1
        var gone = own
        gone.pid = 1 << 30
        let kept = [own.name("assay") + "0", elsewhere.name("assay") + "0", "assay-1-0", "other"]
        let removed = [before.name("assay") + "0", gone.name("assay") + "3"]
        for name in kept + removed {
            try FileManager.default.createDirectory(
                atPath: directory + "/" + name, withIntermediateDirectories: true)
        }
        ProcessIdentity.sweep(directory, word: "assay")
        #expect(Set(ControlGroups.names(in: directory)) == Set(kept))
        // A minute later those of processes that cannot be asked for go as well.
        ProcessIdentity.sweep(directory, word: "assay", olderThan: 0)
        #expect(Set(ControlGroups.names(in: directory)) == [kept[0], "other"])
    }
}

/// Root of a container may have no users to give away.
struct HostUserTests {
    @Test(arguments: [
        ("         0          0 4294967295\n", true),
        ("         0     100000      65536\n", false),
        ("         0       1000          1\n", false),
        ("0 1000 1\n1 100000 65536\n", false),
        ("0 0 1879048192\n", false),
        ("", false),
    ])
    func `boxes get users of their own where the namespace has them`(_ map: String, _ has: Bool) {
        #expect(HostUsers.maps(text: map) == has)
    }
}
