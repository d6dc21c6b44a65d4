-- One text for both engines. {BLOB} and {C} are filled in by engine.go:
-- BLOB or BYTEA, and " WITHOUT ROWID" on SQLite, where a row lives in its
-- primary key, so that the rows of one file lie together.
-- Times are microseconds since 1970 UTC; 0 stands for none where NOT NULL.

CREATE TABLE org (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL, made BIGINT NOT NULL){C};
CREATE TABLE team (org TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, purpose TEXT NOT NULL, pack TEXT NOT NULL, made BIGINT NOT NULL,
  PRIMARY KEY (org, id)){C};

-- People with accounts. What they may do is their seats.
CREATE TABLE member (org TEXT NOT NULL, id TEXT NOT NULL, login TEXT NOT NULL, name TEXT NOT NULL, lang TEXT NOT NULL, made BIGINT NOT NULL, disabled BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org, id)){C};
CREATE UNIQUE INDEX member_login ON member (login);
CREATE TABLE seat (org TEXT NOT NULL, id TEXT NOT NULL, actor TEXT NOT NULL, team TEXT NOT NULL, role TEXT NOT NULL, discipline TEXT NOT NULL, from_at BIGINT NOT NULL, until_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)){C};
CREATE INDEX seat_actor ON seat (org, actor);
CREATE INDEX seat_team ON seat (org, team);
CREATE TABLE credential (org TEXT NOT NULL, id TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, secret {BLOB} NOT NULL, made BIGINT NOT NULL, used BIGINT NOT NULL, until_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)){C};
CREATE INDEX credential_actor ON credential (org, actor, kind);
CREATE TABLE session (id {BLOB} NOT NULL PRIMARY KEY, org TEXT NOT NULL, actor TEXT NOT NULL, began BIGINT NOT NULL, seen BIGINT NOT NULL, proved BIGINT NOT NULL, factors BIGINT NOT NULL){C};
CREATE INDEX session_actor ON session (org, actor);
CREATE INDEX session_seen ON session (seen);
CREATE TABLE throttle (key {BLOB} NOT NULL PRIMARY KEY, tries BIGINT NOT NULL, since BIGINT NOT NULL, until_at BIGINT NOT NULL){C};
CREATE INDEX throttle_since ON throttle (since);

-- The record: files and their entries.
CREATE TABLE tally (org TEXT NOT NULL, kind TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (org, kind)){C};
CREATE TABLE file (
  org TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, team TEXT NOT NULL, number BIGINT NOT NULL,
  state TEXT NOT NULL, owner TEXT NOT NULL, next_due BIGINT NOT NULL, level TEXT NOT NULL, level_expires BIGINT NOT NULL,
  stale BOOLEAN NOT NULL, emergency BOOLEAN NOT NULL, convened BOOLEAN NOT NULL, urgent BOOLEAN NOT NULL,
  version BIGINT NOT NULL, changed_at BIGINT NOT NULL, key {BLOB}, key_no BIGINT NOT NULL,
  opened BIGINT NOT NULL, closed BIGINT NOT NULL, retain_until BIGINT NOT NULL DEFAULT 0, hold BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (org, id)){C};
CREATE INDEX file_due ON file (org, kind, team, closed, next_due, id);
CREATE INDEX file_number ON file (org, kind, team, number);
CREATE INDEX file_state ON file (org, kind, team, state, next_due, id);
CREATE INDEX file_owner ON file (org, kind, team, owner, next_due, id);
CREATE INDEX file_changed ON file (org, kind, team, changed_at, id);
CREATE TABLE entry (
  org TEXT NOT NULL, file TEXT NOT NULL, id TEXT NOT NULL, version BIGINT NOT NULL,
  kind TEXT NOT NULL, section TEXT NOT NULL, regime TEXT NOT NULL, only_for TEXT NOT NULL,
  happened_at BIGINT NOT NULL, recorded_at BIGINT NOT NULL, recorded_by TEXT NOT NULL, superseded_at BIGINT,
  digest {BLOB} NOT NULL, doc {BLOB} NOT NULL,
  PRIMARY KEY (org, file, id, version)){C};

-- Derived from the entries by tatm.Derive, in the transaction that wrote them.
CREATE TABLE docket (org TEXT NOT NULL, file TEXT NOT NULL, entry TEXT NOT NULL, what TEXT NOT NULL, id TEXT NOT NULL,
  kind TEXT NOT NULL, team TEXT NOT NULL, owner TEXT NOT NULL, section TEXT NOT NULL, regime TEXT NOT NULL, due_at BIGINT NOT NULL, done_at BIGINT,
  PRIMARY KEY (org, file, entry, what, id)){C};
CREATE INDEX docket_due ON docket (org, team, due_at, file, entry) WHERE done_at IS NULL;
CREATE INDEX docket_owner ON docket (org, owner, due_at, file, entry) WHERE done_at IS NULL;
CREATE INDEX docket_what ON docket (org, what, due_at) WHERE done_at IS NULL;
CREATE TABLE mark (org TEXT NOT NULL, file TEXT NOT NULL, entry TEXT NOT NULL, catalog TEXT NOT NULL, code TEXT NOT NULL,
  status TEXT NOT NULL, at BIGINT NOT NULL, regime TEXT NOT NULL, team TEXT NOT NULL,
  PRIMARY KEY (org, file, entry, catalog, code)){C};
CREATE INDEX mark_count ON mark (org, team, catalog, at, code, regime);
CREATE TABLE link (org TEXT NOT NULL, file TEXT NOT NULL, entry TEXT NOT NULL, other TEXT NOT NULL, role TEXT NOT NULL,
  section TEXT NOT NULL, regime TEXT NOT NULL, team TEXT NOT NULL, from_at BIGINT NOT NULL, until_at BIGINT NOT NULL,
  PRIMARY KEY (org, file, entry, other)){C};
CREATE INDEX link_other ON link (org, other, file);
CREATE TABLE share (org TEXT NOT NULL, file TEXT NOT NULL, source TEXT NOT NULL, entry TEXT NOT NULL, section TEXT NOT NULL, grantee TEXT NOT NULL,
  basis TEXT NOT NULL, from_at BIGINT NOT NULL, until_at BIGINT NOT NULL, revoked_at BIGINT,
  PRIMARY KEY (org, file, source, entry, section, grantee)){C};
CREATE INDEX share_to ON share (org, grantee, file) WHERE revoked_at IS NULL;
CREATE TABLE wall (org TEXT NOT NULL, file TEXT NOT NULL, entry TEXT NOT NULL, actor TEXT NOT NULL, from_at BIGINT NOT NULL, until_at BIGINT NOT NULL,
  PRIMARY KEY (org, file, entry, actor)){C};
CREATE INDEX wall_actor ON wall (org, actor, file);

-- Words to search, taken in by the clock within seconds of a write.
CREATE TABLE seek_todo (org TEXT NOT NULL, file TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (org, file)){C};

-- The audit: an append-only Merkle tree per organisation.
CREATE TABLE audit (org TEXT NOT NULL, n BIGINT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL, op TEXT NOT NULL, file TEXT NOT NULL,
  outcome TEXT NOT NULL, facts TEXT NOT NULL, digests {BLOB} NOT NULL, leaf {BLOB} NOT NULL,
  PRIMARY KEY (org, n)){C};
CREATE INDEX audit_file ON audit (org, file, n);
CREATE INDEX audit_actor ON audit (org, actor, n);
CREATE TABLE audit_head (org TEXT NOT NULL PRIMARY KEY, n BIGINT NOT NULL, edge {BLOB} NOT NULL){C};
CREATE TABLE checkpoint (org TEXT NOT NULL, n BIGINT NOT NULL, at BIGINT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (org, n)){C};
CREATE TABLE seen (org TEXT NOT NULL, actor TEXT NOT NULL, file TEXT NOT NULL, day BIGINT NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL, times BIGINT NOT NULL,
  PRIMARY KEY (org, actor, file, day)){C};
CREATE INDEX seen_day ON seen (org, day);
CREATE INDEX seen_file ON seen (org, file, last);
CREATE TABLE stranger (org TEXT NOT NULL, day BIGINT NOT NULL, what TEXT NOT NULL, times BIGINT NOT NULL, PRIMARY KEY (org, day, what)){C};

-- What leaves, what was done once, who works by the clock.
CREATE TABLE outbox (org TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, file TEXT NOT NULL, grantee TEXT NOT NULL, due_at BIGINT NOT NULL, sent_at BIGINT,
  PRIMARY KEY (org, id)){C};
CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL;
CREATE TABLE once (org TEXT NOT NULL, key TEXT NOT NULL, at BIGINT NOT NULL, result TEXT NOT NULL, PRIMARY KEY (org, key)){C};
CREATE INDEX once_at ON once (at);
CREATE TABLE lease (name TEXT NOT NULL PRIMARY KEY, holder TEXT NOT NULL, fence BIGINT NOT NULL, until_at BIGINT NOT NULL){C};
