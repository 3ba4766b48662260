"""PostgreSQL 15: journal, present state, daily sums, and an index for a dossier's history."""

import glob
import os
import pwd
import signal
import subprocess
import time

from comparison.processes import ROOT, STARTED, measure

SCHEMA = os.path.join(ROOT, "tests", "benchmark", "postgres.sql")
SETTINGS = """
listen_addresses = ''
shared_buffers = 2GB
synchronous_commit = on
wal_compression = lz4
max_wal_size = 8GB
checkpoint_timeout = 15min
effective_cache_size = 8GB
work_mem = 64MB
maintenance_work_mem = 512MB
random_page_cost = 1.1
max_connections = 100
jit = off
"""
INDEXES = ["ALTER TABLE dossier ADD PRIMARY KEY (dossier)", "ALTER TABLE daily ADD PRIMARY KEY (unit, day)",
           "CREATE INDEX ON journal (dossier, revision)", "CREATE INDEX ON journal USING brin (recorded)",
           "INSERT INTO daily SELECT * FROM daily_of_dossiers", "VACUUM ANALYZE", "CHECKPOINT"]
# Kept by nobody: the best case of somebody who rolls up by hand.
MONTHLY = """CREATE TABLE monthly AS SELECT unit, date_trunc('month', day)::date AS day, {sums} FROM daily
GROUP BY 1, 2; ALTER TABLE monthly ADD PRIMARY KEY (unit, day); VACUUM ANALYZE monthly"""
SUMS = "received online fee paid digitised e_result reused early on_day late cancelled fell_due settled".split()
# Differences between the daily sums that were kept and those that the dossiers give.
DIFFERENCES = """SELECT count(*) FROM (
  (SELECT * FROM daily WHERE (received, early, on_day, late, cancelled, fell_due, settled) <> (0, 0, 0, 0, 0, 0, 0)
   EXCEPT SELECT * FROM daily_of_dossiers) UNION ALL (SELECT * FROM daily_of_dossiers EXCEPT SELECT * FROM daily)) z"""
CONNECTIONS = (4, 16, 64)


def programs():
    """The folder of the server's programs; None when it is not installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/15/bin"))
    return found[-1] if found else None


def alive(pid):
    """False also for one that nobody has waited for: it holds no memory any more."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Postgres:
    def __init__(self, folder):
        self.folder, self.data, self.bin = folder, os.path.join(folder, "data"), programs()
        # The server does not run as root.
        self.user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        os.makedirs(self.data)
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", self.user, folder], check=True)
        as_user = ["runuser", "-u", self.user, "--"] if os.getuid() == 0 else []
        subprocess.run([*as_user, os.path.join(self.bin, "initdb"), "-D", self.data, "-A", "trust", "-U", "postgres",
                        "-E", "UTF8", "--locale=C"], stdout=subprocess.DEVNULL, check=True)
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="ascii") as f:
            f.write(SETTINGS + f"unix_socket_directories = '{folder}'\n")
        STARTED.append(self)
        self.start()

    def start(self):
        """As a child of ours, so that one which was killed is gone and its lock with it."""
        user = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--init-groups"] if os.getuid() == 0 else []
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen([*user, os.path.join(self.bin, "postgres"), "-D", self.data], stdout=log,
                                            stderr=log)
        ready = [os.path.join(self.bin, "pg_isready"), "-q", "-h", self.folder]
        while subprocess.run(ready, check=False).returncode != 0:
            if self.process.poll() is not None:
                with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as log:
                    raise RuntimeError(f"postgres: does not start: {log.read()[-500:]}")
            time.sleep(0.01)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # its fast shutdown
            self.process.wait(600)

    def sql(self, database, *statements):
        words = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "postgres", "-d", database]
        for statement in statements:
            words += ["-c", statement]
        return subprocess.run(words, stdout=subprocess.PIPE, check=True, text=True).stdout.strip()

    def conninfo(self, database):
        return f"host={self.folder} user=postgres dbname={database}"

    def make(self, database, **what):
        """A database with the updates in it, indexes and daily sums."""
        self.sql("postgres", f"CREATE DATABASE {database}")
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "postgres", "-d",
                        database, "-f", SCHEMA], check=True)
        measure("postgres", "load", conninfo=self.conninfo(database), **what)
        self.sql(database, *INDEXES)

    def add_monthly(self, database):
        self.sql(database, *MONTHLY.format(sums=", ".join(f"sum({s})::int4 AS {s}" for s in SUMS)).split("; "))

    def pids(self):
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], stdout=subprocess.PIPE, check=False, text=True)
        return [self.process.pid, *map(int, found.stdout.split())]

    def ingest(self, database, batch, connections, **what):
        return measure("postgres", "ingest", conninfo=self.conninfo(database), batch=batch, connections=connections,
                       **what)

    def ask(self, database, what, count, table="daily", dates="months"):
        return measure("postgres", "ask", conninfo=self.conninfo(database), what=what, count=count, dates=dates,
                       from_table=table)

    def figures(self, database):
        return measure("postgres", "figures", conninfo=self.conninfo(database))

    def differences(self, database):
        return int(self.sql(database, DIFFERENCES))

    def disk(self, database):
        """Bytes of tables and indexes; the write-ahead log is not counted."""
        return int(self.sql(database, "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname IN "
                                      "('journal', 'dossier', 'daily')"))

    def kill_and_time(self, database):
        """Seconds from the start after a kill -9 of all its processes until it answers a question."""
        pids = self.pids()
        subprocess.run(["kill", "-9", *map(str, pids)], check=False)
        self.process.wait()
        while any(map(alive, pids)):
            time.sleep(0.01)
        begun = time.monotonic()
        self.start()
        self.sql(database, "SELECT sum(received) FROM daily")
        return time.monotonic() - begun
