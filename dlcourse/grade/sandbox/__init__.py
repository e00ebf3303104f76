"""The side of the grader that runs what students write.

This folder is all of `dlcourse` that is seen from within the sandbox, where
it is the top-level package `sandbox`. So its modules import each other
relatively and otherwise the standard library, numpy, IPython and matplotlib:
never `dlcourse`, which inside is the student build.

    enter     raises the outer walls, then becomes the zygote
    zygote    imports all that a notebook needs, forks a child a submission
    child     raises the inner walls around itself, then serves
    shell     runs cells as Jupyter would, and gives their outputs

Begin with zygote. linux and seccomp are the kernel's calls, root the file
system that is seen inside, landlock what takes its place where none may be
made, outputs what a cell showed.
"""

# Each wall can be left out, for a test that shows that it is what holds.
WALLS = frozenset(
    {
        "pid",  # sees and signals no process but its own
        "files",  # reads what Python needs, writes into a small tmpfs
        "ipc",  # no shared memory or queues of others
        "uts",  # not the machine's name
        "net",  # no network, loopback included
        "user",  # a user without any rights, in a user namespace
        "seccomp",  # no new process, socket, mount, trace
        "limits",  # memory, CPU, file sizes, descriptors
        "environment",  # none of the grader's variables
        "descriptors",  # none of the grader's open files
    }
)
