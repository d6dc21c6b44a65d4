-- What stays of a file that was purged: no word of it and nobody's name but of
-- those who decided. It is never changed.
CREATE TABLE tombstone (org TEXT NOT NULL, file TEXT NOT NULL, kind TEXT NOT NULL, team TEXT NOT NULL, number BIGINT NOT NULL,
  opened BIGINT NOT NULL, closed BIGINT NOT NULL, retain_until BIGINT NOT NULL, class TEXT NOT NULL, rule TEXT NOT NULL,
  proposed_by TEXT NOT NULL, proposed_at BIGINT NOT NULL, agreed_by TEXT NOT NULL, agreed_at BIGINT NOT NULL, single BOOLEAN NOT NULL,
  entries BIGINT NOT NULL, blobs BIGINT NOT NULL,
  PRIMARY KEY (org, file)){C};
CREATE INDEX tombstone_at ON tombstone (org, agreed_at, file);
CREATE INDEX outbox_file ON outbox (org, file);
