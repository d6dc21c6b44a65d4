-- Attachments: sealed bytes in chunks, and uploads that no entry names yet.
-- blob keeps its rowid on SQLite: a tree without one would carry chunks of
-- 256 KiB in its inner pages. Both tables begin with org and file, so a file's
-- purge is one range of each.
CREATE TABLE blob (org TEXT NOT NULL, file TEXT NOT NULL, id TEXT NOT NULL, n BIGINT NOT NULL, bytes {BLOB} NOT NULL,
  PRIMARY KEY (org, file, id, n));
CREATE TABLE staged (org TEXT NOT NULL, file TEXT NOT NULL, id TEXT NOT NULL, actor TEXT NOT NULL, at BIGINT NOT NULL, doc {BLOB},
  PRIMARY KEY (org, file, id)){C};
CREATE INDEX staged_at ON staged (at);
