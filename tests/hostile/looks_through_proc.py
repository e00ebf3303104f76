"""Reads what /proc tells of processes, memory and mounts. True mark: 0."""

CELL = """
import os

print("pids", [n for n in os.listdir("/proc") if n.isdigit()])
for name in ("1/mem", "self/mem", "kcore", "kmsg", "keys", "sysrq-trigger",
             "PID/cmdline", "PID/environ", "2/environ", "net/tcp",
             "sys/kernel/core_pattern", "1/mountinfo/..", "self/stack"):
    path = "/proc/" + name
    try:
        print("OPEN", name, open(path).read(99))
    except OSError as error:
        pass
for name in ("self/oom_score_adj", "self/mem", "self/attr/current",
             "self/uid_map", "self/coredump_filter", "sys/vm/drop_caches"):
    try:
        with open("/proc/" + name, "w") as file:
            file.write("0")
        print("WRITTEN", name)
    except OSError:
        pass
print(open("/proc/self/environ").read())
print("looked")
"""
SAID = "looked"


def held(seen):
    """Nothing of it is open, and there is one process: itself."""
    assert "OPEN " not in seen.words
    assert "WRITTEN" not in seen.words
    assert "pids ['1']" in seen.words or "pids []" in seen.words
