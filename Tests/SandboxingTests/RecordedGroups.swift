import Foundation
import Glibc

@testable import Sandboxing

/// A tree of files as a host shows it, in a directory of its own.
final class RecordedHost {
    let root: String

    init(_ files: [String: String], directories: [String] = []) throws {
        root = NSTemporaryDirectory() + "assay-host-\(UUID().uuidString)"
        for directory in directories { try make(directory) }
        for (path, text) in files {
            try make((path as NSString).deletingLastPathComponent)
            try Data(text.utf8).write(to: URL(filePath: root + path))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func make(_ directory: String) throws {
        try FileManager.default.createDirectory(
            atPath: root + directory, withIntermediateDirectories: true)
    }

    func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: root + path).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    func setMode(_ path: String, _ mode: mode_t) { _ = chmod(root + path, mode) }

    func view(pid: Int32 = 4711, user: uid_t = 0) -> GroupHost {
        GroupHost(root: root, pid: pid, user: user)
    }

    func search(pid: Int32 = 4711, user: uid_t = 0) -> GroupSearch {
        var search = GroupSearch(host: view(pid: pid, user: user), prefix: RecordedHost.prefix)
        search.run()
        return search
    }

    static let prefix = "assay-test-"

    /// What the kernel fills a new group of version 2 with, if its parent enabled these.
    static func leaf(
        _ directory: String, _ controllers: Set<String>, release: String = "6.12"
    ) -> [String: String] {
        var files = [
            "cgroup.procs": "", "cgroup.controllers": controllers.sorted().joined(separator: " "),
            "cgroup.type": "domain\n", "cgroup.events": "populated 0\nfrozen 0\n",
            "cgroup.subtree_control": "",
            "cpu.stat": """
            usage_usec 148210
            user_usec 101000
            system_usec 47210
            nice_usec 0
            core_sched.force_idle_usec 0

            """,
        ]
        if controllers.contains("memory") {
            files["memory.max"] = "max\n"
            files["memory.swap.max"] = "max\n"
            files["memory.current"] = "1953792\n"
            files["memory.events"] = "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0\n"
            files["memory.oom.group"] = "0\n"
            files["memory.stat"] = """
                anon 700416
                file 1064960
                kernel 188416
                kernel_stack 32768
                pagetables 90112
                sec_pagetables 0
                percpu 1344
                sock 0
                vmalloc 0
                shmem 0
                file_mapped 1064960
                slab_reclaimable 20480
                slab_unreclaimable 34560

                """
            if release != "5.15" { files["memory.peak"] = "3203072\n" }
        }
        if controllers.contains("pids") {
            files["pids.max"] = "max\n"
            files["pids.current"] = "0\n"
            files["pids.events"] = "max 0\n"
        }
        return Dictionary(
            uniqueKeysWithValues: files.map { (directory + "/" + $0.key, $0.value) })
    }

    static let unified =
        "26 23 0:24 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:4 - cgroup2 cgroup2 "
        + "rw,nsdelegate,memory_recursiveprot\n"

    /// A group with the leaves that a search probes and a first box gets.
    static func group(
        _ directory: String, offers: String, enabled: String, members: String,
        below controllers: Set<String>, release: String = "6.12"
    ) -> [String: String] {
        var files = leaf(directory, [], release: release)
        files[directory + "/cgroup.controllers"] = offers + "\n"
        files[directory + "/cgroup.subtree_control"] = enabled + "\n"
        files[directory + "/cgroup.procs"] = members
        for name in ["probe", "0"] {
            files.merge(leaf("\(directory)/\(prefix)\(name)", controllers, release: release)) {
                $1
            }
        }
        return files
    }
}
