import Synchronization
import Testing

@testable import Storage

struct UUIDv7Tests {
    @Test func `an id says its time, its version and its variant`() {
        let generator = UUIDv7Generator(clock: { 0x0193_4567_89AB }, random: { .max })
        let id = generator.next()
        #expect(id == "01934567-89ab-77ff-bfff-ffffffffffff")
    }

    @Test(arguments: [0, -3, 5])
    func `ids grow, whether the clock stands, goes back or goes on`(step: Int) {
        let time = Mutex(1_700_000_000_000)
        let generator = UUIDv7Generator(clock: {
            time.withLock {
                $0 += step
                return $0
            }
        })
        // More than the 4096 that fit into a millisecond.
        let ids = (0..<10_000).map { _ in generator.next() }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.utf8.count == 36 })
    }

    @Test func `ids made by many tasks at once are all different`() async {
        let generator = UUIDv7Generator(clock: Store.now)
        let ids = await withTaskGroup(of: [String].self) { group in
            for _ in 0..<8 { group.addTask { (0..<1000).map { _ in generator.next() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(ids).count == 8000)
    }
}
