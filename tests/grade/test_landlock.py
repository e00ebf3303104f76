"""The tier for machines where no namespaces are allowed: landlock, seccomp."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dlcourse.grade.confine import LANDLOCK, Sandbox
from dlcourse.grade.sandbox import WALLS, landlock
from dlcourse.grade.shown import Shown, around
from tests.grade.boxes import build, found_out, outcome, sandbox, talk
from tests.grade.test_sandbox import (
    FORK,
    HONEST,
    MARKER,
    PROGRAM,
    connect_to,
    everywhere,
    listener,
    marker,
    tried_in,
)

__all__ = ["listener", "marker"]  # fixtures
# As behind all walls, but for what landlock does not hide.
HERE = {
    "marker": "PermissionError",
    "loopback": "PermissionError",
    "fork": "(False, 1)",
    "memory": "MemoryError",
    "disk": "OSError",
    "environment": "True",
    "root": "PermissionError",
    "dlcourse": "'student build'",
}
VISIBLE = {"processes", "user", "machine"}  # said in the book


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox of this tier, for all tests of this file."""
    if sys.platform != "linux":
        pytest.skip("landlock is Linux's")
    try:
        landlock.version()
    except OSError as error:
        pytest.skip(str(error))
    with sandbox(tmp_path_factory.mktemp("build"), tier=LANDLOCK) as made:
        yield made


@pytest.fixture(scope="module")
def no_seccomp(
    box: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sandbox]:
    """A sandbox in which landlock alone must hold."""
    folder = tmp_path_factory.mktemp("build")
    with sandbox(folder, tier=LANDLOCK, walls=WALLS - {"seccomp"}) as made:
        yield made


def test_it_is_named_and_holds(box: Sandbox, marker: Path, listener: int):
    """What the other tiers' walls hold, but for what is said in the book."""
    probes = everywhere(marker, listener)
    tried = {name: probes[name] for name in probes if name not in VISIBLE}

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MARKER, "seen")
        assert found_out(box, tried) == HERE
    assert box.tier == "landlock"


def test_it_needs_no_rights(box: Sandbox, marker: Path, listener: int):
    """An ordinary user has it too."""
    if os.getuid():
        pytest.skip("the other tests have just shown it")
    probes = everywhere(marker, listener)
    tried = {name: probes[name] for name in probes if name not in VISIBLE}
    another = [sys.executable, "-m", "tests.grade.as_another"]

    with TemporaryDirectory() as folder:
        found = tried_in(another, build(Path(folder)), LANDLOCK, tried)

    assert found == [LANDLOCK, HERE]


def test_files_of_others_are_neither_read_nor_changed(
    box: Sandbox, marker: Path
):
    """Their bytes, their rights, their times, their names, their length."""
    path = str(marker)
    before = marker.stat()

    with talk(box) as cells:
        cells.run("import os")
        for source in (
            f"open({path!r}, 'a')",
            f"os.truncate({path!r}, 0)",
            f"os.unlink({path!r})",
            f"os.rename({path!r}, 'mine')",
            f"os.listdir({os.path.dirname(path)!r})",
            f"os.open({path!r}, os.O_RDONLY)",
            "open('/proc/self/status')",
            "os.listdir('/proc')",
            "open('/tmp/x', 'w')",
            "open('/dev/shm/x', 'w')",
            "open('/etc/hostname')",
            "open(os.__file__, 'a')",
            "os.mkfifo('pipe')",
        ):
            assert outcome(cells, source) == "PermissionError", source
        assert outcome(cells, f"os.link({path!r}, 'mine')") == "OSError"
        # Without a word, and without any effect.
        cells.run(f"os.chmod({path!r}, 0o600); os.utime({path!r}, (0, 0))")
        cells.run("import ctypes; libc = ctypes.CDLL(None, use_errno=True)")
        for change in ("chmod", "truncate", "lchown"):
            call = f"libc.{change}({os.fsencode(path)!r}, 0, 0)"
            assert cells.value(call) == "-1", change
        # A link may be made; it opens nothing that its end does not.
        cells.run(f"os.symlink({path!r}, 'link')")
        assert outcome(cells, "open('link')") == "PermissionError"
        assert cells.value("open('own.txt', 'w').write('more')") == "4"

    assert marker.read_text() == "seen"
    assert marker.stat() == before


def test_one_student_reads_nothing_of_another(box: Sandbox):
    """Both have a folder of their own, at the same time."""
    with talk(box, files={"a.txt": b"mine"}) as one, talk(box) as other:
        folder = one.value("import os; os.getcwd()").strip("'")

        assert one.value("open('a.txt').read()") == "'mine'"
        read = f"open({folder + '/a.txt'!r}).read()"
        assert outcome(other, read) == "PermissionError"
        assert outcome(other, f"import os; os.listdir({folder!r})") == (
            "PermissionError"
        )


def test_no_other_process_is_reached(box: Sandbox, no_seccomp: Sandbox):
    """No signal and no limit of it; nor can one be started."""
    signal = "import os; os.kill(os.getppid(), 0)"
    limit = (
        "import resource\n"
        "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)"
    )

    with talk(box) as cells:
        assert outcome(cells, signal) == "PermissionError"
        assert outcome(cells, "os.kill(-1, 0)") == "PermissionError"
        assert outcome(cells, limit) == "PermissionError"
        assert cells.value("os.kill(os.getpid(), 0), 1") == "(None, 1)"
        assert cells.value(FORK) == "(False, 1)"
        assert outcome(cells, PROGRAM) == "ChildProcessError"
    if landlock.version() >= landlock.SCOPES:
        with talk(no_seccomp) as cells:
            assert outcome(cells, signal) == "PermissionError"


def test_no_network_is_reached(box: Sandbox, no_seccomp: Sandbox):
    """seccomp makes no socket at all; landlock alone would hold TCP."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        reach = connect_to(server.getsockname()[1])
        with talk(box) as cells:
            assert outcome(cells, reach) == "PermissionError"
            assert outcome(cells, "socket.socket(socket.AF_UNIX)") == (
                "PermissionError"
            )
        if landlock.version() >= landlock.NETWORK:
            with talk(no_seccomp) as cells:
                assert outcome(cells, reach) == "PermissionError"


def test_what_honest_notebooks_use_works(box: Sandbox):
    """As in the other tiers, but for locks between processes."""
    with talk(box) as cells:
        for source in HONEST:
            if "multiprocessing" in source:
                continue  # it would need /dev/shm, which all share
            outputs, fine = cells.run(source)
            assert fine, (source, outputs)
        cells.run("shutil.copy2('a', 'c'); os.chmod('a', 0o600)")
        assert cells.value("os.path.exists('c')") == "True"


def test_it_is_landlock_that_keeps_files(tmp_path: Path, marker: Path):
    """Without that wall the file is read."""
    with (
        sandbox(tmp_path, tier=LANDLOCK, walls=WALLS - {"files"}) as made,
        talk(made) as cells,
    ):
        assert cells.value(f"open({str(marker)!r}).read()") == "'seen'"


def test_a_childs_folder_goes_with_it(box: Sandbox):
    """Nothing that a student wrote is left."""
    with talk(box) as cells:
        folder = Path(cells.value("import os; os.getcwd()").strip("'"))
        cells.run("open('a.txt', 'w').close()")
        assert folder.exists()
    box.kill_all()

    assert not folder.exists()


def test_a_kernel_without_landlock_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Nobody's code runs behind a wall that is not there."""
    monkeypatch.setattr(landlock.linux, "call", lambda *_: 2)
    with pytest.raises(OSError, match=r"Linux 6\.2 is needed"):
        landlock.version()

    def missing(*_: object) -> int:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(landlock.linux, "call", missing)
    with pytest.raises(OSError, match="this kernel has no landlock"):
        landlock.restrict([], [], str(tmp_path))


def test_what_is_hidden_is_not_among_what_is_allowed(tmp_path: Path):
    """What cannot be covered is left out, with all that leads to it."""
    for name in ("a/one", "a/b/hidden", "a/b/two", "c"):
        (tmp_path / name).mkdir(parents=True)
    root = str(tmp_path.resolve())
    seen = Shown(
        pairs=((f"{root}/a", "/a"), (f"{root}/c", "/c")),
        hidden=(f"{root}/a/b/hidden",),
        home="/home",
        environment={},
    )

    read, listed = around(seen)

    assert read == [f"{root}/a/b/two", f"{root}/a/one", f"{root}/c"]
    assert listed == [f"{root}/a", f"{root}/a/b"]
