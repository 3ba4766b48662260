"""Processes that are measured, and the programs that measure them."""

import json
import os
import subprocess
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
BIN = os.path.abspath(os.environ.get("LIENTHONG_BIN") or os.path.join(ROOT, "build", "release", "bin"))
# The kernel ends what is started when this process ends, however that comes about.
WITH_US = ["/usr/bin/setpriv", "--pdeathsig", "KILL"] if os.path.exists("/usr/bin/setpriv") else []
PROGRAM_SECONDS_MAX = 900
TICKS = os.sysconf("SC_CLK_TCK")


# What was started and has a `stop`, which may be called again.
STARTED = []


def stop_all():
    """Whatever happened: nothing that was started goes on."""
    for thing in reversed(STARTED):
        thing.stop()


def has(program):
    return os.access(os.path.join(BIN, f"lienthong_bench_{program}"), os.X_OK)


def command(program, mode, **options):
    """`lienthong_bench_PROGRAM MODE --option value`; an option of None is left out."""
    words = [os.path.join(BIN, f"lienthong_bench_{program}"), mode]
    for name, value in options.items():
        if value is not None:
            words += ["--" + name.replace("_", "-"), str(value)]
    return words


def measure(program, mode, **options):
    """Runs a program to its end; the JSON it prints. It explains itself when it fails."""
    done = subprocess.run([*WITH_US, *command(program, mode, **options)], stdout=subprocess.PIPE, check=False,
                          timeout=PROGRAM_SECONDS_MAX, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{program} {mode}: ended with {done.returncode}")
    return json.loads(done.stdout)


class Held:
    """A program that prints one line and then waits until its input ends."""

    def __init__(self, program, mode, **options):
        self.process = subprocess.Popen([*WITH_US, *command(program, mode, **options)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{program} {mode}: ended with {self.process.wait()}")
        self.first = json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


def cpu_seconds(pids):
    """User and system time of processes."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def memory_bytes(pid):
    """Resident memory of a process."""
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as f:
        return next(int(line.split()[1]) * 1024 for line in f if line.startswith("VmRSS:"))


def written_bytes(pid):
    """What a process has caused to be written, compaction included."""
    with open(f"/proc/{pid}/io", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("write_bytes:"))


def folder_bytes(folder):
    return sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(folder) for name in names)


def say(text):
    print(text, file=sys.stderr, flush=True)
