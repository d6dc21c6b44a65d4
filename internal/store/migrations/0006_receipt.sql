-- What finds a report again by the words its reporter holds: an HMAC under a
-- key that is not in the database. The words themselves are kept nowhere.
CREATE TABLE receipt (org TEXT NOT NULL, mark {BLOB} NOT NULL, file TEXT NOT NULL, made BIGINT NOT NULL, PRIMARY KEY (org, mark)){C};
CREATE INDEX receipt_file ON receipt (org, file);
