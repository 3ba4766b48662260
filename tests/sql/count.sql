-- Judges and counts by the counting rules alone.
-- Given: dossier(code, accepted, due, online), entry(dossier, t, rank, status, stated, request, unit),
-- appointment(dossier, made, due); functions worked(a, b) and later(t, seconds); parameters in `period`.
-- An effective instant of 9e15 stands for "never".

-- a request that is not stated comes no later than the effective instant of a dossier in time.
UPDATE entry SET t = min(t, coalesce((SELECT due FROM dossier d WHERE d.code = entry.dossier), t))
 WHERE stated = 0 AND status IN (5, 6);

CREATE INDEX entry_by_dossier ON entry (dossier, t, rank);
CREATE INDEX appointment_by_dossier ON appointment (dossier);

-- an instant taken from arrival never reopens.
DELETE FROM entry WHERE stated = 0
   AND (SELECT status FROM entry p WHERE p.dossier = entry.dossier AND p.stated AND p.t <= entry.t
         ORDER BY p.t DESC, p.rank DESC LIMIT 1) IN (3, 7, 8, 9, 10);

-- Pauses: from an entry into 5 or 6 to the next entry into anything else (a decision ends one).
CREATE TABLE pause AS
SELECT dossier, t AS began,
       (SELECT min(n.t) FROM entry n WHERE n.dossier = e.dossier AND n.status NOT IN (5, 6)
           AND (n.t, n.rank) > (e.t, e.rank)) AS ended
  FROM (SELECT dossier, t, rank, status, lag(status, 1, 0) OVER w AS before FROM entry
          JOIN dossier d ON d.code = dossier AND d.accepted IS NOT NULL
        WINDOW w AS (PARTITION BY dossier ORDER BY t, rank, request DESC)) e
 WHERE status IN (5, 6) AND before NOT IN (5, 6);

-- What changes the effective instant, in order: a pause when it ends, an appointment when it is made.
CREATE TABLE change AS
SELECT *, row_number() OVER (PARTITION BY dossier ORDER BY t, kind DESC) AS k
  FROM (SELECT dossier, coalesce(ended, 9e15) AS t, 'pause' AS kind, began AS x FROM pause
        UNION ALL SELECT dossier, made, 'appointment', due FROM appointment);
CREATE INDEX change_by_dossier ON change (dossier, k);

CREATE TABLE effective AS
WITH RECURSIVE e(dossier, k, since, at) AS (
  SELECT code, 0, accepted, coalesce(due, 9e15) FROM dossier WHERE accepted IS NOT NULL
  UNION ALL
  SELECT c.dossier, c.k, c.t, CASE
      WHEN e.at >= 9e15 THEN e.at
      WHEN c.kind = 'appointment' THEN iif(c.t <= e.at, c.x, e.at)             -- valid only while not late
      WHEN c.x > e.at THEN e.at                                                -- begun too late
      WHEN c.t >= 9e15 THEN 9e15                                               -- waits, and is in time
      ELSE max(later(e.at, worked(c.x, c.t)), c.t) END
    FROM e JOIN change c ON c.dossier = e.dossier AND c.k = e.k + 1)
SELECT * FROM e;
CREATE INDEX effective_by_dossier ON effective (dossier, k DESC);

-- The second supplement request: one with an id, or a stated entry into 5 from another status.
CREATE TABLE excess AS
SELECT dossier, min(t) AS t
  FROM (SELECT dossier, t, row_number() OVER (PARTITION BY dossier ORDER BY t) AS n
          FROM (SELECT e.*, lag(status, 1, 0) OVER (PARTITION BY dossier ORDER BY t, rank, request DESC) AS before
                  FROM entry e JOIN dossier d ON d.code = dossier AND e.t >= d.accepted)
         WHERE status = 5 AND (request <> '' OR (before <> 5 AND stated)))
 WHERE n > 1 AND t >= (SELECT second_request_since FROM period)
 GROUP BY dossier;

-- One last instant in time for each dossier; lateness is absorbing.
CREATE TABLE verdict AS
SELECT d.code AS dossier, d.accepted, d.due IS NULL AND NOT EXISTS (SELECT 1 FROM appointment a WHERE a.dossier = d.code)
         AS no_due,
       (SELECT at FROM effective e WHERE e.dossier = d.code ORDER BY k DESC LIMIT 1) AS last,
       coalesce(x.t, 9e15) AS excess
  FROM dossier d LEFT JOIN excess x ON x.dossier = d.code;
CREATE UNIQUE INDEX verdict_by_dossier ON verdict (dossier);

-- a finish that is not stated, of a dossier in time, is dated at the effective instant.
UPDATE entry SET t = (SELECT min(entry.t, v.last) FROM verdict v WHERE v.dossier = entry.dossier),
                 request = (SELECT iif(entry.t > v.last, 'dated back', '') FROM verdict v WHERE v.dossier = entry.dossier)
 WHERE stated = 0 AND status NOT IN (4, 5, 6)
   AND (SELECT last FROM verdict v WHERE v.dossier = entry.dossier) IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM entry p JOIN verdict v ON v.dossier = p.dossier
                    WHERE p.dossier = entry.dossier AND p.stated AND p.t > v.last);

-- The passing of the effective instant, where the dossier is open at it.
INSERT INTO entry
SELECT v.dossier, v.last, 8, 0, 1, '', NULL FROM verdict v
 WHERE v.last < 9e15 AND v.last < v.excess
   AND (SELECT status FROM entry e WHERE e.dossier = v.dossier AND e.t <= v.last
         ORDER BY e.t DESC, e.rank DESC LIMIT 1) IN (2, 4);

-- Each entry that posts, with the account it leads to and the unit from then on.
CREATE TABLE step AS
SELECT e.dossier, e.t, e.rank, e.status, e.request = 'dated back' AS dated_back, e.unit,
  CASE
    WHEN v.accepted IS NULL THEN iif(e.status IN (3, 7, 8), 'outside', 'registered')
    WHEN e.status IN (2, 4, 0) THEN CASE WHEN e.status = 0 OR e.t > v.last OR e.t >= v.excess THEN 'open_overdue'
                                         WHEN v.no_due THEN 'open_no_due' ELSE 'open_in_time' END
    WHEN e.status IN (5, 6) THEN iif(e.t > v.last OR e.t >= v.excess, 'paused_overdue', 'paused_in_time')
    WHEN e.status IN (9, 10) THEN CASE WHEN e.t > v.last OR e.t >= v.excess THEN 'resolved_late'
        WHEN v.no_due THEN 'resolved_no_due'
        WHEN e.t / 86400 < CAST((SELECT at FROM effective f WHERE f.dossier = e.dossier AND f.since <= e.t
                                  ORDER BY k DESC LIMIT 1) / 86400 AS INTEGER) THEN 'resolved_early'
        ELSE 'resolved_on_day' END
    ELSE CASE WHEN e.t > v.last OR e.t >= v.excess THEN 'cancelled_late'
              WHEN v.no_due THEN 'cancelled_no_due' ELSE 'cancelled_in_time' END
  END AS account
  FROM (SELECT *, lag(status, 1, -1) OVER (PARTITION BY dossier ORDER BY t, rank, request DESC) AS before FROM entry) e
  JOIN verdict v ON v.dossier = e.dossier
 WHERE NOT (e.status IN (3, 7, 8, 9, 10) AND e.before IN (9, 10))       -- the run's first finish governs
   AND NOT (e.status IN (5, 6) AND e.before IN (5, 6) AND e.t <> v.excess);  -- judged once

-- Carry the unit forward; a finished dossier does not move.
CREATE TABLE placed AS
SELECT s.*, coalesce(lag(account) OVER w, 'outside') AS was, lag(unit_now) OVER w AS unit_was
  FROM (SELECT s.*, max(unit) OVER (PARTITION BY dossier, g) AS unit_now
          FROM (SELECT step.*, count(unit) OVER (PARTITION BY dossier ORDER BY t, rank
                                                 ROWS UNBOUNDED PRECEDING) AS g FROM step) s) s
WINDOW w AS (PARTITION BY dossier ORDER BY t, rank);

CREATE TABLE movement (dossier, unit, t, source, target, online, dated_back);
INSERT INTO movement  -- within one unit, or the entry itself after a transfer
SELECT dossier, unit_now, t, was, account, d.online, dated_back FROM placed JOIN dossier d ON d.code = dossier
 WHERE was <> account;
INSERT INTO movement
SELECT dossier, unit_was, t, was, 'elsewhere', d.online, 0 FROM placed JOIN dossier d ON d.code = dossier
 WHERE unit_was <> unit_now AND (was LIKE 'open%' OR was LIKE 'paused%');
INSERT INTO movement
SELECT dossier, unit_now, t, 'elsewhere', was, d.online, 0 FROM placed JOIN dossier d ON d.code = dossier
 WHERE unit_was <> unit_now AND (was LIKE 'open%' OR was LIKE 'paused%');
CREATE INDEX movement_by_dossier ON movement (dossier, t);

-- The cells: flows of the period, stocks at its ends.
CREATE TABLE cell AS
WITH m AS (SELECT m.*, source LIKE 'open%' OR source LIKE 'paused%' AS from_hand,
                  target LIKE 'open%' OR target LIKE 'paused%' AS to_hand,
                  source IN ('outside', 'registered') AS from_door,
                  source LIKE 'resolved%' OR source LIKE 'cancelled%' AS from_done,
                  target LIKE 'resolved%' OR target LIKE 'cancelled%' AS to_done FROM movement m),
flow AS (SELECT m.* FROM m, period WHERE t BETWEEN period.start AND period.end),
past AS (SELECT m.* FROM m, period WHERE t < period.start),
all_ AS (SELECT m.* FROM m, period WHERE t <= period.end)
SELECT unit, 'carried_over' AS line, sum(to_hand) - sum(from_hand) AS n FROM past GROUP BY unit
UNION ALL SELECT unit, 'new', count(*) FROM flow WHERE from_door AND (to_hand OR to_done) GROUP BY unit
UNION ALL SELECT unit, 'new_online', count(*) FROM flow WHERE from_door AND (to_hand OR to_done) AND online GROUP BY unit
UNION ALL SELECT unit, 'reopened', count(*) FROM flow
           WHERE from_done AND to_hand OR source LIKE 'cancelled%' AND target LIKE 'resolved%' GROUP BY unit
UNION ALL SELECT unit, 'moved_in', count(*) FROM flow WHERE source = 'elsewhere' GROUP BY unit
UNION ALL SELECT unit, 'moved_out', count(*) FROM flow WHERE target = 'elsewhere' GROUP BY unit
UNION ALL SELECT unit, target, count(*) FROM flow WHERE to_done GROUP BY unit, target
UNION ALL SELECT unit, account, sum(n) FROM
           (SELECT unit, target AS account, count(*) AS n FROM all_ WHERE to_hand GROUP BY unit, target
            UNION ALL SELECT unit, source, -count(*) FROM all_ WHERE from_hand GROUP BY unit, source)
           GROUP BY unit, account
UNION ALL SELECT unit, 'finish_not_stated', count(*) FROM flow WHERE to_done AND dated_back GROUP BY unit;

-- once for the promise in force, on the day of its effective instant, unless cancelled by then.
INSERT INTO cell
SELECT unit, line, count(*) FROM (
  SELECT p.unit, p.target, v.dossier FROM verdict v, period
    JOIN movement p ON p.rowid = (SELECT q.rowid FROM movement q WHERE q.dossier = v.dossier AND q.t <= v.last
                                    AND q.target <> 'elsewhere' ORDER BY q.t DESC, q.rowid DESC LIMIT 1)
   WHERE v.last BETWEEN period.start AND period.end AND NOT v.no_due AND p.target NOT LIKE 'cancelled%')
  JOIN (SELECT 'due' AS line UNION ALL SELECT 'due_in_time')
    ON line = 'due' OR target IN ('resolved_early', 'resolved_on_day')
 GROUP BY unit, line;

INSERT INTO cell
SELECT unit, 'in_hand', sum(iif(line = 'moved_out', -n, n)) FROM cell
 WHERE line IN ('carried_over', 'new', 'reopened', 'moved_in', 'moved_out') GROUP BY unit;
INSERT INTO cell
SELECT unit, 'in_time', sum(n) FROM cell
 WHERE line IN ('resolved_early', 'resolved_on_day', 'resolved_no_due', 'cancelled_in_time', 'cancelled_no_due',
                'open_in_time', 'open_no_due', 'paused_in_time') GROUP BY unit;
INSERT INTO cell
SELECT unit, 'overdue', sum(n) FROM cell
 WHERE line IN ('resolved_late', 'cancelled_late', 'open_overdue', 'paused_overdue') GROUP BY unit;
