import GRDB

/// The migrations: only ever added to, never edited once released.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001-spine") { db in
            // "ASSY": tells file(1) and us whose database this is.
            try db.execute(sql: "PRAGMA application_id = 0x41535359")
            try db.execute(sql: contents + problems + submissions)
            try db.execute(sql: verdicts + grades + events)
            try db.execute(sql: tallies)
            for guarded in guards { try guarded.install(db) }
        }
        migrator.registerMigration("0002-extraction") { db in
            try db.execute(sql: extractions)
        }
        migrator.registerMigration("0003-problem-checks") { db in
            try db.execute(sql: problemChecks)
            try Guard("problem_check").install(db)
        }
        migrator.registerMigration("0004-flaky") { db in
            try db.execute(sql: flaky)
        }
        return migrator
    }

    /// Whether runs of one submission disagreed; null where it ran once.
    private static let flaky = """
        ALTER TABLE run ADD COLUMN flaky INTEGER CHECK (flaky IN (0, 1));

        """

    /// How a program came out of what was written; JSON, or null where nobody said.
    private static let extractions = """
        ALTER TABLE submission ADD COLUMN extraction TEXT;
        CREATE TRIGGER submission_extraction_stays BEFORE UPDATE OF extraction ON submission
        BEGIN SELECT RAISE(ABORT, 'submission rows never change'); END;
        """

    /// What runs of a problem's own reference told of the problem: no verdicts on submissions.
    private static let problemChecks = """
        CREATE TABLE problem_check (
            id TEXT NOT NULL PRIMARY KEY,
            problem_version_id TEXT NOT NULL REFERENCES problem_version (id),
            run_key TEXT,
            finding TEXT NOT NULL,
            detail TEXT NOT NULL,
            verdicts TEXT NOT NULL,
            near REAL NOT NULL,
            cpu_share REAL,
            memory_share REAL,
            cpu_ms REAL,
            memory_peak_bytes INTEGER,
            result_sha256 TEXT REFERENCES blob (sha256),
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX problem_check_by_version ON problem_check (problem_version_id, id);

        """

    /// Sources, outputs, results: looked up by hash, never read by a list.
    private static let contents = """
        CREATE TABLE blob (
            sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
            size INTEGER NOT NULL CHECK (size = length(bytes)),
            bytes BLOB NOT NULL
        ) STRICT;

        """

    private static let problems = """
        CREATE TABLE problem (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            current_version TEXT NOT NULL
                REFERENCES problem_version (id) DEFERRABLE INITIALLY DEFERRED,
            created_at INTEGER NOT NULL,
            withdrawn_at INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE problem_version (
            id TEXT NOT NULL PRIMARY KEY,
            problem_id TEXT NOT NULL REFERENCES problem (id),
            number INTEGER NOT NULL CHECK (number > 0),
            sha256 TEXT NOT NULL REFERENCES blob (sha256),
            language TEXT NOT NULL,
            entry_point TEXT,
            style TEXT NOT NULL,
            licence TEXT NOT NULL,
            source TEXT NOT NULL,
            family TEXT NOT NULL,
            tags TEXT NOT NULL,
            has_reference INTEGER NOT NULL CHECK (has_reference IN (0, 1)),
            created_at INTEGER NOT NULL,
            UNIQUE (problem_id, number),
            UNIQUE (problem_id, sha256)
        ) STRICT, WITHOUT ROWID;

        """

    private static let submissions = """
        CREATE TABLE submission (
            id TEXT NOT NULL PRIMARY KEY,
            problem_id TEXT NOT NULL REFERENCES problem (id),
            key TEXT NOT NULL UNIQUE,
            language TEXT NOT NULL,
            source_sha256 TEXT NOT NULL REFERENCES blob (sha256),
            response_sha256 TEXT NOT NULL REFERENCES blob (sha256),
            author_kind TEXT NOT NULL
                CHECK (author_kind IN ('model', 'person', 'reference', 'mutant', 'unknown')),
            author_name TEXT NOT NULL,
            parameters TEXT NOT NULL,
            sample_index INTEGER NOT NULL,
            licence TEXT NOT NULL,
            consent TEXT NOT NULL CHECK (consent IN ('given', 'refused', 'unstated')),
            created_at INTEGER NOT NULL,
            withdrawn_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX submission_by_problem ON submission (problem_id, id);
        CREATE INDEX submission_by_author_kind ON submission (author_kind, id);

        CREATE TABLE queue (
            submission_id TEXT NOT NULL PRIMARY KEY REFERENCES submission (id),
            problem_id TEXT NOT NULL REFERENCES problem (id),
            attempt INTEGER NOT NULL CHECK (attempt > 0),
            failures INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX queue_by_problem ON queue (problem_id, submission_id);

        """

    private static let verdicts = """
        CREATE TABLE run (
            id TEXT NOT NULL PRIMARY KEY,
            run_key TEXT NOT NULL UNIQUE,
            verdict TEXT NOT NULL,
            integrity TEXT CHECK (integrity IN ('isolated', 'sealed')),
            integrity_reason TEXT,
            passed INTEGER NOT NULL,
            total INTEGER NOT NULL,
            points REAL,
            cpu_ms REAL,
            wall_ms REAL,
            memory_peak_bytes INTEGER,
            result_sha256 TEXT NOT NULL REFERENCES blob (sha256),
            assay TEXT NOT NULL,
            profile TEXT NOT NULL,
            profile_sha256 TEXT NOT NULL,
            harness_sha256 TEXT NOT NULL,
            toolchain TEXT NOT NULL,
            toolchain_sha256 TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE verdict (
            id TEXT NOT NULL PRIMARY KEY,
            submission_id TEXT NOT NULL REFERENCES submission (id),
            problem_version_id TEXT NOT NULL REFERENCES problem_version (id),
            run_id TEXT NOT NULL REFERENCES run (id),
            attempt INTEGER NOT NULL CHECK (attempt > 0),
            verdict TEXT NOT NULL,
            cached INTEGER NOT NULL CHECK (cached IN (0, 1)),
            supersedes TEXT REFERENCES verdict (id),
            live INTEGER NOT NULL CHECK (live IN (0, 1)),
            created_at INTEGER NOT NULL,
            UNIQUE (submission_id, problem_version_id, attempt)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX verdict_live ON verdict (submission_id) WHERE live = 1;
        CREATE INDEX verdict_live_by_verdict ON verdict (verdict, submission_id) WHERE live = 1;
        CREATE INDEX verdict_live_by_problem ON verdict (problem_version_id, verdict, submission_id)
            WHERE live = 1;

        """

    private static let grades = """
        CREATE TABLE rater (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('person', 'model', 'rule')),
            name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            UNIQUE (kind, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rubric_version (
            sha256 TEXT NOT NULL PRIMARY KEY,
            rubric_id TEXT NOT NULL,
            version TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE grade (
            id TEXT NOT NULL PRIMARY KEY,
            submission_id TEXT NOT NULL REFERENCES submission (id),
            verdict_id TEXT REFERENCES verdict (id),
            rater_id TEXT NOT NULL REFERENCES rater (id),
            rubric_id TEXT NOT NULL,
            rubric_sha256 TEXT NOT NULL REFERENCES rubric_version (sha256),
            label_source TEXT NOT NULL
                CHECK (label_source IN ('evidence', 'human', 'model', 'adjudicated')),
            score REAL,
            gates TEXT NOT NULL,
            flags TEXT NOT NULL,
            confidence INTEGER,
            comment TEXT NOT NULL,
            active_ms INTEGER NOT NULL CHECK (active_ms >= 0),
            supersedes TEXT REFERENCES grade (id),
            live INTEGER NOT NULL CHECK (live IN (0, 1)),
            created_at INTEGER NOT NULL,
            withdrawn_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX grade_live ON grade (submission_id, rater_id, rubric_id)
            WHERE live = 1;
        CREATE INDEX grade_by_submission ON grade (submission_id, id);
        CREATE INDEX grade_by_rubric ON grade (rubric_id) WHERE live = 1;

        CREATE TABLE grade_answer (
            grade_id TEXT NOT NULL REFERENCES grade (id),
            criterion TEXT NOT NULL,
            value TEXT NOT NULL,
            rationale TEXT NOT NULL,
            automatic INTEGER NOT NULL CHECK (automatic IN (0, 1)),
            PRIMARY KEY (grade_id, criterion)
        ) STRICT, WITHOUT ROWID;

        """

    private static let events = """
        CREATE TABLE event (
            seq INTEGER NOT NULL PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            payload TEXT NOT NULL,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;
        CREATE INDEX event_by_subject ON event (subject);

        """

    /// What the list of problems shows: a page costs the same however many submissions there are.
    ///
    /// It is no fact: it can be computed anew from the facts at any time.
    private static let tallies = """
        CREATE TABLE problem_tally (
            problem_id TEXT NOT NULL PRIMARY KEY REFERENCES problem (id),
            submissions INTEGER NOT NULL DEFAULT 0,
            accepted INTEGER NOT NULL DEFAULT 0,
            pending INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER tally_problem AFTER INSERT ON problem BEGIN
            INSERT INTO problem_tally (problem_id) VALUES (NEW.id);
        END;
        CREATE TRIGGER tally_version AFTER UPDATE OF current_version ON problem BEGIN
            UPDATE problem_tally SET accepted = (SELECT count(*) FROM verdict
                WHERE problem_version_id = NEW.current_version AND verdict = 'accepted'
                    AND live = 1) WHERE problem_id = NEW.id;
        END;
        CREATE TRIGGER tally_submission AFTER INSERT ON submission BEGIN
            UPDATE problem_tally SET submissions = submissions + 1
                WHERE problem_id = NEW.problem_id;
        END;
        CREATE TRIGGER tally_waiting AFTER INSERT ON queue BEGIN
            UPDATE problem_tally SET pending = pending + 1 WHERE problem_id = NEW.problem_id;
        END;
        CREATE TRIGGER tally_taken AFTER DELETE ON queue BEGIN
            UPDATE problem_tally SET pending = pending - 1 WHERE problem_id = OLD.problem_id;
        END;
        CREATE TRIGGER tally_verdict AFTER INSERT ON verdict
        WHEN NEW.live = 1 AND NEW.verdict = 'accepted' BEGIN
            UPDATE problem_tally SET accepted = accepted + 1 WHERE problem_id = (
                SELECT p.id FROM submission s JOIN problem p ON p.id = s.problem_id
                WHERE s.id = NEW.submission_id AND p.current_version = NEW.problem_version_id);
        END;
        CREATE TRIGGER tally_superseded AFTER UPDATE OF live ON verdict
        WHEN OLD.live = 1 AND NEW.live = 0 AND NEW.verdict = 'accepted' BEGIN
            UPDATE problem_tally SET accepted = accepted - 1 WHERE problem_id = (
                SELECT p.id FROM submission s JOIN problem p ON p.id = s.problem_id
                WHERE s.id = NEW.submission_id AND p.current_version = NEW.problem_version_id);
        END;

        """

    /// A table whose rows stay as they are, but for the named columns.
    private struct Guard {
        var table: String
        var fixed: [String]

        /// The columns in `fixed` never change; empty means all of them.
        init(_ table: String, _ fixed: [String] = []) {
            self.table = table
            self.fixed = fixed
        }

        func install(_ db: Database) throws {
            let columns = fixed.isEmpty ? "" : "OF " + fixed.joined(separator: ", ")
            try db.execute(
                sql: """
                    CREATE TRIGGER \(table)_stays BEFORE UPDATE \(columns) ON \(table)
                    BEGIN SELECT RAISE(ABORT, '\(table) rows never change'); END;
                    CREATE TRIGGER \(table)_remains BEFORE DELETE ON \(table)
                    BEGIN SELECT RAISE(ABORT, '\(table) rows are never deleted'); END;
                    """)
        }
    }

    private static let guards = [
        Guard("blob"), Guard("problem_version"), Guard("run"), Guard("rater"),
        Guard("rubric_version"), Guard("grade_answer"), Guard("event"),
        Guard("problem", ["id", "name", "created_at"]),
        Guard(
            "submission",
            [
                "id", "problem_id", "key", "language", "source_sha256", "response_sha256",
                "author_kind", "author_name", "parameters", "sample_index", "licence",
                "created_at",
            ]),
        Guard(
            "verdict",
            [
                "id", "submission_id", "problem_version_id", "run_id", "attempt", "verdict",
                "cached", "supersedes", "created_at",
            ]),
        Guard(
            "grade",
            [
                "id", "submission_id", "verdict_id", "rater_id", "rubric_id", "rubric_sha256",
                "label_source", "score", "gates", "flags", "confidence", "comment", "active_ms",
                "supersedes", "created_at",
            ]),
    ]
}
