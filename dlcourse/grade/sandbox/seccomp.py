"""The list of what a child may ask of the kernel; all else is refused.

An allow-list, so that a call that some later kernel invents is refused too.
What is not on it fails with "Operation not permitted". Not there on purpose:
new processes and programs, sockets, passing open files on, mounts and
namespaces, tracing, other processes' memory, shared memory that no limit
counts, keys, bpf, io_uring, modules, clocks.
"""

import ctypes
import struct
from functools import lru_cache

from . import linux

# Every number here is of one processor: a table each.
ALLOWED = {
    "x86_64": """
        read 0 write 1 open 2 openat 257 close 3 close_range 436
        stat 4 fstat 5 lstat 6 newfstatat 262 statx 332 lseek 8
        pread64 17 pwrite64 18 readv 19 writev 20 preadv 295 pwritev 296
        preadv2 327 pwritev2 328 access 21 faccessat 269 faccessat2 439
        readlink 89 readlinkat 267 getdents 78 getdents64 217 getcwd 79
        chdir 80 fchdir 81 rename 82 renameat 264 renameat2 316
        mkdir 83 mkdirat 258 rmdir 84 unlink 87 unlinkat 263 creat 85
        link 86 linkat 265 symlink 88 symlinkat 266
        chmod 90 fchmod 91 fchmodat 268
        chown 92 fchown 93 lchown 94 fchownat 260 umask 95
        truncate 76 ftruncate 77 fallocate 285 fsync 74 fdatasync 75
        statfs 137 fstatfs 138
        utime 132 utimes 235 utimensat 280 futimesat 261
        flock 73 fcntl 72 ioctl 16 dup 32 dup2 33 dup3 292
        pipe 22 pipe2 293 sendfile 40 copy_file_range 326 fadvise64 221
        getxattr 191 lgetxattr 192 fgetxattr 193
        listxattr 194 llistxattr 195 flistxattr 196

        mmap 9 munmap 11 mremap 25 mprotect 10 brk 12 madvise 28
        mincore 27 msync 26 membarrier 324

        rt_sigaction 13 rt_sigprocmask 14 rt_sigreturn 15 rt_sigpending 127
        rt_sigtimedwait 128 rt_sigsuspend 130 sigaltstack 131
        kill 62 tkill 200 tgkill 234 alarm 37 setitimer 38 getitimer 36
        pause 34 signalfd 282 signalfd4 289 restart_syscall 219

        exit 60 exit_group 231 getpid 39 gettid 186 getppid 110
        getuid 102 geteuid 107 getgid 104 getegid 108
        getresuid 118 getresgid 120 getgroups 115
        getpgrp 111 getpgid 121 getsid 124 wait4 61 waitid 247
        set_tid_address 218 set_robust_list 273 get_robust_list 274
        rseq 334 uname 63 sysinfo 99 getrlimit 97 setrlimit 160
        prlimit64 302 getrusage 98 times 100 getpriority 140
        sched_yield 24 sched_getaffinity 204 sched_getparam 143
        sched_getscheduler 145 sched_get_priority_max 146
        sched_get_priority_min 147 getcpu 309 capget 125

        nanosleep 35 clock_nanosleep 230 clock_gettime 228
        clock_getres 229 gettimeofday 96 time 201 futex 202
        futex_waitv 449 timerfd_create 283 timerfd_settime 286
        timerfd_gettime 287

        poll 7 ppoll 271 select 23 pselect6 270
        epoll_create 213 epoll_create1 291 epoll_ctl 233 epoll_wait 232
        epoll_pwait 281 epoll_pwait2 441 eventfd 284 eventfd2 290

        recvfrom 45 sendto 44 shutdown 48 getsockopt 55 setsockopt 54
        getsockname 51 getpeername 52

        getrandom 318
    """,
}
# Allowed with some arguments alone.
CLONE = {"x86_64": 56}
CLONE3 = {"x86_64": 435}
PRCTL = {"x86_64": 157}
SOCKETPAIR = {"x86_64": 53}

AUDIT_ARCH = {"x86_64": 0xC000003E}
X32 = 0x40000000  # x86_64's calls with short pointers carry this bit
NEWEST = 450  # calls above this one were not known when the list was made

CLONE_THREAD = 0x00010000
CLONE_NAMESPACES = 0x7E020080  # a thread in namespaces of its own
AF_UNIX = 1
# Names of threads and of memory, and what can only be read.
PRCTL_ALLOWED = (3, 15, 16, 23, 0x53564D41)

LOAD, EQUAL, GREATER, AT_LEAST, ANY_BIT, RETURN = 32, 21, 37, 53, 69, 6
NUMBER, ARCH, FIRST = 0, 4, 16  # offsets in what the filter is shown
ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, ENOSYS = 0x00050000 | 1, 0x00050000 | 38


def install() -> None:
    """Put the filter on this process, for good.

    Raises OSError on a processor that has no table.
    """
    program = filter_for(linux.machine())
    code = ctypes.create_string_buffer(program, len(program))
    pointer = ctypes.cast(code, ctypes.c_void_p).value
    header = struct.pack("HxxxxxxQ", len(program) // 8, pointer)
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.call(
        "prctl",
        ctypes.c_int(linux.PR_SET_SECCOMP),
        ctypes.c_ulong(2),  # SECCOMP_MODE_FILTER
        header,
        ctypes.c_ulong(0),
        ctypes.c_ulong(0),
    )


@lru_cache
def filter_for(machine: str) -> bytes:
    """The filter, as the kernel's virtual machine reads it.

    Raises OSError for a processor that has no table.
    """
    if machine not in ALLOWED:
        raise OSError(f"no list of system calls for the processor {machine}")
    return b"".join(
        [
            load(ARCH),
            unless(EQUAL, AUDIT_ARCH[machine], KILL),
            load(NUMBER),
            when(AT_LEAST, X32, KILL),
            when(GREATER, NEWEST, ENOSYS),
            # So that the C library goes back to clone, which can be read.
            when(EQUAL, CLONE3[machine], ENOSYS),
            *(when(EQUAL, n, ALLOW) for n in numbers(machine).values()),
            only_for(CLONE[machine], threads()),
            only_for(PRCTL[machine], one_of(PRCTL_ALLOWED)),
            only_for(SOCKETPAIR[machine], one_of([AF_UNIX])),
            answer(EPERM),
        ]
    )


def numbers(machine: str) -> dict[str, int]:
    """The allowed calls and their numbers."""
    words = ALLOWED[machine].split()
    return dict(zip(words[::2], map(int, words[1::2])))


def threads() -> list[bytes]:
    """Allow what starts a thread in the same namespaces."""
    return [
        load(FIRST),
        when(ANY_BIT, CLONE_NAMESPACES, EPERM),
        when(ANY_BIT, CLONE_THREAD, ALLOW),
        answer(EPERM),
    ]


def one_of(values: list[int] | tuple[int, ...]) -> list[bytes]:
    """Allow what has one of these as its first argument."""
    cases = [when(EQUAL, value, ALLOW) for value in values]
    return [load(FIRST), *cases, answer(EPERM)]


def only_for(number: int, steps: list[bytes]) -> bytes:
    """The steps, which end with an answer, for one system call."""
    body = b"".join(steps)
    return instruction(EQUAL, number, 0, len(body) // 8) + body


def when(test: int, value: int, result: int) -> bytes:
    """Give this result if the test of the loaded word holds."""
    return instruction(test, value, 0, 1) + answer(result)


def unless(test: int, value: int, result: int) -> bytes:
    """Give this result if the test of the loaded word fails."""
    return instruction(test, value, 1, 0) + answer(result)


def load(offset: int) -> bytes:
    """Take this word of the call's data into hand."""
    return instruction(LOAD, offset)


def answer(result: int) -> bytes:
    """End the filter."""
    return instruction(RETURN, result)


def instruction(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    """One step of the kernel's virtual machine."""
    return struct.pack("HBBI", code, yes, no, value)
