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
-- Ready messages of a team to reporters, by language and where a report stands.
-- They are words for everybody: nothing of a report is in them.
CREATE TABLE canned (org TEXT NOT NULL, id TEXT NOT NULL, team TEXT NOT NULL, code TEXT NOT NULL, lang TEXT NOT NULL, status TEXT NOT NULL, words TEXT NOT NULL,
  made BIGINT NOT NULL, ended BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (org, id)){C};
CREATE INDEX canned_team ON canned (org, team, ended);
CREATE UNIQUE INDEX canned_one ON canned (org, team, code, lang) WHERE ended = 0;
-- Partners who refer by a personal link; who referred which report; and when
-- somebody last read what to know before referring.
CREATE TABLE partner (org TEXT NOT NULL, id TEXT NOT NULL, team TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, contact TEXT NOT NULL, hash {BLOB} NOT NULL,
  until_at BIGINT NOT NULL, made BIGINT NOT NULL, ended BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (org, id)){C};
CREATE INDEX partner_team ON partner (org, team, ended);
CREATE TABLE referral (org TEXT NOT NULL, who TEXT NOT NULL, file TEXT NOT NULL, made BIGINT NOT NULL, PRIMARY KEY (org, who, file)){C};
CREATE TABLE briefing (org TEXT NOT NULL, who TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (org, who)){C};
