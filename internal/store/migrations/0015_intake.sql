-- Who is on duty for a team: turns that come round, and times at which somebody
-- is away. A row is ended, never deleted: who was on duty then can be said.
CREATE TABLE turn (org TEXT NOT NULL, id TEXT NOT NULL, team TEXT NOT NULL, actor TEXT NOT NULL, step BIGINT NOT NULL, days TEXT NOT NULL, hours TEXT NOT NULL,
  from_min BIGINT NOT NULL, to_min BIGINT NOT NULL, begins BIGINT NOT NULL, ends BIGINT NOT NULL, made BIGINT NOT NULL, ended BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org, id)){C};
CREATE INDEX turn_team ON turn (org, team, ended);
CREATE TABLE absence (org TEXT NOT NULL, id TEXT NOT NULL, team TEXT NOT NULL, actor TEXT NOT NULL, stand_in TEXT NOT NULL, from_at BIGINT NOT NULL, until_at BIGINT NOT NULL,
  made BIGINT NOT NULL, ended BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (org, id)){C};
CREATE INDEX absence_team ON absence (org, team, ended, until_at);
-- Hidden passages of a file, which everything that reads its words asks for.
CREATE INDEX entry_veil ON entry (org, file, id) WHERE kind IN ('veil', 'case-veil');
