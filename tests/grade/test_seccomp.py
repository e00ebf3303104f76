"""The filter of system calls, read step by step as the kernel reads it.

So a processor that we have not got can be tested too: its numbers against the
kernel's headers, and what the filter says of each of them.
"""

import re
import struct
from pathlib import Path

import pytest

from dlcourse.grade.sandbox import seccomp

HEADERS = {
    "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "aarch64": "/usr/include/asm-generic/unistd.h",
}
MACHINES = sorted(seccomp.ALLOWED)
ALLOW, KILL = seccomp.ALLOW, seccomp.KILL
EPERM, ENOSYS = seccomp.EPERM, seccomp.ENOSYS
ME, OTHER = 4242, 4243
EXECVE = {"x86_64": 59, "aarch64": 221}
SOCKET = {"x86_64": 41, "aarch64": 198}


def answer(program, machine, number, *arguments, arch=None):
    """What the filter says of a call: the kernel's machine, in Python."""
    words = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    shown = struct.pack(
        "<iIQ6Q",
        number,
        seccomp.AUDIT_ARCH[machine] if arch is None else arch,
        0,
        *words,
    )
    steps = list(struct.iter_unpack("<HBBI", program))
    place, held = 0, 0
    while True:
        code, yes, no, value = steps[place]
        place += 1
        if code == seccomp.LOAD:
            (held,) = struct.unpack_from("<I", shown, value)
        elif code == seccomp.RETURN:
            return value
        else:
            holds = {
                seccomp.EQUAL: held == value,
                seccomp.GREATER: held > value,
                seccomp.AT_LEAST: held >= value,
                seccomp.ANY_BIT: bool(held & value),
            }[code]
            place += yes if holds else no


def header(machine):
    """{name: number} of the calls that the kernel's header lists."""
    path = Path(HEADERS[machine])
    if not path.exists():
        pytest.skip("the kernel's headers are not installed")
    lines = re.findall(
        r"^#define (__NR\w*_\w+)\s+(\w+)", path.read_text(), re.MULTILINE
    )
    known = dict(lines)
    found = {}
    for name, value in lines:
        value = known.get(value, value)  # __NR_fcntl is __NR3264_fcntl
        if name.startswith("__NR_") and value.isdigit():
            found[name.removeprefix("__NR_")] = int(value)
    return found


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_allows_what_is_listed_and_nothing_else(machine):
    """Every number up to the newest, and some beyond."""
    program = seccomp.filter_for(machine)
    listed = set(seccomp.numbers(machine).values())

    for number in range(seccomp.NEWEST + 50):
        said = answer(program, machine, number)
        if number in listed:
            assert said == ALLOW, number
        elif number == seccomp.CLONE3[machine] or number > seccomp.NEWEST:
            assert said == ENOSYS, number
        else:
            assert said == EPERM, number


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_reads_arguments(machine):
    """Threads but no processes, names but no tracing, one kind of pair."""
    program = seccomp.filter_for(machine)

    def says(table, *arguments):
        return answer(program, machine, table[machine], *arguments)

    assert says(seccomp.CLONE, 0x3D0F00) == ALLOW  # as pthread_create asks
    assert says(seccomp.CLONE, 0x11) == EPERM  # a fork
    assert says(seccomp.CLONE, 0x10000 | 0x10000000) == EPERM
    assert says(seccomp.PRCTL, 15) == ALLOW  # PR_SET_NAME
    assert says(seccomp.PRCTL, 4) == EPERM  # PR_SET_DUMPABLE
    assert says(seccomp.SOCKETPAIR, 1) == ALLOW
    assert says(seccomp.SOCKETPAIR, 2) == EPERM
    assert says(EXECVE) == EPERM
    assert says(SOCKET, 1) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_another_processors_numbers_end_the_process(machine):
    """The list is of one numbering; any other one is no way out."""
    program = seccomp.filter_for(machine)
    of_others = {0x40000003, 0x40000028, *seccomp.AUDIT_ARCH.values()}

    for arch in of_others - {seccomp.AUDIT_ARCH[machine]}:
        assert answer(program, machine, 0, arch=arch) == KILL
    assert answer(program, machine, seccomp.X32 | 39) == KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_the_stricter_filter_keeps_a_process_to_itself(machine):
    """Signals, limits, owners of files: its own or none."""
    allowed = seccomp.numbers(machine)
    program = seccomp.filter_for(machine, ME)

    def says(name, *arguments):
        return answer(program, machine, allowed[name], *arguments)

    for name in ("kill", "tgkill"):
        assert says(name, ME, 10) == ALLOW
        for whom in (OTHER, 0, 2**32 - 1):  # all of a group, all there are
            assert says(name, whom, 9) == EPERM
    assert says("tkill", ME, 9) == EPERM
    assert says("prlimit64", 0) == says("prlimit64", ME) == ALLOW
    assert says("prlimit64", OTHER) == EPERM
    assert says("fcntl", 3, 4) == ALLOW  # F_SETFL
    for command in (8, 10, 15, 1024):  # owners, signals, leases
        assert says("fcntl", 3, command) == EPERM
    assert says("ioctl", 3, 0x5401) == ALLOW  # is it a terminal
    for command in (0x8901, 0x8902, 0x5412):  # owners, words typed for him
        assert says("ioctl", 3, command) == EPERM
    for name in ("fchmod", "fchmodat", "fchown", "fchownat", "utimensat"):
        assert says(name, 3) == EPERM
    usual = set(allowed) - seccomp.OUTSIDE
    assert all(says(name, OTHER, OTHER) == ALLOW for name in usual)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_the_headers(machine):
    """A wrong number would allow another call than the one that is named."""
    known = header(machine)
    own = {
        **seccomp.numbers(machine),
        "clone": seccomp.CLONE[machine],
        "clone3": seccomp.CLONE3[machine],
        "prctl": seccomp.PRCTL[machine],
        "socketpair": seccomp.SOCKETPAIR[machine],
        "execve": EXECVE[machine],
        "socket": SOCKET[machine],
    }

    assert {name: known.get(name) for name in own} == own


def test_the_second_list_is_of_the_same_calls():
    """Nothing is allowed on one processor and refused on another."""
    first, second = (set(seccomp.numbers(m)) for m in ("x86_64", "aarch64"))

    assert second <= first
    older = first - second
    assert older.isdisjoint(header("aarch64")), older
