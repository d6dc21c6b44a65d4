-- Ways for the public to report, and every version of what each of them asks.
-- They hold what is shown to everybody, and nothing of anybody.
CREATE TABLE channel (org TEXT NOT NULL, id TEXT NOT NULL, slug TEXT NOT NULL, host TEXT NOT NULL, doc TEXT NOT NULL, version BIGINT NOT NULL, form BIGINT NOT NULL, made BIGINT NOT NULL,
  PRIMARY KEY (org, id)){C};
CREATE UNIQUE INDEX channel_slug ON channel (org, slug) WHERE slug <> '';
CREATE UNIQUE INDEX channel_host ON channel (org, host) WHERE host <> '';
CREATE TABLE channel_form (org TEXT NOT NULL, channel TEXT NOT NULL, n BIGINT NOT NULL, doc TEXT NOT NULL, made BIGINT NOT NULL, made_by TEXT NOT NULL,
  PRIMARY KEY (org, channel, n)){C};
