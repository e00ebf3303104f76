"""The commands of `dlcourse`, a file each.

A command has two functions: `add` describes its options, `run` carries it out
and gives the exit status. What a command needs is imported when it runs, so
that `dlcourse --help` is quick.
"""

from dlcourse.commands import (
    check,
    collect,
    explain,
    export,
    feedback,
    grade,
    new,
    release,
    report,
)

COMMANDS = (
    check,
    release,
    collect,
    grade,
    feedback,
    report,
    explain,
    export,
    new,
)
