-- Pairs of people's files that may be one person, found by the clock. It holds
-- no more than ids: why they fit is told anew to each reader, from what that
-- reader may see. swept is how many lines of the audit were gone through.
CREATE TABLE pair (org TEXT NOT NULL, one TEXT NOT NULL, two TEXT NOT NULL, rank BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (org, one, two)){C};
CREATE INDEX pair_rank ON pair (org, rank, one, two);
CREATE INDEX pair_two ON pair (org, two);
CREATE TABLE swept (org TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (org)){C};

-- Short forms and spellings of names that the staff added. A list of names is
-- no record of anybody.
CREATE TABLE variant (org TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, names TEXT NOT NULL, made BIGINT NOT NULL, by_whom TEXT NOT NULL, gone BIGINT NOT NULL,
  PRIMARY KEY (org, id)){C};
