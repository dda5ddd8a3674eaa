import Extraction
import GRDB

extension Ledger {
  /// `sluc` in ASCII: SQLite's place for a program to mark its files.
  static let applicationID = 0x736C_7563

  /// Append-only: a migration that was released is never changed, the next one gets a new name.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 spine") { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: spine)
    }
    migrator.registerMigration("2 decisions") { db in
      try db.execute(sql: decisions)
    }
    migrator.registerMigration("3 review") { db in
      try db.execute(sql: review)
      try fillCauses(in: db)
    }
    migrator.registerMigration("4 second looks") { db in
      try db.execute(sql: secondLooks)
      try markHeld(in: db)
    }
    migrator.registerMigration("5 seen") { db in
      try db.execute(sql: seen)
    }
    return migrator
  }

  /// Gives outcomes of earlier versions what the queue groups by.
  private static func fillCauses(in db: Database) throws {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT * FROM outcome WHERE kind = 'dead_lettered'")
    let update = try db.makeStatement(
      sql: "UPDATE outcome SET rule = ?, field = ?, layout = ? WHERE id = ?")
    while let row = try rows.next() {
      let record = try Extraction.Record(row: row)
      let cause = Cause(of: record, try FailureClass(stored: row["class"]))
      try update.execute(
        arguments: [cause.rule, cause.field, Layout.of(record), row["id"] as Int64])
    }
  }

  /// Marks accepted records of earlier versions of which fields are held.
  private static func markHeld(in db: Database) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT * FROM outcome
        WHERE kind = 'accepted' AND reviewer IS NULL AND missing LIKE '%"held"%'
        """)
    let update = try db.makeStatement(
      sql: "UPDATE outcome SET review = 1, class = ?, rule = ?, field = ? WHERE id = ?")
    while let row = try rows.next() {
      guard let cause = Cause(held: try Extraction.Record(row: row)) else { continue }
      try update.execute(
        arguments: [
          cause.failureClass?.rawValue, cause.rule ?? "", cause.field ?? "", row["id"] as Int64,
        ])
    }
  }

  /// Times are milliseconds since 1970, digests 32 bytes, paths bytes, money the user's currency.
  private static let spine = """
    CREATE TABLE pipeline (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE run (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      pipeline_id INTEGER NOT NULL REFERENCES pipeline,
      pid INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      ended_at INTEGER,
      exit_code INTEGER,
      summary TEXT
    ) STRICT;
    CREATE INDEX run_pipeline ON run (pipeline_id);

    -- What was at a path when it was last seen. document NULL: never read.
    CREATE TABLE sighting (
      pipeline_id INTEGER NOT NULL REFERENCES pipeline,
      path BLOB NOT NULL,
      size INTEGER NOT NULL,
      mtime_ns INTEGER NOT NULL,
      inode INTEGER NOT NULL,
      document BLOB,
      run_id INTEGER NOT NULL REFERENCES run,
      gone INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (pipeline_id, path)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sighting_document ON sighting (pipeline_id, document, gone, path);

    -- The sample number of a document's requests; 0 where there is no row.
    CREATE TABLE sample (
      pipeline_id INTEGER NOT NULL REFERENCES pipeline,
      document BLOB NOT NULL,
      number INTEGER NOT NULL,
      PRIMARY KEY (pipeline_id, document)
    ) STRICT, WITHOUT ROWID;

    -- Texts, kept once. encoding: 0 plain, 1 zlib; size: before compression.
    CREATE TABLE blob (
      id INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE,
      encoding INTEGER NOT NULL,
      size INTEGER NOT NULL,
      bytes BLOB NOT NULL
    ) STRICT;

    -- prompt and text are hashes of blobs. Shared by all pipelines of the ledger.
    CREATE TABLE reply (
      request BLOB NOT NULL,
      sample INTEGER NOT NULL,
      prompt BLOB NOT NULL,
      text BLOB NOT NULL,
      finish_reason TEXT NOT NULL,
      input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL,
      cached_tokens INTEGER NOT NULL,
      model TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (request, sample)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE parsed_document (
      id INTEGER PRIMARY KEY,
      parse_key BLOB NOT NULL UNIQUE,
      document BLOB NOT NULL,
      encoding INTEGER NOT NULL,
      size INTEGER NOT NULL,
      bytes BLOB NOT NULL
    ) STRICT;

    -- What stands. class and stage: of a dead letter. supersedes: a digest.
    CREATE TABLE outcome (
      id INTEGER PRIMARY KEY,
      pipeline_id INTEGER NOT NULL REFERENCES pipeline,
      document BLOB NOT NULL,
      path BLOB NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('accepted', 'dead_lettered', 'discarded')),
      stage TEXT,
      class TEXT,
      record TEXT NOT NULL,
      evidence TEXT NOT NULL,
      findings TEXT NOT NULL,
      missing TEXT,
      standing_key BLOB NOT NULL,
      record_key BLOB NOT NULL,
      attempts INTEGER NOT NULL,
      cost REAL NOT NULL,
      reviewer TEXT,
      supersedes BLOB,
      decided_at INTEGER NOT NULL,
      run_id INTEGER NOT NULL REFERENCES run,
      UNIQUE (pipeline_id, document)
    ) STRICT;

    -- What a run did with a document. alone: deferred while others went through.
    CREATE TABLE disposition (
      run_id INTEGER NOT NULL REFERENCES run,
      path BLOB NOT NULL,
      document BLOB,
      disposition TEXT NOT NULL
        CHECK (disposition IN ('accepted', 'dead_lettered', 'skipped', 'deferred')),
      reason TEXT,
      alone INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (run_id, path)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX disposition_alone ON disposition (document) WHERE alone = 1;
    """
  /// What reviewers decided, and what an outcome has to remember of it.
  private static let decisions = """
    -- before and after: what stood and what stands, as JSON. focus_ms: NULL where nobody measured.
    CREATE TABLE decision (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      pipeline_id INTEGER NOT NULL REFERENCES pipeline,
      document BLOB NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('accept', 'correct', 'discard', 'retry')),
      reviewer TEXT NOT NULL,
      decided_at INTEGER NOT NULL,
      reason TEXT,
      before TEXT NOT NULL,
      after TEXT NOT NULL,
      focus_ms INTEGER
    ) STRICT;
    CREATE INDEX decision_document ON decision (pipeline_id, document);

    CREATE TRIGGER decision_is_not_changed BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
    CREATE TRIGGER decision_is_not_removed BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'a decision is never removed'); END;

    -- The last decision about the document; the schema under which it was taken, by its digest; the
    -- digest of the record that was accepted before what stands. An empty standing_key is a mark:
    -- the next run asks, and what it brings replaces a decision too.
    ALTER TABLE outcome ADD COLUMN decision_id INTEGER REFERENCES decision;
    ALTER TABLE outcome ADD COLUMN schema BLOB;
    ALTER TABLE outcome ADD COLUMN replaced BLOB;
    """

  /// What the queue is grouped and measured by, decisions that take back others, and visits.
  private static let review = """
    -- Of a dead letter: the gravest finding's rule, its place with * for indexes, and the layout.
    ALTER TABLE outcome ADD COLUMN rule TEXT;
    ALTER TABLE outcome ADD COLUMN field TEXT;
    ALTER TABLE outcome ADD COLUMN layout TEXT;
    -- All that a queue of 50,000 is grouped and sorted by, so that no record is read for it.
    CREATE INDEX outcome_queue ON outcome (
      pipeline_id, kind, class, rule, field, layout, path, document, decided_at, cost, reviewer,
      standing_key);

    -- The same table with one more kind. undoes: the decision that is taken back. restores: the
    -- columns of the outcome before the decision that are not in before, as JSON; NULL in rows of
    -- earlier versions, which cannot be taken back. leaves: how many values were looked at.
    CREATE TABLE decision_3 (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      pipeline_id INTEGER NOT NULL REFERENCES pipeline,
      document BLOB NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('accept', 'correct', 'discard', 'retry', 'undo')),
      reviewer TEXT NOT NULL,
      decided_at INTEGER NOT NULL,
      reason TEXT,
      before TEXT NOT NULL,
      after TEXT NOT NULL,
      focus_ms INTEGER,
      leaves INTEGER,
      undoes INTEGER REFERENCES decision,
      restores TEXT
    ) STRICT;
    INSERT INTO decision_3 (
      id, pipeline_id, document, kind, reviewer, decided_at, reason, before, after, focus_ms)
    SELECT
      id, pipeline_id, document, kind, reviewer, decided_at, reason, before, after, focus_ms
    FROM decision;
    DROP TABLE decision;
    ALTER TABLE decision_3 RENAME TO decision;
    CREATE INDEX decision_document ON decision (pipeline_id, document);

    CREATE TRIGGER decision_is_not_changed BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
    CREATE TRIGGER decision_is_not_removed BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'a decision is never removed'); END;

    CREATE TABLE visit (
      pipeline_id INTEGER NOT NULL REFERENCES pipeline,
      reviewer TEXT NOT NULL,
      visited_at INTEGER NOT NULL,
      PRIMARY KEY (pipeline_id, reviewer)
    ) STRICT, WITHOUT ROWID;
    """

  /// What a person looks at beside dead letters, in one order, and how a retry is asked.
  private static let secondLooks = """
    -- Of an accepted record: 1 fields of it are held, 2 it was chosen for the audit. Its class, rule
    -- and field are those of the letters among which it stands.
    ALTER TABLE outcome ADD COLUMN review INTEGER NOT NULL DEFAULT 0;
    UPDATE outcome SET rule = ifnull(rule, ''), field = ifnull(field, '');

    -- The place of its class in the queue; NULL for what is not in the queue.
    ALTER TABLE outcome ADD COLUMN rank INTEGER GENERATED ALWAYS AS (
      CASE WHEN standing_key <> x''
        AND (kind = 'dead_lettered' OR kind = 'accepted' AND reviewer IS NULL AND review > 0)
      THEN CASE class
        \(ranks)
        ELSE 99 END
      END) VIRTUAL;
    DROP INDEX outcome_queue;
    -- All that a queue of 50,000 is grouped and sorted by, so that no record is read for it.
    CREATE INDEX outcome_queue ON outcome (
      pipeline_id, rank, rule, field, path, document, class, layout, decided_at, cost, review)
    WHERE rank IS NOT NULL;
    -- What may still be chosen for the audit.
    CREATE INDEX outcome_audit ON outcome (pipeline_id, document)
    WHERE kind = 'accepted' AND reviewer IS NULL AND review = 0;

    -- How a reviewer wants the requests made, as JSON; NULL as the pipeline says.
    ALTER TABLE sample ADD COLUMN retry TEXT;

    -- The words of documents in the queue, to be searched.
    CREATE TABLE document_text (
      id INTEGER PRIMARY KEY,
      document BLOB NOT NULL UNIQUE,
      text TEXT NOT NULL
    ) STRICT;
    """

  /// Whether a file is known to hold, or have held, what stands: asked once, when a file changes,
  /// because it would cost more than all else to ask it of each letter of a queue.
  private static let seen = """
    ALTER TABLE outcome ADD COLUMN seen INTEGER NOT NULL DEFAULT 1;
    UPDATE outcome SET seen = 0 WHERE NOT EXISTS (
      SELECT 1 FROM sighting AS s
      WHERE s.pipeline_id = outcome.pipeline_id AND s.document = outcome.document);

    CREATE TRIGGER sighting_is_added AFTER INSERT ON sighting
    WHEN NEW.document IS NOT NULL
    BEGIN
      UPDATE outcome SET seen = 1
      WHERE pipeline_id = NEW.pipeline_id AND document = NEW.document AND seen = 0;
    END;
    CREATE TRIGGER sighting_has_other_content AFTER UPDATE OF document ON sighting
    WHEN NEW.document IS NOT OLD.document
    BEGIN
      UPDATE outcome SET seen = EXISTS (
        SELECT 1 FROM sighting AS s
        WHERE s.pipeline_id = outcome.pipeline_id AND s.document = outcome.document)
      WHERE pipeline_id = NEW.pipeline_id AND document IN (OLD.document, NEW.document);
    END;

    DROP INDEX outcome_queue;
    ALTER TABLE outcome DROP COLUMN rank;
    -- The place of its class in the queue; NULL for what is not in the queue.
    ALTER TABLE outcome ADD COLUMN rank INTEGER GENERATED ALWAYS AS (
      CASE WHEN seen AND standing_key <> x''
        AND (kind = 'dead_lettered' OR kind = 'accepted' AND reviewer IS NULL AND review > 0)
      THEN CASE class
        \(ranks)
        ELSE 99 END
      END) VIRTUAL;
    -- All that a queue of 50,000 is grouped and sorted by, so that no record is read for it.
    CREATE INDEX outcome_queue ON outcome (
      pipeline_id, rank, rule, field, path, document, class, layout, decided_at, cost, review)
    WHERE rank IS NOT NULL;
    -- What is in no queue, to be counted.
    CREATE INDEX outcome_settled ON outcome (pipeline_id, kind) WHERE rank IS NULL AND seen = 1;
    """

  /// The order of the classes as it was when this migration was written.
  private static let rankedClasses = [
    "crashed", "too_big", "too_slow", "unreadable", "locked", "no_text", "transport", "refused",
    "truncated", "malformed", "invalid", "ungrounded", "misplaced", "conflict", "incomplete",
    "rule_broken", "undecided", "hidden_text", "throttled", "over_budget", "model_unavailable",
  ]

  private static let ranks = rankedClasses.enumerated()
    .map { "WHEN '\($1)' THEN \($0)" }.joined(separator: " ")

  /// The place of a class in the queue.
  static func rank(of failureClass: FailureClass) -> Int {
    rankedClasses.firstIndex(of: failureClass.rawValue) ?? 99
  }
}
