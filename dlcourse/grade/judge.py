"""The judge: runs the instructor's cells, asks the sandbox for the rest.

One Judge judges one Job, in a process of its own. The student's cells run in
the sandbox, the instructor's here, in the order of the notebook; what a
graded cell calls by a student's name is asked of the sandbox (session.py). A
mark comes from what happens here, and from nothing that the sandbox says.
"""

import contextlib
import difflib
import signal
import time
import traceback
import types
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from dlcourse.grade.confine import Child
from dlcourse.grade.errors import GradeError
from dlcourse.grade.lending import Lending
from dlcourse.grade.model import (
    GRADED,
    LOCKED,
    MANUAL,
    OWN,
    SOLUTION,
    TEXT,
    Check,
    Job,
    JobCell,
    Ran,
    Verdict,
)
from dlcourse.grade.names import (
    Names,
    bound_by,
    definitions_in,
    imports_of,
    read_by,
)
from dlcourse.grade.outside import Outside
from dlcourse.grade.sandbox.standins import placed
from dlcourse.grade.sandbox.wire import (
    BadFrame,
    Closed,
    OutOfTime,
    WireError,
)
from dlcourse.grade.showing import (
    error_output,
    plain_outputs,
    size_of,
    stream_output,
)
from dlcourse.grade.space import Printed, Space, compiled, keep_source
from dlcourse.grade.watch import NOWHERE

GRACE = 1.0  # seconds for an interrupted cell to come to its end
MOST_SHOWN = 8  # times what one cell may show, for all of them together
STUDENTS = (SOLUTION, OWN, MANUAL)
COURSE = "<course cell {}>"
ANSWER = "<solution {}>"
STUDENT = "<student's cell {}>"


class TimeIsUp(BaseException):
    """A graded cell ran longer than it may."""


class Judge:
    """Judges one job. `start` gives a fresh child of the sandbox."""

    def __init__(
        self,
        job: Job,
        start: Callable[[], Child],
        *,
        tell: Callable[[int, float], None] = lambda place, seconds: None,
        lost: Collection[int] = (),
        began: float | None = None,
    ):
        self.job, self.start = job, start
        self.tell, self.lost = tell, lost  # see watch.py
        self.place = NOWHERE
        self.names = Names.of(job.course_cells)
        self.space = Space()
        self.lending = Lending(job.course_cells, self.space.names)
        self.began = time.monotonic() if began is None else began
        self.child: Child | None = None
        self.outside: Outside | None = None
        self.done: list[tuple[int, str]] = []  # what ran in the sandbox
        self.deadly: set[int] = set()  # cells that ended the sandbox
        self.owned: set[str] = set()  # names that the judge has bound
        self.standing: dict[str, Any] = {}  # the student's, as last seen
        self.sources: dict[str, tuple[str, int]] = {}
        self.locked: set[str] = set()  # those that have run here
        self.room = MOST_SHOWN * job.limits.output_kb * 1024
        self.notes: list[str] = []
        self.reference: dict[str, Any] | None = None
        self.doubtful: set[str] = set()  # answers that failed a check

    # ------------------------------------------------------- the whole

    def verdict(self) -> Verdict:
        """Run all cells in their order."""
        for text in self.course_imports():
            with contextlib.suppress(Exception), self.space.printing():
                self.space.run(text, "<course's imports>")
        self.claim()
        ran: list[Ran] = []
        checks: list[Check] = []
        count = 0
        try:
            for place, cell in enumerate(self.job.cells):
                count += cell.kind != TEXT
                self.place = place
                self.under_way(self.limit())
                if place in self.lost:
                    check, shown = self.given_up(cell)
                    checks += [check] if cell.kind == GRADED else []
                elif cell.kind == GRADED:
                    check, shown = self.grade(place, cell)
                    checks.append(check)
                else:
                    shown = self.run_cell(place, cell, count)
                ran.append(
                    Ran(shown.outputs, count or None, shown.error)
                    if cell.kind != TEXT
                    else Ran()
                )
        finally:
            self.hang_up()
            self.tell(NOWHERE, 0)
        return Verdict(
            tuple(checks),
            tuple(ran),
            seconds=round(time.monotonic() - self.began, 3),
            notes=tuple(self.notes),
        )

    def under_way(self, seconds: float) -> None:
        """Say that the cell in hand may take so many seconds from now on."""
        self.tell(self.place, seconds + 2 * GRACE)

    def given_up(self, cell: JobCell) -> tuple[Check, Ran]:
        """For a cell at which a judge before this one ended, or hung."""
        words = "was stopped: what it led to ended the judge, or never ended"
        words = f"{cell.id or 'this cell'} {words}"
        self.notes.append(words)
        shown = Ran((error_output("Stopped", words),), error=True)
        return self.failed(cell, words, words), shown

    def course_imports(self) -> list[str]:
        """What the course's editable cells import, the judge has as well."""
        return [
            statement
            for cell in self.job.course_cells
            if cell.kind in (SOLUTION, OWN)
            for statement in imports_of(cell.source).splitlines()
        ]

    def left(self) -> float:
        """Seconds until the submission's time is used up."""
        used = time.monotonic() - self.began
        return self.job.limits.submission_seconds - used

    # ------------------------------------------- cells in the sandbox

    def run_cell(self, place: int, cell: JobCell, count: int) -> Ran:
        """Run a cell that is not graded, on the sides that it belongs to."""
        if cell.kind == TEXT:
            return Ran()
        if cell.kind == LOCKED and cell.id not in self.locked:
            self.run_locked(place, cell)
        shown = self.in_sandbox(place, cell.text, count)
        if cell.kind == SOLUTION:
            bound = bound_by(self.course_text(cell))
            self.release(bound & self.names.answers.keys() & self.owned)
        if cell.kind in STUDENTS:
            self.note_sources(place, cell.text)
        return shown

    def course_text(self, cell: JobCell) -> str:
        """The course's own text of a cell."""
        return next(
            (c.source for c in self.job.course_cells if c.id == cell.id), ""
        )

    def release(self, names: frozenset[str] | set[str]) -> None:
        """From here on these names are the student's."""
        for name in names:
            self.owned.discard(name)
            self.space.names.pop(name, None)

    def run_locked(self, place: int, cell: JobCell) -> None:
        """The judge's own run of a locked cell; an error costs nothing."""
        self.locked.add(cell.id)
        self.under_way(self.limit())
        before = dict(self.space.names)
        try:
            with self.alarm(self.limit()), self.space.printing():
                self.space.run(cell.judge, COURSE.format(cell.id or place))
        except BaseException as error:
            self.notes.append(
                f"{cell.id}, a locked cell, stopped with "
                f"{type(error).__name__}: {error}"
            )
        self.claim(before)
        self.lending.locked_ran()

    def run_locked_before(self, place: int, cell: JobCell) -> None:
        """Run here the locked cells that the course has before this one.

        Wherever the student has put them: a check that found no name of
        theirs would take it for the student's.
        """
        for course in self.job.course_cells:
            if course.id == cell.id:
                return
            if course.kind == LOCKED and course.id not in self.locked:
                text = course.source
                self.run_locked(place, JobCell(LOCKED, course.id, judge=text))

    def claim(self, before: dict[str, Any] | None = None) -> None:
        """Whatever has been bound here since is the judge's.

        But for what the student's code has bound anew, while it was called.
        """
        theirs = self.outside.names if self.outside else {}
        for name, value in self.space.names.items():
            if before is not None and before.get(name, self) is value:
                continue
            if theirs.get(name, self) is value:
                self.standing[name] = value
            if self.standing.get(name, self) is not value:
                self.owned.add(name)

    def note_sources(self, place: int, text: str) -> None:
        """Where the student's functions stand, for inspect.getsource."""
        filename = STUDENT.format(place)
        keep_source(filename, text)
        for name, line in definitions_in(text).items():
            self.sources[name] = (filename, line)

    def in_sandbox(self, place: int, text: str, count: int) -> Ran:
        """Run a cell in the sandbox; one that ends it is not run again."""
        if not text.strip():
            return Ran()
        if self.left() <= 0:
            return Ran((self.too_late(),), error=True)
        try:
            outside = self.session()
            outputs, ok = self.told_to_run(outside, text, count)
        except GradeError:
            raise
        except Exception as raised:  # whatever the sandbox has sent
            error = raised if isinstance(raised, WireError) else BadFrame()
            self.deadly.add(place)
            reason = self.end_of_sandbox(error)
            self.notes.append(f"cell {place + 1} {reason}")
            return Ran(
                (error_output("Stopped", f"this cell {reason}"),), error=True
            )
        self.done.append((place, text))
        cap = min(self.job.limits.output_kb * 1024, self.room)
        shown = plain_outputs(outputs, cap)
        self.room = max(0, self.room - sum(map(size_of, shown)))
        return Ran(shown, error=not ok)

    def told_to_run(
        self, outside: Outside, text: str, count: int
    ) -> tuple[Any, bool]:
        """Run it; past its time it is interrupted, then stopped."""
        seconds = self.limit()
        self.under_way(seconds)
        outside.deadline = time.monotonic() + seconds
        outside.start(text, count)
        try:
            return outside.ran()
        except OutOfTime:
            assert self.child
            self.child.interrupt()
            outside.deadline = time.monotonic() + GRACE
            outputs, _ = outside.ran()
            late = error_output(
                "CellTimeoutError",
                f"the cell was stopped after {seconds:.0f} s",
            )
            return [
                *(outputs if isinstance(outputs, list) else []),
                late,
            ], False

    def limit(self) -> float:
        """Seconds that the next cell may take."""
        return max(0.1, min(self.job.limits.cell_seconds, self.left()))

    def too_late(self) -> dict[str, Any]:
        """The output of a cell for which no time was left."""
        seconds = self.job.limits.submission_seconds
        return error_output(
            "Stopped", f"the {seconds:.0f} s for this notebook are used up"
        )

    # --------------------------------------------------- the sandbox

    def session(self) -> Outside:
        """The talk with the sandbox, built again if it has ended."""
        if self.outside is None:
            self.child = self.start()
            self.outside = Outside(
                self.child.socket,
                self.space.names,
                self.names.classes,
                self.lending,
                self.names.makers,
            )
            self.replay(self.outside)
        return self.outside

    def replay(self, outside: Outside) -> None:
        """Run again what ran in the sandbox before it was lost."""
        for place, text in self.done:
            if self.left() <= 0:
                raise OutOfTime("no time to run the cells again")
            if place not in self.deadly:
                self.told_to_run(outside, text, place + 1)

    def end_of_sandbox(self, error: WireError) -> str:
        """Hang up on a sandbox that failed; why, in words."""
        seconds = self.limit()
        words = {
            OutOfTime: f"was stopped after {seconds:.0f} s",
            BadFrame: "sent what no honest answer is",
        }.get(type(error), "")
        if isinstance(error, Closed) and self.child:
            words = self.child.ended(timeout=GRACE) or "ended the process"
        self.hang_up()
        return words

    def hang_up(self) -> None:
        """End the sandbox, if there is one."""
        if self.child:
            self.child.kill()
        if self.outside:
            self.outside.channel.close()
        self.child = self.outside = None
        self.drop_standing()

    def drop_standing(self) -> None:
        """Unbind what stands for the student's, if it still does."""
        for name, value in self.standing.items():
            if self.space.names.get(name, self) is value:
                del self.space.names[name]
        self.standing = {}

    # -------------------------------------------------- graded cells

    def grade(self, place: int, cell: JobCell) -> tuple[Check, Ran]:
        """The verdict on a graded cell, and what it showed."""
        if cell.forgeable:
            return self.grade_in_sandbox(place, cell)
        self.run_locked_before(place, cell)
        before = dict(self.space.names)
        check, shown = self.attempt(place, cell)
        earlier: frozenset[str] = frozenset()
        if not check.passed and self.job.follow_through:
            # Ours in place of one that passed its checks change nothing.
            earlier = self.earlier_functions(place, cell) & self.doubtful
        if earlier:
            after = dict(self.space.names)
            self.set_names(before)
            again, shown_again = self.attempt(place, cell, earlier)
            if again.points > check.points:
                check, shown = again, shown_again
            else:
                self.set_names(after)
        if not check.passed:
            self.doubtful |= read_by(cell.judge) & self.names.answers.keys()
        if self.left() > 0 and self.read_later(place, cell):
            self.in_sandbox(place, cell.text, place + 1)
        return check, shown

    def set_names(self, names: dict[str, Any]) -> None:
        """Put the judge's names back to what they were."""
        self.space.names.clear()
        self.space.names.update(names)

    def read_later(self, place: int, cell: JobCell) -> bool:
        """Whether a later cell of the student's reads what this one binds."""
        bound = bound_by(cell.text)
        return any(
            bound & read_by(later.text)
            for later in self.job.cells[place + 1 :]
            if later.kind in STUDENTS
        )

    def attempt(
        self,
        place: int,
        cell: JobCell,
        earlier: frozenset[str] = frozenset(),
    ) -> tuple[Check, Ran]:
        """Run a graded cell once, with the judge's own `earlier` functions."""
        self.space.out, self.space.err = Printed(), Printed()
        if self.left() <= 0:
            late = self.too_late()
            return self.failed(cell, late["evalue"], late["evalue"]), Ran(
                (late,), error=True
            )
        error: BaseException | None = None
        value = None
        before = dict(self.space.names)
        try:
            outside = self.session()
            outside.deadline = time.monotonic() + self.limit()
            self.under_way(self.limit())
            self.bind_names(outside, earlier)
            before = dict(self.space.names)
            self.under_way(self.limit())
            with self.alarm(self.limit() + GRACE), self.space.printing():
                value = self.space.run(
                    cell.judge, COURSE.format(cell.id or place)
                )
        except GradeError:
            raise
        except BaseException as raised:  # a student may raise any kind
            error = raised
        self.claim(before)
        return self.judged(cell, value, error, bool(earlier))

    def judged(
        self,
        cell: JobCell,
        value: Any,
        error: BaseException | None,
        through: bool,
    ) -> tuple[Check, Ran]:
        """The check and the outputs of a graded cell that has run."""
        words = said_by(error)  # asks the sandbox, where a text is from there
        broken = self.what_broke(error)
        if broken is not None:
            subject = (self.outside.asked if self.outside else "") or "it"
            message = f"{subject} {self.end_of_sandbox(broken)}"
            check = self.failed(cell, message, message)
        elif error is not None:
            check = self.check_of_error(cell, error, words)
        else:
            check = self.check_of_value(cell, value)
        if through and check.points:
            words = "Judged with our own earlier functions in place of yours."
            hint = f"{check.hint}\n{words}".strip()
            check = replace(check, followed_through=True, hint=hint)
        shown = [
            stream_output(name, stream.text)
            for name, stream in (
                ("stdout", self.space.out),
                ("stderr", self.space.err),
            )
            if stream.text
        ]
        if not check.passed:
            shown.append(error_output("CheckFailed", check.message))
        return check, Ran(tuple(shown), error=not check.passed)

    def what_broke(self, error: BaseException | None) -> WireError | None:
        """What ended the talk with the sandbox, whoever caught it."""
        if isinstance(error, TimeIsUp):
            return OutOfTime("")
        if self.outside and self.outside.broken:
            return self.outside.broken
        return error if isinstance(error, WireError) else None

    def failed(
        self,
        cell: JobCell,
        message: str,
        hint: str,
        mistake: str | None = None,
    ) -> Check:
        """A check that earned nothing."""
        return Check(cell.id, 0.0, cell.points, message, hint, mistake)

    def check_of_error(
        self, cell: JobCell, error: BaseException, words: str
    ) -> Check:
        """A check that raised: what the instructor and the student read."""
        ours = not hasattr(type(error), "__far_id__")
        mistake = getattr(error, "mistake", None) if ours else None
        if ours and type(error).__name__ == "CheckFailed":
            return self.failed(cell, words, words, mistake)
        message = f"{type(error).__name__}: {words}".removesuffix(": ")
        line = last_line_in(error, COURSE.format(cell.id))
        if line is not None:
            message += f"\nin line {line} of {cell.id}"
        hidden = f"A hidden check of {self.subject(cell)} failed."
        shown_line = self.line_shown(cell, error)
        return self.failed(cell, message, message if shown_line else hidden)

    def line_shown(self, cell: JobCell, error: BaseException) -> bool:
        """Whether all lines that led to the error were given to students."""
        if not cell.text.strip():
            return False
        given = given_lines(cell.judge, cell.text)
        return all(
            frame.lineno in given
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == COURSE.format(cell.id)
        )

    def subject(self, cell: JobCell) -> str:
        """The function that a graded cell is about."""
        targets = read_by(cell.judge) & set(self.names.answers)
        return max(
            targets, key=self.names.answers.__getitem__, default=cell.id
        )

    def check_of_value(self, cell: JobCell, value: Any) -> Check:
        """A check that came to its end; a number is partial credit."""
        points = partial_credit(value, cell.points)
        if points >= cell.points:
            return Check(cell.id, cell.points, cell.points)
        message = f"{points:g} of {cell.points:g} points."
        return Check(cell.id, points, cell.points, message, message)

    def grade_in_sandbox(self, place: int, cell: JobCell) -> tuple[Check, Ran]:
        """A graded cell that the instructor tagged: its mark can be forged."""
        shown = self.in_sandbox(place, cell.judge, place + 1)
        points = 0.0 if shown.error else cell.points
        words = "" if points else "It stopped with an error."
        for output in () if shown.error else shown.outputs:
            if output["output_type"] == "execute_result":
                text = output["data"].get("text/plain", "")
                points = partial_credit(number_in(text), cell.points)
        check = Check(
            cell.id, points, cell.points, words, words, forgeable=True
        )
        return check, shown

    # ------------------------------------------------ names and reference

    def bind_names(self, outside: Outside, earlier: frozenset[str]) -> None:
        """Let the student's names stand for what they are just now."""
        names = self.space.names
        self.drop_standing()
        wanted = sorted(self.names.students - self.owned)
        outside.crossing.common = self.common_classes()
        self.lending.begin()
        outside.bind(wanted)
        self.standing = {name: names[name] for name in wanted if name in names}
        for name, value in self.standing.items():
            if isinstance(value, types.FunctionType) and name in self.sources:
                placed(value, *self.sources[name])
        for name in earlier:
            names[name] = self.references()[name]

    def common_classes(self) -> dict[str, type]:
        """The classes that locked cells have made, here and in the sandbox."""
        bound = frozenset().union(
            *(
                bound_by(cell.source)
                for cell in self.job.course_cells
                if cell.kind == LOCKED
            )
        )
        found = {name: self.space.names.get(name) for name in bound}
        return {
            name: value
            for name, value in found.items()
            if name in self.owned - self.names.answers.keys()
            and isinstance(value, type)
            and (value.__module__, value.__name__) == ("__main__", name)
        }

    def earlier_functions(self, place: int, cell: JobCell) -> frozenset[str]:
        """The course's functions that the tested ones use, and come before.

        Those that the graded cell reads itself are what it is about.
        """
        answers = self.names.answers
        targets = read_by(cell.judge) & answers.keys()
        if not targets:
            return frozenset()
        first = min(answers[name] for name in targets)
        used = frozenset().union(
            *(
                read_by(before.text)
                for before in self.job.cells[:place]
                if before.kind in STUDENTS
            )
        )
        return frozenset(
            name
            for name in (used & answers.keys()) - targets
            if answers[name] < first
            and isinstance(self.references().get(name), types.FunctionType)
        )

    def references(self) -> dict[str, Any]:
        """The functions of the course's own solution, made when needed.

        A cell that raises, or runs too long, gives none.
        """
        if self.reference is None:
            space = Space()
            for place, cell in enumerate(self.job.course_cells):
                if cell.kind not in (LOCKED, SOLUTION, OWN):
                    continue
                self.under_way(self.limit())
                with (
                    contextlib.suppress(Exception, TimeIsUp),
                    self.alarm(self.limit()),
                    space.printing(),
                ):
                    space.run(cell.source, ANSWER.format(place))
            self.reference = space.names
        return self.reference

    @contextlib.contextmanager
    def alarm(self, seconds: float) -> Iterator[None]:
        """Raise TimeIsUp here after so many seconds."""

        def ring(*_: Any) -> None:
            raise TimeIsUp

        before = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def prepare(job: Job) -> None:
    """Read the course's own cells, which every fork then knows.

    Nothing of the student's is read here: a text can be made to stop what
    reads it.
    """
    Names.of(job.course_cells)
    for place, cell in enumerate(job.course_cells):
        bound_by(cell.source), bound_by(cell.released)
        if cell.kind in (LOCKED, SOLUTION, OWN):
            with contextlib.suppress(SyntaxError):
                compiled(cell.source, ANSWER.format(place))
    for place, each in enumerate(job.cells):
        if each.judge:
            bound_by(each.judge)
            with contextlib.suppress(SyntaxError):
                compiled(each.judge, COURSE.format(each.id or place))


def said_by(error: BaseException | None) -> str:
    """The text of an error, whatever that does."""
    try:
        return "" if error is None else str(error)
    except BaseException:
        return ""


def partial_credit(value: Any, points: float) -> float:
    """Points for the value of a graded cell's last line, as nbgrader's.

    None and whatever is no number earn all of them; so does a number below
    0, and one above the cell's points earns no more than these. NaN, which
    a wrong answer can make of an honest formula, earns none.
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(
        value, (int, float, np.integer, np.floating)
    ):
        return points
    if value != value:
        return 0.0
    return float(value) if 0 <= value <= points else points


def number_in(text: str) -> Any:
    """The number that a text is, or the text."""
    try:
        return float(text)
    except ValueError:
        return text


def given_lines(source: str, released: str) -> set[int]:
    """The numbers of the lines that stand in the released text as well."""
    matcher = difflib.SequenceMatcher(
        None, source.splitlines(), released.splitlines(), autojunk=False
    )
    return {
        line + 1
        for block in matcher.get_matching_blocks()
        for line in range(block.a, block.a + block.size)
    }


def last_line_in(error: BaseException, filename: str) -> int | None:
    """The first line of the cell that led to the error."""
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == filename:
            return frame.lineno
    return None
