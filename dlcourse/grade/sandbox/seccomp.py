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
    # The same calls, as far as they are there: it has no older ones that do
    # what a newer one does too. Checked against the headers, never run.
    "aarch64": """
        read 63 write 64 openat 56 close 57 close_range 436
        fstat 80 newfstatat 79 statx 291 lseek 62
        pread64 67 pwrite64 68 readv 65 writev 66 preadv 69 pwritev 70
        preadv2 286 pwritev2 287 faccessat 48 faccessat2 439
        readlinkat 78 getdents64 61 getcwd 17
        chdir 49 fchdir 50 renameat 38 renameat2 276
        mkdirat 34 unlinkat 35 linkat 37 symlinkat 36
        fchmod 52 fchmodat 53 fchown 55 fchownat 54 umask 166
        truncate 45 ftruncate 46 fallocate 47 fsync 82 fdatasync 83
        statfs 43 fstatfs 44 utimensat 88
        flock 32 fcntl 25 ioctl 29 dup 23 dup3 24
        pipe2 59 sendfile 71 copy_file_range 285 fadvise64 223
        getxattr 8 lgetxattr 9 fgetxattr 10
        listxattr 11 llistxattr 12 flistxattr 13

        mmap 222 munmap 215 mremap 216 mprotect 226 brk 214 madvise 233
        mincore 232 msync 227 membarrier 283

        rt_sigaction 134 rt_sigprocmask 135 rt_sigreturn 139
        rt_sigpending 136 rt_sigtimedwait 137 rt_sigsuspend 133
        sigaltstack 132 kill 129 tkill 130 tgkill 131
        setitimer 103 getitimer 102 signalfd4 74 restart_syscall 128

        exit 93 exit_group 94 getpid 172 gettid 178 getppid 173
        getuid 174 geteuid 175 getgid 176 getegid 177
        getresuid 148 getresgid 150 getgroups 158
        getpgid 155 getsid 156 wait4 260 waitid 95
        set_tid_address 96 set_robust_list 99 get_robust_list 100
        rseq 293 uname 160 sysinfo 179 getrlimit 163 setrlimit 164
        prlimit64 261 getrusage 165 times 153 getpriority 141
        sched_yield 124 sched_getaffinity 123 sched_getparam 121
        sched_getscheduler 120 sched_get_priority_max 125
        sched_get_priority_min 126 getcpu 168 capget 90

        nanosleep 101 clock_nanosleep 115 clock_gettime 113
        clock_getres 114 gettimeofday 169 futex 98
        futex_waitv 449 timerfd_create 85 timerfd_settime 86
        timerfd_gettime 87

        ppoll 73 pselect6 72 epoll_create1 20 epoll_ctl 21
        epoll_pwait 22 epoll_pwait2 441 eventfd2 19

        recvfrom 207 sendto 206 shutdown 210 getsockopt 209
        setsockopt 208 getsockname 204 getpeername 205

        getrandom 278
    """,
}
# Allowed with some arguments alone.
CLONE = {"x86_64": 56, "aarch64": 220}
CLONE3 = {"x86_64": 435, "aarch64": 435}
PRCTL = {"x86_64": 157, "aarch64": 167}
SOCKETPAIR = {"x86_64": 53, "aarch64": 199}

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32 = 0x40000000  # x86_64's calls with short pointers carry this bit
NEWEST = 450  # calls above this one were not known when the list was made

CLONE_THREAD = 0x00010000
CLONE_NAMESPACES = 0x7E020080  # a thread in namespaces of its own
AF_UNIX = 1
# Names of threads and of memory, and what can only be read.
PRCTL_ALLOWED = (3, 15, 16, 23, 0x53564D41)

# Where no namespace holds (tier landlock), these reach what is not a child's
# own, or would change files that landlock lets it read.
OUTSIDE = frozenset(
    {
        *("chmod", "fchmod", "fchmodat"),
        *("chown", "fchown", "lchown", "fchownat"),
        *("utime", "utimes", "utimensat", "futimesat"),
        *("kill", "tkill", "tgkill", "prlimit64", "fcntl", "ioctl"),
    }
)
# No owner for signals, no lease: duplicates, flags, locks, sizes of pipes.
FCNTL_ALLOWED = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)
# Is it a terminal, what can be read, blocking, closing, the window's size.
IOCTL_ALLOWED = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)

LOAD, EQUAL, GREATER, AT_LEAST, ANY_BIT, RETURN = 32, 21, 37, 53, 69, 6
NUMBER, ARCH, FIRST, SECOND = (
    0,
    4,
    16,
    24,
)  # offsets in what the filter is shown
ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, ENOSYS = 0x00050000 | 1, 0x00050000 | 38


def install(alone: int = 0) -> None:
    """Put the filter on this process, for good.

    `alone` is its own number where no namespace holds. Raises OSError on a
    processor that has no table.
    """
    program = filter_for(linux.machine(), alone)
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
def filter_for(machine: str, alone: int = 0) -> bytes:
    """The filter, as the kernel's virtual machine reads it.

    With the number of a process it is for that one alone, and stricter.
    Raises OSError for a processor that has no table.
    """
    if machine not in ALLOWED:
        raise OSError(f"no list of system calls for the processor {machine}")
    allowed = numbers(machine)
    own = [only_for(*rule) for rule in own_calls(allowed, alone)]
    left_out = OUTSIDE if alone else frozenset()
    return b"".join(
        [
            load(ARCH),
            unless(EQUAL, AUDIT_ARCH[machine], KILL),
            load(NUMBER),
            when(AT_LEAST, X32, KILL),
            when(GREATER, NEWEST, ENOSYS),
            # So that the C library goes back to clone, which can be read.
            when(EQUAL, CLONE3[machine], ENOSYS),
            *(
                when(EQUAL, number, ALLOW)
                for name, number in allowed.items()
                if name not in left_out
            ),
            *(own if alone else []),
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


def own_calls(
    allowed: dict[str, int], alone: int
) -> list[tuple[int, list[bytes]]]:
    """What of OUTSIDE a process may ask of itself: (number, steps)."""
    return [
        (allowed["kill"], one_of([alone])),
        (allowed["tgkill"], one_of([alone])),
        (allowed["prlimit64"], one_of([0, alone])),
        (allowed["fcntl"], one_of(FCNTL_ALLOWED, SECOND)),
        (allowed["ioctl"], one_of(IOCTL_ALLOWED, SECOND)),
    ]


def threads() -> list[bytes]:
    """Allow what starts a thread in the same namespaces."""
    return [
        load(FIRST),
        when(ANY_BIT, CLONE_NAMESPACES, EPERM),
        when(ANY_BIT, CLONE_THREAD, ALLOW),
        answer(EPERM),
    ]


def one_of(
    values: list[int] | tuple[int, ...], place: int = FIRST
) -> list[bytes]:
    """Allow what has one of these as its first argument, or another."""
    cases = [when(EQUAL, value, ALLOW) for value in values]
    return [load(place), *cases, answer(EPERM)]


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
