"""Calls that trace, mount, unshare, map others' memory. True mark: 0."""

CELL = """
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
calls = {
    "fork": 57, "vfork": 58, "execve": 59, "socket": 41, "connect": 42,
    "sendmsg": 46, "ptrace": 101, "unshare": 272, "setns": 308, "mount": 165,
    "umount": 166, "chroot": 161, "pivot_root": 155, "process_vm_readv": 310,
    "process_vm_writev": 311, "bpf": 321, "io_uring_setup": 425,
    "userfaultfd": 323, "inotify_init": 253, "fanotify_init": 300,
    "memfd_create": 319, "shmget": 29, "mq_open": 240, "keyctl": 250,
    "perf_event_open": 298, "pidfd_open": 434, "pidfd_getfd": 438,
    "setuid": 105, "personality": 135, "kexec_load": 246, "open_tree": 428,
    "init_module": 175, "reboot": 169, "name_to_handle_at": 303,
}
allowed = []
for name, number in calls.items():
    ctypes.set_errno(0)
    result = libc.syscall(number, 0, 0, 0, 0, 0, 0)
    if (result, ctypes.get_errno()) != (-1, 1):
        allowed.append(name)
for flags in (0, 0x100, 0x10000000, 0x20000000, 0x10010000, 0x30100):
    result = libc.syscall(56, flags, 0, 0, 0, 0)
    if result != -1:
        allowed.append(hex(flags))
print("allowed:", allowed, "clone3:", libc.syscall(435, 0, 0))
"""
SAID = "allowed: [] clone3: -1"
