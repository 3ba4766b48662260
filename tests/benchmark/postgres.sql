-- The same job in PostgreSQL, as one would build it to answer as the node does: a journal with
-- the history of each dossier, the present state, and daily sums by unit. Timestamps are local.

CREATE TABLE journal (
  recorded timestamp NOT NULL, accepted timestamp NOT NULL, due timestamp NOT NULL, finished timestamp,
  at timestamp NOT NULL, unit int2 NOT NULL, procedure int2 NOT NULL, status int2 NOT NULL,
  revision int2 NOT NULL, channel int2 NOT NULL, flags int2 NOT NULL, dossier text NOT NULL
) WITH (autovacuum_enabled = false);

CREATE TABLE dossier (
  accepted timestamp NOT NULL, due timestamp NOT NULL, finished timestamp, at timestamp NOT NULL,
  unit int2 NOT NULL, procedure int2 NOT NULL, status int2 NOT NULL, revision int2 NOT NULL,
  channel int2 NOT NULL, flags int2 NOT NULL, dossier text NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 1);

-- What happened at a unit on a day. `fell_due`: dossiers whose promise is of that day;
-- `settled`: finished ones whose later day of promise and finish is that day. So the open and
-- overdue at the end of a day are the sum of both up to it.
CREATE TABLE daily (
  unit int2 NOT NULL, day date NOT NULL,
  received int4 NOT NULL, online int4 NOT NULL, fee int4 NOT NULL, paid int4 NOT NULL,
  digitised int4 NOT NULL, e_result int4 NOT NULL, reused int4 NOT NULL,
  early int4 NOT NULL, on_day int4 NOT NULL, late int4 NOT NULL, cancelled int4 NOT NULL,
  fell_due int4 NOT NULL, settled int4 NOT NULL
) WITH (fillfactor = 50);

-- What each dossier's present state adds to `daily`: to fill it after a bulk load, and to check it.
CREATE VIEW daily_of_dossiers AS
SELECT unit, day,
  count(*) FILTER (WHERE what = 'in') AS received,
  count(*) FILTER (WHERE what = 'in' AND flags & 1 > 0) AS online,
  count(*) FILTER (WHERE what = 'in' AND flags & 2 > 0) AS fee,
  count(*) FILTER (WHERE what = 'in' AND flags & 4 > 0) AS paid,
  count(*) FILTER (WHERE what = 'in' AND flags & 8 > 0) AS digitised,
  count(*) FILTER (WHERE what = 'in' AND flags & 16 > 0) AS e_result,
  count(*) FILTER (WHERE what = 'in' AND flags & 32 > 0) AS reused,
  count(*) FILTER (WHERE what = 'early') AS early,
  count(*) FILTER (WHERE what = 'on_day') AS on_day,
  count(*) FILTER (WHERE what = 'late') AS late,
  count(*) FILTER (WHERE what = 'cancelled') AS cancelled,
  count(*) FILTER (WHERE what = 'due') AS fell_due,
  count(*) FILTER (WHERE what = 'settled') AS settled
FROM (
  SELECT unit, accepted::date AS day, 'in' AS what, flags FROM dossier
  UNION ALL
  SELECT unit, finished::date,
         CASE WHEN status = 7 THEN 'cancelled' WHEN finished::date < due::date THEN 'early'
              WHEN finished <= due THEN 'on_day' ELSE 'late' END, flags
  FROM dossier WHERE finished IS NOT NULL
  UNION ALL
  SELECT unit, due::date, 'due', flags FROM dossier
  UNION ALL
  SELECT unit, greatest(due, finished)::date, 'settled', flags FROM dossier WHERE finished IS NOT NULL
) parts GROUP BY unit, day;
