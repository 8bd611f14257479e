import Execution
import Grading
import Judging
import Testing

@testable import Storage

struct GradeTests {
    @Test func `a grade is read back as it was given`() async throws {
        let store = try await Facts.store()
        let id = try #require(try await store.queue(limit: 1).first).submissionID
        let new = Facts.grade(id, score: 0.1 + 0.2, comment: "tab\there, \u{202E}bidi, 🦊")
        _ = try await store.add([new])
        let grades = try await store.grades(submissionID: id)
        #expect(grades.map(\.grade) == [new.grade])
        #expect(grades.first?.live == true)
    }

    @Test func `a second grade of the same rater supersedes and the first one stays`() async throws
    {
        let store = try await Facts.store()
        let id = try #require(try await store.queue(limit: 1).first).submissionID
        let first = try await store.add([Facts.grade(id, score: 0.2)])
        let same = try await store.add([Facts.grade(id, score: 0.2)])
        let other = try await store.add([Facts.grade(id, score: 0.9, rater: "grace")])
        let second = try await store.add([Facts.grade(id, score: 0.4)])
        #expect(
            [first, same, other, second].flatMap { $0.map(\.addition) }
                == [.added, .unchanged, .added, .changed])
        let grades = try await store.grades(submissionID: id)
        #expect(grades.map(\.grade.score) == [0.2, 0.9, 0.4])
        #expect(grades.map(\.live) == [false, true, true])
        #expect(try await store.counts().gradesByRubric == ["r": 2])
    }

    @Test func `a grade for no submission is refused, with all of its batch`() async throws {
        let store = try await Facts.store()
        let id = try #require(try await store.queue(limit: 1).first).submissionID
        await #expect(throws: (any Error).self) {
            try await store.add([Facts.grade(id, score: 1), Facts.grade("nobody", score: 1)])
        }
        #expect(try await store.grades(submissionID: id).isEmpty)
    }
}
