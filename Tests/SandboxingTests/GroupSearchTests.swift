import CBox
import Foundation
import Glibc
import Testing

@testable import Sandboxing

/// Choosing control groups on recorded hosts: which version, which directory, and why not.
struct GroupSearchTests {
    private static let top = "/sys/fs/cgroup"
    private static let scope = top + "/user.slice/user-1000.slice/user@1000.service/run.scope"
    private static let membership = "0::/user.slice/user-1000.slice/user@1000.service/run.scope\n"
    private static let both: Set<String> = ["memory", "pids"]
    /// An ordinary user, also where root runs the tests.
    private static let user: uid_t = geteuid() == 0 ? 1000 : geteuid()

    /// A host of systemd with version 2 alone, and a scope in which we are.
    private static func systemd(
        members: String = "4711\n", enabled: String = "", below: Set<String> = both,
        topBelow: Set<String> = both, membership: String = membership, owned: Bool = true,
        more: [String: String] = [:]
    ) throws -> RecordedHost {
        var files = [
            "/proc/self/mountinfo": RecordedHost.unified, "/proc/self/cgroup": membership,
            scope + "/supervisor/cgroup.procs": "",
        ]
        let top = RecordedHost.group(
            top, offers: "cpuset cpu io memory hugetlb pids rdma", enabled: "cpu memory pids",
            members: "1\n", below: topBelow)
        files.merge(top) { $1 }
        files[Self.top + "/cgroup.type"] = nil
        let own = RecordedHost.group(
            scope, offers: "cpu memory pids", enabled: enabled, members: members, below: below)
        files.merge(own) { $1 }
        files.merge(more) { $1 }
        let host = try RecordedHost(files)
        if owned, geteuid() == 0 { try #require(chown(host.root + scope, user, user) == 0) }
        return host
    }

    private static func place(_ host: RecordedHost, _ directory: String) -> GroupPlace {
        GroupPlace(version: .v2, directory: host.root + directory)
    }

    @Test func `in a scope of its own assay steps aside and turns its controllers on`() throws {
        let host = try Self.systemd()
        let search = host.search(user: Self.user)
        let place = Self.place(host, Self.scope)
        #expect(search.places == [.memory: place, .pids: place, .cpu: place])
        #expect(search.absences.isEmpty)
        #expect(host.text(Self.scope + "/supervisor/cgroup.procs") == "4711")
        #expect(host.text(Self.scope + "/cgroup.subtree_control") == "+memory +pids")
    }

    @Test func `a scope shared with others is left as it is`() throws {
        let host = try Self.systemd(members: "4700\n4711\n", below: [])
        let search = host.search(user: Self.user)
        #expect(search.places == [.cpu: Self.place(host, Self.scope)])
        for controller in [GroupController.memory, .pids] {
            let absence = try #require(search.absences[controller])
            #expect(absence.reason.contains("not delegated to it alone"))
            #expect(absence.remedy.contains("systemd-run --user --scope -p Delegate=yes"))
        }
        #expect(host.text(Self.scope + "/supervisor/cgroup.procs") == "")
        #expect(host.text(Self.scope + "/cgroup.subtree_control") == "\n")
    }

    @Test func `another user's scope is left as it is`() throws {
        let host = try Self.systemd(below: [])
        _ = host.search(user: Self.user + 1)
        #expect(host.text(Self.scope + "/supervisor/cgroup.procs") == "")
        #expect(host.text(Self.scope + "/cgroup.subtree_control") == "\n")
    }

    @Test func `a second assay of the scope puts its groups beside the first one's`() throws {
        let host = try Self.systemd(
            members: "", enabled: "memory pids",
            membership: Self.membership.dropLast() + "/supervisor\n")
        let place = Self.place(host, Self.scope)
        #expect(host.search(user: Self.user).places == [.memory: place, .pids: place, .cpu: place])
        #expect(host.text(Self.scope + "/cgroup.subtree_control") == "memory pids\n")
    }

    @Test func `root in somebody's session makes its groups at the top`() throws {
        let host = try Self.systemd(
            members: "4700\n4711\n", below: [], owned: false,
            more: [Self.top + "/user.slice/pids.max": "10813\n"])
        let place = Self.place(host, Self.top)
        #expect(host.search().places == [.memory: place, .pids: place, .cpu: place])
        #expect(host.text(Self.scope + "/cgroup.subtree_control") == "\n")
    }

    @Test(arguments: ["memory.max", "memory.high"])
    func `what bounds root's own group is not evaded by going to the top`(_ file: String) throws {
        let host = try Self.systemd(
            members: "4700\n4711\n", below: [], owned: false,
            more: [Self.top + "/user.slice/" + file: "1073741824\n"])
        let search = host.search()
        #expect(search.places == [.cpu: Self.place(host, Self.scope)])
        #expect(search.absences[.memory] != nil)
    }

    @Test func `as the only process of a container its group is ours`() throws {
        var files = [
            "/proc/self/mountinfo": RecordedHost.unified,
            "/proc/self/cgroup": "0::/\n", Self.top + "/supervisor/cgroup.procs": "",
        ]
        let top = RecordedHost.group(
            Self.top, offers: "cpu memory pids", enabled: "", members: "4711\n", below: Self.both)
        files.merge(top) { $1 }
        let host = try RecordedHost(files)
        let place = Self.place(host, Self.top)
        #expect(host.search().places == [.memory: place, .pids: place, .cpu: place])
        #expect(host.text(Self.top + "/supervisor/cgroup.procs") == "4711")
    }

    @Test func `controllers that the parent does not offer are said to be missing`() throws {
        let host = try RecordedHost(
            [
                "/proc/self/mountinfo": RecordedHost.unified, "/proc/self/cgroup": "0::/../x\n",
                Self.top + "/cgroup.controllers": "hugetlb\n", Self.top + "/cgroup.type": "domain",
            ])
        let search = host.search()
        #expect(search.places.isEmpty)
        #expect(search.absences[.memory]?.reason.contains("does not offer it") == true)
        #expect(search.absences[.memory]?.remedy.contains("cgroup_no_v1=all") == true)
    }

    // MARK: - Version 1, and both

    private static func mount(_ number: Int, _ name: String, root: String = "/") -> String {
        "\(number) 23 0:\(number) \(root) /sys/fs/cgroup/\(name) rw - cgroup cgroup rw,\(name)\n"
    }

    private static func first(_ directories: [String]) -> [String: String] {
        var files: [String: String] = [:]
        for directory in directories {
            files[directory + "/cgroup.procs"] = ""
            files["\(directory)/\(RecordedHost.prefix)probe/cgroup.procs"] = ""
        }
        return files
    }

    @Test func `each controller of a hybrid host is used where it is`() throws {
        let mounts =
            Self.mount(31, "memory") + Self.mount(32, "pids")
            + "41 23 0:41 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
        var files = Self.first([Self.top + "/memory/jobs/7", Self.top + "/pids"])
        files["/proc/self/mountinfo"] = mounts
        files["/proc/self/cgroup"] = "8:pids:/\n4:memory:/jobs/7\n0::/\n"
        let second = RecordedHost.group(
            Self.top + "/unified", offers: "hugetlb", enabled: "", members: "1\n", below: [])
        files.merge(second) { $1 }
        files[Self.top + "/unified/cgroup.type"] = nil
        let host = try RecordedHost(files)
        #expect(
            host.search().places == [
                .memory: GroupPlace(
                    version: .v1, directory: host.root + "/sys/fs/cgroup/memory/jobs/7"),
                .pids: GroupPlace(version: .v1, directory: host.root + "/sys/fs/cgroup/pids"),
                .cpu: Self.place(host, Self.top + "/unified"),
            ])
    }

    @Test func `a container that sees only its part of version 1 uses that part`() throws {
        let names = ["memory", "pids", "cpuacct"]
        var files = Self.first(names.map { "\(Self.top)/\($0)" })
        files["/proc/self/mountinfo"] = names.enumerated().map {
            Self.mount(31 + $0, $1, root: "/docker/abc")
        }.joined()
        files["/proc/self/cgroup"] = names.enumerated().map {
            "\($0 + 1):\($1):/docker/abc\n"
        }.joined()
        let host = try RecordedHost(files)
        let search = host.search()
        #expect(search.places[.cpu]?.directory == host.root + "/sys/fs/cgroup/cpuacct")
        #expect(search.places.values.allSatisfy { $0.version == .v1 })
        #expect(search.places.count == 3)
    }

    @Test func `a host without any says how to get them`() throws {
        let host = try RecordedHost(["/proc/self/mountinfo": "", "/proc/self/cgroup": ""])
        let search = host.search()
        #expect(search.places.isEmpty)
        #expect(search.absences.count == GroupController.allCases.count)
        #expect(search.absences[.cpu]?.remedy.contains("mount -t cgroup2") == true)
    }

    // MARK: - The files of a box

    struct Kernel: CustomTestStringConvertible {
        let testDescription: String
        let peakMode: mode_t
        let method: String
    }

    @Test(arguments: [
        Kernel(testDescription: "5.15", peakMode: 0, method: "cgroup2_sampled"),
        Kernel(testDescription: "6.1", peakMode: 0o444, method: "cgroup2_sampled"),
        Kernel(testDescription: "6.12", peakMode: 0o644, method: "cgroup"),
    ])
    func `how memory is counted depends on the kernel, and is said`(_ kernel: Kernel) throws {
        let leaf = "\(Self.top)/\(RecordedHost.prefix)0"
        let host = try RecordedHost(
            RecordedHost.leaf(leaf, Self.both, release: kernel.testDescription))
        if kernel.peakMode != 0 { host.setMode(leaf + "/memory.peak", kernel.peakMode) }
        let place = Self.place(host, Self.top)
        let groups = ControlGroups(
            places: [.memory: place, .pids: place, .cpu: place], prefix: RecordedHost.prefix)
        var group = try groups.make(box: 0)
        defer { group.close() }
        #expect(BoxGroup.memoryMethod(group.mask) == kernel.method)
        #expect(BoxGroup.cpuMethod(group.mask, layers: 0) == "cgroup")
        #expect(group.has(BOX_MEMORY_PEAK_EVER) == (kernel.peakMode == 0o444))
        #expect(group.has(BOX_MEMORY_JOIN))
        #expect(!group.has(BOX_PIDS_JOIN) && !group.has(BOX_CPU_JOIN), "one leaf is joined once")
        #expect(group.descriptors.count == group.mask.nonzeroBitCount)
        #expect(host.text(leaf + "/memory.swap.max") == "0")
    }
}
