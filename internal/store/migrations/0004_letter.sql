-- Where notices go, how often one was tried, and what became of each try.
ALTER TABLE member ADD COLUMN mail TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
CREATE TABLE delivery (org TEXT NOT NULL, letter TEXT NOT NULL, at BIGINT NOT NULL, courier TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, done BOOLEAN NOT NULL,
  PRIMARY KEY (org, letter, at, courier, actor)){C};
CREATE INDEX delivery_at ON delivery (org, at);
