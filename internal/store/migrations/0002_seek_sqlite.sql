CREATE TABLE seek (docid INTEGER PRIMARY KEY, org TEXT NOT NULL, file TEXT NOT NULL, entry TEXT NOT NULL, version BIGINT NOT NULL, team TEXT NOT NULL, kind TEXT NOT NULL, section TEXT NOT NULL, regime TEXT NOT NULL, at BIGINT NOT NULL);
CREATE UNIQUE INDEX seek_entry ON seek (org, file, entry);
CREATE VIRTUAL TABLE seek_fts USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2');
INSERT INTO seek_fts(seek_fts, rank) VALUES('secure-delete', 1);
