-- PostgreSQL leaves a deleted row in its file until it is vacuumed, by itself only after 50 others:
-- a small group's bot would never get there. Tables with people's words are vacuumed after one.
SELECT 1 /*pg ;
ALTER TABLE people SET (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE bookmarks SET (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE questions SET (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE removals SET (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE visits SET (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE reminders SET (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0)
*/;
