-- Every order of a list ends in the id, so that a page begins where the last
-- one ended: the indexes do too.
DROP INDEX file_number;
CREATE INDEX file_number ON file (org, kind, team, number, id);
DROP INDEX docket_what;
CREATE INDEX docket_what ON docket (org, what, due_at, file, entry) WHERE done_at IS NULL;
