-- What the planner must know to choose well, written down rather than gathered,
-- so that plans do not change while a caseload grows: without it, it takes an
-- organisation for ten rows. Each line: rows, then how many share the first
-- column of the index, the first two, and so on. To analyse one small table
-- makes the place where it is written.
ANALYZE org;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('file', 'file', '400000 400000 1'),
  ('file', 'file_due', '400000 400000 100000 10000 8000 2 1'),
  ('file', 'file_number', '400000 400000 100000 10000 1 1'),
  ('file', 'file_state', '400000 400000 100000 10000 2000 2 1'),
  ('file', 'file_owner', '400000 400000 100000 10000 500 2 1'),
  ('file', 'file_changed', '400000 400000 100000 10000 1 1'),
  ('entry', 'entry', '4000000 4000000 20 2 1'),
  ('docket', 'docket', '400000 400000 4 2 1 1'),
  ('docket', 'docket_due', '400000 400000 40000 2 1 1'),
  ('docket', 'docket_owner', '400000 400000 4000 2 1 1'),
  ('docket', 'docket_what', '400000 400000 20000 2 1 1'),
  ('link', 'link', '400000 400000 2 1 1'),
  ('link', 'link_other', '400000 400000 2 1'),
  ('share', 'share', '10000 10000 4 2 1 1 1'),
  ('share', 'share_to', '10000 10000 20 1'),
  ('wall', 'wall', '1000 1000 2 1 1'),
  ('wall', 'wall_actor', '1000 1000 5 1'),
  ('audit', 'audit', '4000000 4000000 1'),
  ('audit', 'audit_file', '4000000 4000000 10 1'),
  ('audit', 'audit_actor', '4000000 4000000 40000 1'),
  ('seen', 'seen', '1000000 1000000 10000 5 1'),
  ('seen', 'seen_day', '1000000 1000000 1000'),
  ('seen', 'seen_file', '1000000 1000000 10 1'),
  ('seat', 'seat', '1000 1000 1'),
  ('seat', 'seat_actor', '1000 1000 2'),
  ('seat', 'seat_team', '1000 1000 20');
-- The connection at hand learns it too.
ANALYZE sqlite_schema;
