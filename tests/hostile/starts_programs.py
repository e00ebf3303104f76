"""A shell, a command, a program, by every door that Python has.

True mark: 0.
"""

CELL = """
import ctypes, multiprocessing, os, pty, subprocess

doors = {
    "system": lambda: os.system("echo started"),
    "popen": lambda: os.popen("echo started").read(),
    "run": lambda: subprocess.run(["echo", "started"], check=True),
    "spawn": lambda: os.spawnlp(os.P_WAIT, "echo", "echo", "started"),
    "posix": lambda: os.posix_spawn("/bin/echo", ["echo", "started"], {}),
    "exec": lambda: os.execv("/bin/echo", ["echo", "started"]),
    "pty": lambda: pty.fork(),
    "process": lambda: multiprocessing.Process(target=print).start(),
}
for name, door in doors.items():
    try:
        print(name, "opened", door())
    except OSError as error:
        print(name, "shut:", type(error).__name__)
# 32512: the C library could not start a shell.
libc = ctypes.CDLL(None, use_errno=True)
libc.execv(b"/bin/echo", (ctypes.c_char_p * 2)(b"echo", None))
print("execv", ctypes.get_errno(), "system", libc.system(b"echo started"))
!echo started
"""
SAID = "execv 1 system 32512"


def held(seen):
    """All were shut."""
    assert seen.words.count(" shut: ") == 8
    assert " opened" not in seen.words
