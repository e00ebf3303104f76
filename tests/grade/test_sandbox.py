"""Each wall of the sandbox holds, and is what holds.

A probe is tried with all walls, where it must fail, and with one wall taken
away, where it must succeed: else it would prove nothing. Probes are harmless:
a marker file, a listener of the test's own, one fork, a bounded allocation.
"""

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from dlcourse.grade import shown
from dlcourse.grade.confine import (
    BUBBLEWRAP,
    LANDLOCK,
    NONE,
    Sandbox,
    why,
)
from dlcourse.grade.errors import SandboxError
from dlcourse.grade.model import Limits
from dlcourse.grade.sandbox import WALLS, landlock, seccomp
from tests.grade.boxes import build, found_out, outcome, sandbox, talk

PROJECT = Path(__file__).parents[2]
MARKER = "DLCOURSE_TEST_MARKER"
KEY = 0x5EED  # of a piece of System V shared memory
IPC_CREAT, IPC_RMID = 0o1000, 0
PATIENCE = 60  # seconds for a process to end

FORK = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
ctypes.set_errno(0)
pid = libc.fork()
if pid == 0:
    os._exit(0)
(pid > 0 and os.waitpid(pid, 0)[0] == pid), ctypes.get_errno()
"""
PROGRAM = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
if (pid := libc.fork()) == 0:
    libc.execv(b"/usr/bin/true", (ctypes.c_char_p * 2)(b"true", None))
    os._exit(9)
os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
"""
# Called without arguments, each is refused before it looks at them.
REFUSED = {
    "socket": 41, "connect": 42, "accept": 43, "sendmsg": 46, "recvmsg": 47,
    "bind": 49, "listen": 50, "fork": 57, "vfork": 58, "execve": 59,
    "shmget": 29, "shmat": 30, "semget": 64, "msgget": 68, "ptrace": 101,
    "setuid": 105, "setsid": 112, "mknod": 133, "personality": 135,
    "pivot_root": 155, "arch_prctl": 158, "chroot": 161, "acct": 163,
    "settimeofday": 164, "mount": 165, "umount2": 166, "swapon": 167,
    "reboot": 169, "sethostname": 170, "iopl": 172, "init_module": 175,
    "setxattr": 188, "timer_create": 222, "mq_open": 240, "kexec_load": 246,
    "add_key": 248, "keyctl": 250, "inotify_init": 253, "unshare": 272,
    "perf_event_open": 298, "fanotify_init": 300, "name_to_handle_at": 303,
    "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310,
    "kcmp": 312, "finit_module": 313, "memfd_create": 319, "bpf": 321,
    "execveat": 322, "userfaultfd": 323, "pidfd_send_signal": 424,
    "io_uring_setup": 425, "open_tree": 428, "fsopen": 430,
    "pidfd_open": 434, "pidfd_getfd": 438, "mount_setattr": 442,
    "landlock_create_ruleset": 444, "memfd_secret": 447,
}  # fmt: skip


def can_landlock() -> bool:
    """Whether this kernel has it."""
    try:
        return landlock.version() > 0
    except OSError:
        return False


def all_but(*walls: str) -> frozenset[str]:
    """The walls without some; a name that is none fails."""
    assert WALLS.issuperset(walls)
    return WALLS - set(walls)


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox with all walls, for all tests of this file."""
    with sandbox(tmp_path_factory.mktemp("build")) as made:
        yield made


@pytest.fixture(scope="module")
def no_seccomp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox in which the namespaces alone must hold."""
    folder = tmp_path_factory.mktemp("build")
    with sandbox(folder, walls=all_but("seccomp")) as made:
        yield made


@contextmanager
def without(folder: Path, *walls: str) -> Iterator[Sandbox]:
    """A sandbox that lacks these walls."""
    with sandbox(folder, walls=all_but(*walls)) as made:
        yield made


@pytest.fixture
def marker() -> Iterator[Path]:
    """A file that everyone on this machine can read."""
    with TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        path = Path(folder, "marker.txt")
        path.write_text("seen")
        yield path


@pytest.fixture
def listener() -> Iterator[int]:
    """The port of a listener on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def connect_to(port: int) -> str:
    """A cell that connects to a port on loopback."""
    return (
        "import socket\n"
        f"with socket.create_connection(('127.0.0.1', {port}), 5): pass\n"
        "'reached'"
    )


def descendants(pid: int) -> list[int]:
    """All processes that a process started, and that these started."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        parents[int(path.parent.name)] = int(fields[1])
    found = [pid]
    for each in found:
        found += [child for child in parents if parents[child] == each]
    return found[1:]


def lives(pid: int) -> bool:
    """Whether a process is there and not a mere entry to be reaped."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def all_end(pids: list[int]) -> bool:
    """Whether all the processes end soon."""
    deadline = time.monotonic() + PATIENCE
    while any(map(lives, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(lives, pids))


def test_no_file_of_the_machine_is_read(
    box: Sandbox, marker: Path, tmp_path: Path
):
    """No home, no course, no temporary files: they are not there."""
    read = f"open({str(marker)!r}).read()"

    with talk(box) as cells:
        assert outcome(cells, read) == "FileNotFoundError"
        for path in ("/etc/shadow", "/etc/hostname", "/var", "/sys", "/run"):
            assert (
                cells.value(f"import os; os.path.exists({path!r})") == "False"
            )
        assert (
            cells.value("import tempfile; os.listdir(tempfile.gettempdir())")
            == "[]"
        )

    with without(tmp_path, "files") as open_box, talk(open_box) as cells:
        assert outcome(cells, read) == "'seen'"


@pytest.mark.parametrize("tier", [None, BUBBLEWRAP])
def test_temporary_files_have_the_same_names_inside(
    tier: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Wherever this machine has them, and even where Python lies among them.

    A check hands the name of such a file to a student's function.
    """
    python = os.path.realpath(sys.base_prefix)
    folders = ("/tmp", "/dev/shm", "/scratch/of/us", python)
    monkeypatch.setattr(shown, "TEMPORARY", folders)
    modules = f"{python}/lib"

    with sandbox(tmp_path, tier=tier) as made, talk(made) as cells:
        for folder in folders:
            write = (
                f"import os; os.makedirs({folder + '/us'!r}, exist_ok=True)\n"
                f"open({folder + '/us/tmpx'!r}, 'w').write('x')"
            )
            assert outcome(cells, write) == "1"
        assert outcome(cells, f"len(os.listdir({modules!r})) > 0") == "True"
        for path in (f"{modules}/x", "/scratch/of/x"):
            assert outcome(cells, f"open({path!r}, 'w')") == "OSError"


@pytest.mark.parametrize(
    ("own", "more"),
    [("/scratch/of/us", True), ("/tmp/us", False), ("/usr/lib/us", False)],
)
def test_where_this_machine_has_its_temporary_files(own, more, monkeypatch):
    """Another folder than the usual ones is known by TMPDIR."""
    monkeypatch.setattr(tempfile, "tempdir", own)

    assert (own in shown.temporary(["/usr/lib"])) is more


def test_nothing_but_the_own_folder_can_be_written_to(box: Sandbox):
    """All else is read-only, even where its permissions would allow it."""
    assert box.build is not None
    (box.build / "dlcourse" / "__init__.py").chmod(0o666)
    with talk(box, files={"deep/data.txt": b"mine"}) as cells:
        assert cells.value("open('deep/data.txt', 'rb').read()") == "b'mine'"
        assert cells.value("open('own.txt', 'w').write('more')") == "4"
        for source in (
            "open('/x', 'w')",
            "open('/usr/x', 'w')",
            "import numpy; open(numpy.__file__, 'a')",
            "import os; open(os.__file__, 'a')",
            "import sys; open(sys.modules['sandbox'].__file__, 'a')",
            "import dlcourse; open(dlcourse.__file__, 'a')",
            "os.chmod('/dev/null', 0o600)",
            "open('/proc/sys/kernel/core_pattern', 'w')",
            "open('/proc/self/oom_score_adj', 'w')",
        ):
            assert "Error" in outcome(cells, source), source


def test_loopback_is_not_reached(
    no_seccomp: Sandbox, box: Sandbox, listener: int, tmp_path: Path
):
    """The net namespace holds where seccomp lets sockets be made."""
    with talk(box) as cells:
        assert outcome(cells, connect_to(listener)) == "PermissionError"
    with talk(no_seccomp) as cells:
        assert outcome(cells, connect_to(listener)) == "OSError"

    with (
        without(tmp_path, "net", "seccomp") as open_box,
        talk(open_box) as cells,
    ):
        assert outcome(cells, connect_to(listener)) == "'reached'"


def test_no_process_can_be_started(box: Sandbox, no_seccomp: Sandbox):
    """Neither a fork nor another program, by whatever way it is asked."""
    with talk(box) as cells:
        assert cells.value(FORK) == "(False, 1)"
        assert outcome(cells, PROGRAM) == "ChildProcessError"

    with talk(no_seccomp) as cells:
        assert cells.value(FORK) == "(True, 0)"
        assert cells.value(PROGRAM) == "0"


def test_calls_that_are_not_on_the_list_are_refused(
    box: Sandbox, no_seccomp: Sandbox
):
    """Each fails with "Operation not permitted"."""
    ask = (
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"calls = {REFUSED}\n"
        "def tried(number, *arguments):\n"
        "    ctypes.set_errno(0)\n"
        "    return libc.syscall(number, *arguments), ctypes.get_errno()\n"
        "[n for n in calls if tried(calls[n], 0, 0, 0, 0, 0) != (-1, 1)]"
    )
    threads_in_namespaces = "tried(56, 0x10000 | 0x10000000, 0, 0, 0, 0)"
    clone3, newer = "tried(435, 0, 0)", "tried(5000)"
    persona = "tried(135, 0xffffffff)"

    with talk(box) as cells:
        assert cells.value(ask) == "[]"
        assert cells.value(threads_in_namespaces) == "(-1, 1)"
        assert cells.value(clone3) == "(-1, 38)"
        assert cells.value(newer) == "(-1, 38)"
        assert cells.value("tried(53, 2, 1, 0, 0)") == "(-1, 1)"
        assert cells.value("tried(157, 4, 1, 0, 0, 0)") == "(-1, 1)"
        assert cells.value(persona) == "(-1, 1)"

    with talk(no_seccomp) as cells:
        cells.run(ask.rpartition("\n")[0])
        assert cells.value(persona) == "(0, 0)"


@pytest.mark.parametrize(
    "source",
    [
        "libc.syscall(0x40000000 | 39)",
        "import mmap\n"
        "code = mmap.mmap(-1, 4096, prot=7)\n"
        # mov eax, 20 (getpid for 32 bits); int 0x80; ret
        "code.write(bytes.fromhex('b814000000cd80c3'))\n"
        "at = ctypes.addressof(ctypes.c_char.from_buffer(code))\n"
        "ctypes.CFUNCTYPE(ctypes.c_int)(at)()",
    ],
    ids=["x32", "32 bits"],
)
def test_another_numbering_of_calls_ends_the_child(box: Sandbox, source: str):
    """The list is of one numbering; the processor's others are no way out."""
    with talk(box) as cells:
        cells.run("import ctypes; libc = ctypes.CDLL(None)")
        cells.send(source=source, number=2)

        assert cells.child.ended(PATIENCE) == "crashed (SIGSYS)"


def test_a_processor_without_a_list_is_refused():
    """No list, no sandbox."""
    with pytest.raises(OSError, match=r"no list .* for the processor riscv64"):
        seccomp.filter_for("riscv64")


def test_the_numbers_are_those_of_the_kernels_headers():
    """A wrong number would allow another call than the one that is named."""
    header = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
    if not header.exists():
        pytest.skip("the kernel's headers are not installed")
    known = dict(
        line.split()[1:3]
        for line in header.read_text().splitlines()
        if line.startswith("#define __NR_")
    )

    allowed = seccomp.numbers("x86_64")
    named = {**allowed, **REFUSED}

    assert {f"__NR_{n}": str(named[n]) for n in named}.items() <= known.items()
    assert not set(allowed.values()) & set(REFUSED.values())


def test_no_other_process_is_seen_or_signalled(
    box: Sandbox, no_seccomp: Sandbox, tmp_path: Path
):
    """A child is the first process of its own world."""
    seen = (
        "import os\n"
        "def there(pid):\n"
        "    try: os.kill(pid, 0)\n"
        "    except OSError: return False\n"
        "    return True\n"
        "os.getpid(), os.getppid(), [p for p in range(2, 400) if there(p)]"
    )

    with talk(box) as one, talk(no_seccomp) as other:
        assert one.value(seen) == "(1, 0, [])"
        assert other.value(seen) == "(1, 0, [])"
        assert (
            one.value("[n for n in os.listdir('/proc') if n.isdigit()]")
            == "['1']"
        )

    with without(tmp_path, "pid") as open_box, talk(open_box) as cells:
        cells.value(seen)
        # Signal 0 tells whether it could be signaled, and does nothing.
        assert cells.value("there(os.getppid())") == "True"


def test_no_shared_memory_of_others_is_found(
    no_seccomp: Sandbox, tmp_path: Path
):
    """The ipc namespace holds where seccomp lets shmget through."""
    find = f"import ctypes\nctypes.CDLL(None).shmget({KEY}, 0, 0) >= 0"
    libc = ctypes.CDLL(None)
    piece = libc.shmget(KEY, 4096, IPC_CREAT | 0o666)
    assert piece >= 0

    try:
        with talk(no_seccomp) as cells:
            assert cells.value(find) == "False"
        with (
            without(tmp_path, "ipc", "seccomp") as open_box,
            talk(open_box) as cells,
        ):
            assert cells.value(find) == "True"
    finally:
        libc.shmctl(piece, IPC_RMID, None)


def test_the_machines_name_is_not_told(box: Sandbox, tmp_path: Path):
    """Nor can it be guessed from the node name."""
    ask = "import os; os.uname().nodename"

    with talk(box) as cells:
        assert cells.value(ask) == "'sandbox'"

    with without(tmp_path, "uts") as open_box, talk(open_box) as cells:
        assert repr(os.uname().nodename) == cells.value(ask)


def test_a_child_has_no_rights(no_seccomp: Sandbox, tmp_path: Path):
    """Not even over its own namespaces, and it can gain none."""
    rename = "import socket; socket.sethostname('mine'); 'done'"

    with talk(no_seccomp) as cells:
        assert outcome(cells, rename) == "PermissionError"
        assert (
            cells.value("import os; os.getuid(), os.getgid()")
            == "(1000, 1000)"
        )
        status = cells.value("open('/proc/self/status').read()")
        for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb"):
            assert f"Cap{kind}:\\t{0:016}" in status
        assert "NoNewPrivs:\\t1" in status

    with (
        without(tmp_path, "user", "seccomp") as open_box,
        talk(open_box) as cells,
    ):
        assert outcome(cells, rename) == "'done'"


def test_children_share_no_namespace(box: Sandbox):
    """One student meets another nowhere, not even at the same time."""
    kinds = ["ipc", "mnt", "net", "pid", "user", "uts"]
    ask = (
        "import os\n"
        f"' '.join(os.readlink(f'/proc/self/ns/{{k}}') for k in {kinds})"
    )

    with talk(box) as one, talk(box) as other:
        mine, theirs = one.value(ask).split(), other.value(ask).split()

    assert len(mine) == len(kinds)
    assert not set(mine) & set(theirs)


def test_memory_is_bounded(box: Sandbox, tmp_path: Path):
    """Heap, shared mappings and threads' stacks count together."""
    limits = Limits(memory_mb=64)
    heap = "len(bytearray(100 << 20)) >> 20"
    threads = (
        "import threading\n"
        "gate, made = threading.Event(), []\n"
        "try:\n"
        "    for number in range(100):\n"
        "        thread = threading.Thread(target=gate.wait)\n"
        "        thread.start()\n"
        "        made.append(thread)\n"
        "finally:\n"
        "    gate.set()\n"
        "    for thread in made:\n"
        "        thread.join()\n"
        "number"
    )

    with talk(box, limits=limits) as cells:
        assert outcome(cells, heap) == "MemoryError"
        assert (
            outcome(cells, "import mmap; len(mmap.mmap(-1, 100 << 20))")
            == "OSError"
        )
        assert "MemoryError" in cells.error("import numpy; numpy.ones(2**24)")
        assert outcome(cells, threads) == "RuntimeError"
        # Ended threads' stacks are kept for the next ones, up to 40 MB.
        assert cells.value("len(bytearray(10 << 20)) >> 20") == "10"
    with talk(box) as cells:
        # Enough memory for them all, but they are too many.
        assert outcome(cells, threads) == "RuntimeError"

    with (
        without(tmp_path, "limits") as open_box,
        talk(open_box, limits=limits) as cells,
    ):
        assert outcome(cells, heap) == "100"
        assert outcome(cells, threads) == "99"


def test_a_child_is_taken_first_where_memory_runs_out(box: Sandbox):
    """Before the grader, and before anything else of the instructor's."""
    with talk(box) as cells:
        assert (
            cells.value("open('/proc/self/oom_score_adj').read()")
            == "'500\\n'"
        )


def test_disk_is_bounded(box: Sandbox, tmp_path: Path):
    """All files together, wherever they lie."""
    limits = Limits(disk_mb=4)
    fill = (
        "for n, folder in enumerate(['.', '/tmp', '/dev/shm'] * 2):\n"
        "    with open(f'{folder}/{n}', 'wb') as file:\n"
        "        file.write(bytes(1 << 20))\n"
        "n"
    )
    one = "open('one', 'wb').write(bytes(6 << 20)) >> 20"

    with talk(box, limits=limits) as cells:
        assert outcome(cells, fill) == "OSError"
    with talk(box, limits=limits) as cells:
        assert outcome(cells, one) == "OSError"
    with talk(box, limits=limits) as cells:
        assert (
            outcome(cells, "for n in range(20_000): open(str(n), 'w').close()")
            == "OSError"
        )

    with (
        without(tmp_path, "files", "limits") as open_box,
        talk(open_box, limits=limits) as cells,
    ):
        assert outcome(cells, one) == "6"


def test_cpu_time_is_bounded(box: Sandbox):
    """A child that nobody stops is ended by the kernel, and it is said."""
    with talk(box, limits=Limits(submission_seconds=1)) as cells:
        cells.send(source="while True: pass", number=1)

        assert cells.child.ended(PATIENCE) == "used more than 1 s of CPU"


def test_the_graders_environment_is_not_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Only what every child gets, language and time zone excepted."""
    monkeypatch.setenv(MARKER, "seen")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    ask = f"import os; os.environ.get({MARKER!r})"

    with sandbox(tmp_path) as closed, talk(closed) as cells:
        assert cells.value("import os; os.environ['TZ']") == "'Asia/Tokyo'"
        assert cells.value(f"os.environ.get({MARKER!r}) is None") == "True"

    with (
        without(tmp_path, "environment") as open_box,
        talk(open_box) as cells,
    ):
        assert cells.value(ask) == "'seen'"


def test_no_open_file_of_the_graders_is_inherited(
    tmp_path: Path, marker: Path
):
    """The wire alone, beside three that lead to /dev/null."""
    kinds = (
        "import os\n"
        "def leads(n):\n"
        "    try: return os.readlink(f'/proc/self/fd/{n}')\n"
        "    except OSError: return ''\n"
        "[leads(n).split(':')[0] for n in range(300) if leads(n)]"
    )
    with open(marker) as file:
        os.set_inheritable(file.fileno(), True)
        read = f"import os; os.pread({file.fileno()}, 4, 0)"

        with sandbox(tmp_path) as closed, talk(closed) as cells:
            assert outcome(cells, read) == "OSError"
            assert cells.value(kinds) == str(["/dev/null"] * 3 + ["socket"])

        with (
            without(tmp_path, "descriptors") as open_box,
            talk(open_box) as cells,
        ):
            assert outcome(cells, read) == "b'seen'"


def test_the_student_build_is_the_only_dlcourse(box: Sandbox):
    """The one that is installed, with its answers, cannot be imported."""
    with talk(box) as cells:
        assert (
            cells.value("import dlcourse; dlcourse.kind") == "'student build'"
        )
        assert "ModuleNotFoundError" in cells.error(
            "import dlcourse.activations"
        )


@pytest.mark.parametrize("tier", [None, LANDLOCK])
def test_an_installed_dlcourse_is_covered(tmp_path: Path, tier: str | None):
    """Installed as a wheel it lies among the packages that are shown.

    Landlock cannot cover it, but opens none of its files.
    """
    if tier == LANDLOCK and not can_landlock():
        pytest.skip("this kernel has no landlock")
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"],
        check=True,
    )
    (packages,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    ours = [p for p in sys.path if p.endswith("site-packages")]
    (packages / "more.pth").write_text("\n".join(ours))
    shutil.copytree(PROJECT / "dlcourse", packages / "dlcourse")
    shutil.copy(Path(__file__).with_name("served.py"), packages)
    tmp_path.chmod(0o755)
    probes = {
        "names": "import dlcourse; [n for n in vars(dlcourse) if "
        "n[0] != '_'], list(dlcourse.__path__)",
        "files": f"import os; os.listdir({str(packages / 'dlcourse')!r})",
        "text": f"open({str(packages / 'dlcourse' / 'layers.py')!r})",
    }
    script = textwrap.dedent(f"""
        import json, sys
        import dlcourse
        assert dlcourse.__file__.startswith({str(packages)!r})
        sys.path.append({str(PROJECT)!r})
        from tests.grade.boxes import found_out
        from dlcourse.grade.confine import Sandbox
        with Sandbox(serve="served:serve", tier={tier!r}) as box:
            print(json.dumps(found_out(box, {probes!r})))
    """)

    done = subprocess.run(
        [tmp_path / "venv/bin/python", "-P", "-c", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    if tier == LANDLOCK:
        assert found["names"] == found["text"] == "PermissionError"
        return
    assert found["names"].startswith("([],")
    assert found["files"] == "[]"
    assert found["text"] == "FileNotFoundError"


def test_each_child_draws_other_random_numbers(box: Sandbox):
    """A fork alone would give every student the same."""
    ask = "import random, numpy; random.random(), numpy.random.rand()"

    with talk(box) as one, talk(box) as other:
        mine, theirs = one.value(ask), other.value(ask)

    assert mine.split(", ")[0] != theirs.split(", ")[0]
    assert mine.split(", ")[1] != theirs.split(", ")[1]


HONEST = (
    "from concurrent.futures import ThreadPoolExecutor\n"
    "with ThreadPoolExecutor(4) as pool: list(pool.map(abs, [1]))",
    "import asyncio; await asyncio.sleep(0.001)",
    "import tempfile; tempfile.NamedTemporaryFile().write(b'x')",
    "import shutil, os; open('a', 'w').close(); shutil.copy('a', 'b')",
    "import numpy as np; np.linalg.svd(np.ones((50, 50)))",
    "np.save('x.npy', np.ones(3)); np.load('x.npy', mmap_mode='r+')",
    "import sqlite3; c = sqlite3.connect('x.db')\n"
    "c.execute('create table t (a)'); c.commit()",
    "import multiprocessing; multiprocessing.Lock()",
    "import matplotlib.pyplot as plt; plt.plot([1]);"
    "plt.savefig('x.pdf'); plt.savefig('x.svg')",
    "import time, datetime; time.sleep(0.001); datetime.date.today()",
    "import getpass, platform; getpass.getuser(), platform.platform()",
    "from tqdm.auto import tqdm; list(tqdm(range(3)))",
    "import pathlib; pathlib.Path.home().joinpath('x').write_text('')",
    "import signal; signal.alarm(0)",
    "open('own.py', 'w').write('x = 1'); import own",
)


def test_what_honest_notebooks_use_works(box: Sandbox):
    """Threads, asyncio, temporary files, linear algebra, SQLite."""
    with talk(box) as cells:
        for source in HONEST:
            outputs, fine = cells.run(source)
            assert fine, (source, outputs)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import os; os._exit(3)", "ended with status 3"),
        ("import ctypes; ctypes.string_at(0)", "crashed (SIGSEGV)"),
    ],
)
def test_how_a_child_ended_is_told_in_words(
    box: Sandbox, source: str, words: str
):
    """From what the kernel says, not the child."""
    with talk(box) as cells:
        assert cells.child.ended() is None
        cells.send(source=source, number=1)

        assert words == cells.child.ended(PATIENCE)
        assert words == cells.child.ended()


def test_memory_is_named_where_it_is_the_likely_reason():
    """Compiled code that gets no memory aborts, and cannot say why."""
    limits = Limits(memory_mb=100)
    full = {"status": -6, "cpu": 0.1, "memory_kb": 99 * 1024}

    assert why(full, limits) == "was killed: it used more than 100 MB"
    assert why({**full, "memory_kb": 9}, limits) == "crashed (SIGABRT)"
    killed = {"status": -9, "cpu": 0.1, "memory_kb": 9}
    assert "no memory left" in why(killed, limits)


def test_a_child_that_cannot_start_is_our_failure(box: Sandbox):
    """The reason is told in one line."""
    with pytest.raises(SandboxError, match="No space left on device"):
        box.child(files={f"{n}": b"" for n in range(9000)}, limits=Limits())


def test_a_kill_ends_all_that_a_child_started(no_seccomp: Sandbox):
    """Forked processes in sessions of their own too."""
    before = set(descendants(os.getpid()))
    with talk(no_seccomp) as cells:
        cells.run(
            "import ctypes, os, time\n"
            "if ctypes.CDLL(None).fork() == 0:\n"
            "    os.setsid(); time.sleep(60); os._exit(0)"
        )
        started = [p for p in descendants(os.getpid()) if p not in before]

        cells.child.kill()
        cells.child.kill()

    assert len(started) == 2
    assert all_end(started)
    assert cells.child.ended() == "was stopped"


def test_kill_all_leaves_no_child(box: Sandbox):
    """And the next child is not harmed."""
    before = set(descendants(os.getpid()))
    with talk(box) as one, talk(box) as other:
        started = [p for p in descendants(os.getpid()) if p not in before]

        box.kill_all()

        assert len(started) == 2
        assert not any(map(lives, started))
        assert one.child.ended(1) is not None
        assert other.child.ended(1) is not None
    with talk(box) as cells:
        assert cells.value("1 + 1") == "2"


def test_closing_leaves_no_process(tmp_path: Path):
    """Zygote and children are gone, whatever they are at."""
    box = sandbox(tmp_path)
    before = set(descendants(os.getpid()))
    with talk(box) as cells:
        cells.send(source="while True: pass", number=1)
        started = descendants(box._process.pid)
        assert before.issuperset(set(started[:1]))

        box.close()

    assert len(started) >= 2
    assert not any(map(lives, started))
    with pytest.raises(SandboxError, match="closed"):
        box.child(files={}, limits=Limits())


@pytest.mark.parametrize("tier", ["", BUBBLEWRAP, LANDLOCK])
def test_nothing_is_left_when_the_grader_is_killed(tmp_path: Path, tier: str):
    """The walls come down with their inmates."""
    if tier == LANDLOCK and not can_landlock():
        pytest.skip("this kernel has no landlock")
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from tests.grade.boxes import sandbox, talk\n"
        "with sandbox(Path(sys.argv[1]), tier=sys.argv[2] or None) as box:\n"
        "    with talk(box) as cells:\n"
        "        cells.send(source='while True: pass', number=1)\n"
        "        print('up', flush=True)\n"
        "        time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, tmp_path, tier],
        stdout=subprocess.PIPE,
        cwd=PROJECT,
        text=True,
    ) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == "up\n"
        started = descendants(grader.pid)
        grader.kill()

    assert len(started) >= (2 if tier == LANDLOCK else 3)
    assert all_end(started)


def test_a_child_ends_with_the_judge_that_asked_for_it(box: Sandbox):
    """A judge is a fork of the grader, and may be killed at any moment."""
    before = set(descendants(os.getpid()))
    reads, writes = os.pipe()
    judge = os.fork()
    if judge == 0:
        child = box.child(files={}, limits=Limits())
        busy = {"source": "while True: pass", "number": 1}
        child.socket.sendall(json.dumps(busy).encode() + b"\n")
        os.write(writes, b"no" if child.ended(0.2) else b"up")
        signal.pause()
    assert os.read(reads, 2) == b"up"
    os.close(reads)
    os.close(writes)
    started = [
        p for p in descendants(os.getpid()) if p not in before and p != judge
    ]

    os.kill(judge, signal.SIGKILL)
    os.waitpid(judge, 0)

    assert len(started) == 1
    assert all_end(started)


def test_a_dead_zygote_is_started_again(tmp_path: Path):
    """Once for each time that it ends."""
    with sandbox(tmp_path) as box:
        for _ in range(2):
            first = box._process
            first.kill()
            first.wait()
            with talk(box) as cells:
                assert cells.value("1 + 1") == "2"
            assert first is not box._process

        box._process.kill()
        box.kill_all()
        with talk(box) as cells:
            assert cells.value("1 + 1") == "2"


def test_children_find_imported_what_draws_once_it_is_asked_for(
    tmp_path: Path,
):
    """Those of a zygote that was started again, too; it is not before."""
    found = "'matplotlib.pyplot' in __import__('sys').modules"
    with sandbox(tmp_path) as box:
        with talk(box) as cells:
            assert cells.value(found) == "False"

        box.get_ready_to_draw()

        with talk(box) as cells:
            assert cells.value(found) == "True"
        box._process.kill()
        box._process.wait()
        with talk(box) as cells:
            assert cells.value(found) == "True"


def test_a_zygote_that_cannot_start_is_our_failure(tmp_path: Path):
    """It says in one line what went wrong."""
    folder = build(tmp_path)
    (folder / "broken.py").write_text("import nosuchmodule\n")
    (folder / "threads.py").write_text(
        "import threading, time\n"
        "wait = threading.Event().wait\n"
        "threading.Thread(target=wait, daemon=True).start()\n"
        "def serve(*_): pass\n"
    )

    with pytest.raises(SandboxError, match="No module named 'nosuchmodule'"):
        Sandbox(build=folder, serve="broken:serve")
    with pytest.raises(SandboxError, match="has 2 threads"):
        Sandbox(build=folder, serve="threads:serve")


@pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0,
    reason="an ordinary user reads what is his own",
)
@pytest.mark.parametrize("inner", [".", "dlcourse"])
def test_a_closed_folder_is_named(tmp_path: Path, inner: str):
    """As root the sandbox runs as nobody, who must be able to read."""
    folder = build(tmp_path)
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    (folder / inner).chmod(0o700)

    with pytest.raises(SandboxError, match=r"closed to .* `chmod -R o\+rX /"):
        Sandbox(build=folder, serve="served:serve")


def test_without_a_tier_it_is_said_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch,
):
    """Never less than what was asked for, and never silently."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SandboxError, match=r"install bubblewrap.*unsandboxed"):
        Sandbox(tier=BUBBLEWRAP)

    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxError, match="Linux alone, and this is darwin"):
        Sandbox()


def test_more_files_than_the_kernel_buffers_arrive(box: Sandbox):
    """Some megabytes, and names in any language."""
    files = {"größe.bin": bytes(range(256)) * 20_000, "leer.txt": b""}

    with talk(box, files=files, limits=Limits(disk_mb=1)) as cells:
        assert cells.value("len(open('größe.bin', 'rb').read())") == "5120000"
        assert cells.value("open('mine', 'w').write('x')") == "1"


def test_what_matplotlib_knows_of_fonts_is_taken_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The list of fonts alone, of all that lies in its folder."""
    (tmp_path / "cache").mkdir()
    for name in ("fontlist-v0.json", "matplotlibrc"):
        (tmp_path / "cache" / name).write_text("{}")
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "cache"))
    tmp_path.chmod(0o755)

    with sandbox(tmp_path) as known, talk(known) as cells:
        assert (
            cells.value("import os; os.listdir('/opt/grader/fonts')")
            == "['fontlist-v0.json']"
        )
        assert (
            cells.value("os.listdir(os.environ['MPLCONFIGDIR'])")
            == "['fontlist-v0.json']"
        )


def test_a_file_outside_the_notebooks_folder_is_refused(box: Sandbox):
    """Hardening refuses such names before; this is the last door."""
    with pytest.raises(SandboxError, match="lies outside"):
        box.child(files={"../x": b""}, limits=Limits())

    with talk(box) as cells:
        assert cells.value("1 + 1") == "2"


# How each probe ends behind all walls, in every place and every tier.
EVERYWHERE = {
    "marker": "FileNotFoundError",
    "loopback": "PermissionError",
    "fork": "(False, 1)",
    "memory": "MemoryError",
    "disk": "OSError",
    "processes": "(1, 0)",
    "user": "(1000, 1000)",
    "environment": "True",
    "machine": "'sandbox'",
    "root": "OSError",
    "dlcourse": "'student build'",
}


def everywhere(marker: Path, port: int) -> dict[str, str]:
    """The cells that try the walls of EVERYWHERE."""
    return {
        "marker": f"open({str(marker)!r}).read()",
        "loopback": connect_to(port),
        "fork": FORK,
        "memory": "len(bytearray(100 << 20))",
        "disk": "open('one', 'wb').write(bytes(12 << 20))",
        "processes": "import os; os.getpid(), os.getppid()",
        "user": "os.getuid(), os.getgid()",
        "environment": f"os.environ.get({MARKER!r}) is None",
        "machine": "os.uname().nodename",
        "root": "open('/x', 'w')",
        "dlcourse": "import dlcourse; dlcourse.kind",
    }


def tried_in(
    place: list[str], folder: Path, tier: str, probes: dict[str, str]
) -> Any:
    """The tier and the probes' ends, tried by another process."""
    ask = [sys.executable, "-m", "tests.grade.boxes"]
    done = subprocess.run(
        [*place, *ask, str(folder), tier, json.dumps(probes)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env={**os.environ, MARKER: "seen"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_bubblewrap_is_a_wall_as_good(
    tmp_path: Path, marker: Path, listener: int
):
    """The second tier, where we may not make namespaces ourselves."""
    with sandbox(tmp_path, tier=BUBBLEWRAP) as box:
        assert box.tier == BUBBLEWRAP
        assert found_out(box, everywhere(marker, listener)) == EVERYWHERE


@pytest.mark.parametrize("tier", ["namespaces", BUBBLEWRAP])
def test_an_ordinary_user_has_the_same_walls(
    tmp_path: Path, marker: Path, listener: int, tier: str
):
    """Namespaces need no root."""
    if os.getuid():
        pytest.skip("the other tests have just shown it")
    another = [sys.executable, "-m", "tests.grade.as_another"]
    with TemporaryDirectory() as folder:
        found = tried_in(
            another, build(Path(folder)), tier, everywhere(marker, listener)
        )

    assert [tier, EVERYWHERE] == found


@pytest.mark.parametrize("who", [[], ["--uid", "1000", "--gid", "1000"]])
def test_it_works_inside_bubblewrap(
    tmp_path: Path, marker: Path, listener: int, who: list[str]
):
    """As in a container: /proc is covered in part, few users are known."""
    if shutil.which("bwrap") is None:
        pytest.skip("bubblewrap is not installed")
    place = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", *who]
    place += ["--dev", "/dev", "--proc", "/proc"]
    place += ["--tmpfs", "/mnt", "--setenv", "TMPDIR", "/mnt"]

    found = tried_in(place, build(tmp_path), "", everywhere(marker, listener))

    assert found == ["namespaces", EVERYWHERE]


def test_without_walls_it_still_runs_where_that_is_typed(tmp_path: Path):
    """`--unsandboxed`: the clock and the limits alone."""
    with sandbox(tmp_path, tier=NONE) as box:
        assert box.tier == "none (unsandboxed)"
        with talk(box, files={"a.txt": b"x"}) as cells:
            assert cells.value("open('a.txt', 'rb').read()") == "b'x'"
            folder = Path(cells.value("import os; os.getcwd()").strip("'"))
            if sys.platform == "linux":
                assert "MemoryError" in cells.error("bytearray(4 << 30)")
            assert "cannot be started" in cells.error("os.system('true')")
        box.kill_all()

    assert not folder.exists()
