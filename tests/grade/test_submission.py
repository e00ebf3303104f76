"""dlcourse/grade/{submission,cells,arrange}.py: what is handed in."""

import datetime
import json
import os

import pytest

from dlcourse.grade import cells
from dlcourse.grade.arrange import merge
from dlcourse.grade.cells import Caps, SubmittedCell, parse_notebook
from dlcourse.grade.errors import SubmissionError
from dlcourse.grade.model import (
    GRADED,
    LOCKED,
    OWN,
    SOLUTION,
    TEXT,
    Cell,
    Notebook,
)
from dlcourse.grade.submission import parse_timestamp, read_submission

IDS = {"lines": ["imports", "relu", "test_relu"]}


def code(source, grade_id=None, **metadata):
    """A code cell as an .ipynb holds it."""
    if grade_id:
        metadata["nbgrader"] = {"grade_id": grade_id, "solution": True}
    return {"cell_type": "code", "metadata": metadata, "source": source}


def text_of(*cells, **rest):
    """A notebook's text."""
    return json.dumps({"nbformat": 4, "cells": list(cells), **rest})


@pytest.fixture
def folder(tmp_path):
    """A submission with one good notebook."""
    (tmp_path / "lines.ipynb").write_text(text_of(code("x = 1", "relu")))
    return tmp_path


def refusal(folder, **caps):
    """Why the notebook of a folder is refused."""
    return read_submission(folder, IDS, Caps(**caps)).refused["lines"]


def cells_of(content):
    """The cells of a notebook's bytes."""
    return parse_notebook(content, Caps())


def test_a_good_notebook_gives_its_cells(folder):
    """Source and grade_id are all that is taken from a code cell."""
    handed_in = read_submission(folder, IDS)

    assert handed_in.notebooks["lines"] == (
        SubmittedCell("code", "x = 1", "relu"),
    )
    assert not handed_in.refused
    assert not handed_in.notes


def test_a_source_may_be_a_list_of_lines():
    """nbformat allows a string or lines; both read the same."""
    (cell,) = cells_of(text_of(code(["x = 1\n", "y = 2"])).encode())

    assert cell.source == "x = 1\ny = 2"


def test_a_byte_order_mark_does_no_harm():
    """Some editors of Windows write one."""
    (cell,) = cells_of(b"\xef\xbb\xbf" + text_of(code("x")).encode())

    assert cell.source == "x"


def test_format_3_is_read_by_its_own_converter():
    """Cells lay in worksheets, their text in `input`."""
    cell = {"cell_type": "code", "input": ["1"], "outputs": []}
    old = {
        "nbformat": 3,
        "worksheets": [{"cells": [{**cell, "metadata": {}}]}],
    }

    assert cells_of(json.dumps(old).encode()) == (SubmittedCell("code", "1"),)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b'{"cells":\n [', "a fault in line 2"),
        (b"[" + b"9" * 5000 + b"]", "a huge number"),
        (bytes(range(256)) * 10, "not UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        (b"[1, 2]", "no list of cells"),
        (b'{"cells": {}}', "no list of cells"),
        (b'{"worksheets": [1]}', "old format, and damaged"),
        (b'{"worksheets": [{"cells": 7}]}', "old format, and damaged"),
    ],
)
def test_what_is_no_notebook_is_refused_with_a_reason(content, reason):
    """One clear line, whatever the bytes are."""
    with pytest.raises(SubmissionError, match=reason) as caught:
        cells_of(content)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "cell",
    [
        None,
        7,
        {},
        {"cell_type": ["code"], "source": {"a": 1}, "metadata": 3},
        {"cell_type": "code", "source": [1, None], "metadata": None},
        {"cell_type": "code", "metadata": {"nbgrader": []}},
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": [1]}}},
    ],
)
def test_a_cell_that_is_none_is_an_empty_text(cell):
    """Nothing of the wrong type comes through, and nothing raises."""
    (found,) = cells_of(json.dumps({"cells": [cell]}).encode())

    assert found.source == ""
    assert found.id == ""


@pytest.mark.parametrize("outputs", ["[]," * 9, '{"":{}},' * 9])
def test_small_files_that_need_much_memory_are_refused(outputs, monkeypatch):
    """Before any of it is read: a list takes twenty times its two letters."""
    monkeypatch.setattr(cells, "MOST_PARTS", 9)
    content = f'{{"cells": [], "odd": [{outputs} 1]}}'

    with pytest.raises(SubmissionError, match="clear its outputs"):
        parse_notebook(content.encode(), Caps())


def test_brackets_in_a_text_are_no_lists(monkeypatch):
    r"""Nor behind a \" in one."""
    monkeypatch.setattr(cells, "MOST_PARTS", 12)
    content = {"cells": [{"cell_type": "code", "source": '"[\\"' + "[{" * 9}]}

    (found,) = parse_notebook(json.dumps(content).encode(), Caps())

    assert found.source == '"[\\"' + "[{" * 9


def test_half_a_character_can_be_written_again():
    """A lone surrogate is valid JSON, but no text that can be saved."""
    (cell,) = cells_of(b'{"cells": [{"source": "x\\ud800y"}]}')

    assert cell.source == "x?y"


def test_only_pictures_are_kept_of_what_is_attached():
    """A written answer keeps its photograph; SVG can hold a script."""
    attached = {
        "a.png": {"image/png": "iVBO"},
        "b.svg": {"image/svg+xml": "<svg/>"},
        "c.png": {"image/png": "<script>"},
        "d\u202e.png": {"image/png": "iVBO"},
        "e.png": 7,
    }
    cell = {"cell_type": "markdown", "source": "", "attachments": attached}

    (found,) = cells_of(json.dumps({"cells": [cell]}).encode())

    assert found.attachments == {"a.png": {"image/png": "iVBO"}}


def test_sizes_are_limited(folder):
    """Of the file, of its text, and of the number of its cells."""
    assert "MB are read" in refusal(folder, notebook=10)
    assert "MB of text" in refusal(folder, text=3)
    assert "1 cells" in refusal(folder, cells=0)


def test_a_notebook_that_is_a_link_is_refused(folder):
    """It could show any file of the instructor's, or another student's."""
    os.rename(folder / "lines.ipynb", folder / "other")
    (folder / "lines.ipynb").symlink_to("other")

    assert "is a link" in refusal(folder)


def test_a_notebook_that_is_a_pipe_is_refused(folder):
    """Opening one would wait for ever."""
    (folder / "lines.ipynb").unlink()
    os.mkfifo(folder / "lines.ipynb")

    assert "no ordinary file" in refusal(folder)


def test_a_folder_that_is_a_link_is_refused(folder, tmp_path_factory):
    """It could be another student's."""
    link = tmp_path_factory.mktemp("other") / "link"
    link.symlink_to(folder)

    assert "is a link" in refusal(link)


def test_links_pipes_and_devices_beside_it_are_left_out(folder):
    """Nothing is read but ordinary files; the rest is named."""
    (folder / "z.bin").symlink_to("/dev/zero")
    (folder / "up").symlink_to("..")
    os.mkfifo(folder / "pipe")
    (folder / "data.csv").write_text("1")

    handed_in = read_submission(folder, IDS)

    assert handed_in.files == {"data.csv": b"1"}
    assert sorted(handed_in.notes) == [
        "left out 'pipe': it is no ordinary file",
        "left out 'up': it is a link",
        "left out 'z.bin': it is a link",
    ]
    assert handed_in.notebooks


def test_a_large_file_is_left_out_and_the_work_is_graded(folder):
    """A data set that a student added by mistake costs no marks."""
    (folder / "big.bin").write_bytes(b"0" * 2000)
    (folder / "small.bin").write_bytes(b"0" * 10)

    handed_in = read_submission(folder, IDS, Caps(file=1000))

    assert list(handed_in.files) == ["small.bin"]
    assert "left out 'big.bin'" in handed_in.notes[0]
    assert handed_in.notebooks


def test_the_sum_the_number_and_the_depth_of_files_are_limited(folder):
    """Many small files can be as large as one."""
    for number in range(5):
        (folder / f"{number}.txt").write_bytes(b"0" * 10)
    deep = folder / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (deep / "d.txt").write_text("x")

    assert len(read_submission(folder, IDS, Caps(total=30)).files) == 3
    assert len(read_submission(folder, IDS, Caps(files=3)).files) == 3
    assert "a/b/c/d.txt" in read_submission(folder, IDS).files
    shallow = read_submission(folder, IDS, Caps(depth=3))
    assert "a/b/c/d.txt" not in shallow.files
    assert shallow.notes == ("left out 'a/b/c': too many folders deep",)


def test_names_that_hide_what_they_are_are_left_out(folder):
    """Control and bidi characters would deceive who reads a list of files."""
    for name in ("\u202egpj.exe", "a\nb.txt", "-rf", "$(touch pwn)", "😀.txt"):
        (folder / name).write_text("x")

    handed_in = read_submission(folder, IDS)

    assert sorted(handed_in.files) == ["$(touch pwn)", "-rf", "😀.txt"]
    assert all("hidden characters" in note for note in handed_in.notes)
    assert all(note.isprintable() for note in handed_in.notes)


def test_ignored_files_are_ignored(folder):
    """`CourseDirectory.ignore` holds, for folders too."""
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "a.txt").write_text("")
    (folder / "b.pyc").write_text("")

    handed_in = read_submission(
        folder, IDS, ignore=[".ipynb_checkpoints", "*.pyc"]
    )

    assert not handed_in.files


def test_a_missing_notebook_names_the_one_that_has_its_cells(folder):
    """A renamed notebook is not guessed at, but its name is said."""
    os.rename(folder / "lines.ipynb", folder / "lines (1).ipynb")

    assert refusal(folder) == (
        "there is no lines.ipynb, but 'lines (1).ipynb' has its cells: "
        "rename it"
    )


def test_a_missing_notebook_is_refused(folder):
    """Nothing else in the folder is taken for it."""
    (folder / "lines.ipynb").unlink()

    assert refusal(folder) == "there is no lines.ipynb"


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    """It may have been taken away in the meantime."""
    assert "cannot be read" in refusal(tmp_path / "gone")


def test_one_bad_notebook_leaves_the_others(folder):
    """Each notebook of an assignment is refused on its own."""
    (folder / "bad.ipynb").write_text("{")

    handed_in = read_submission(folder, {**IDS, "bad": []})

    assert list(handed_in.notebooks) == ["lines"]
    assert list(handed_in.refused) == ["bad"]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2020-04-17 12:00:00 UTC", (2020, 4, 17, 12)),
        ("2020-04-17 12:00:00.5 +0000", (2020, 4, 17, 12, 0, 0, 500_000)),
        ("2020-04-17 12:00:00 Europe/Paris", (2020, 4, 17, 10)),
        ("1999-01-01 00:00:00 UTC", (1999, 1, 1)),
        ("2020-04-17T12:00:00", (2020, 4, 17, 12)),
    ],
)
def test_a_timestamp_means_what_nbgrader_reads_in_it(text, time):
    """In UTC, without a zone; a time far back is the exchange's business."""
    assert parse_timestamp(text.encode()) == (datetime.datetime(*time), [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "9" * 5000,
        "2020-13-45 99:99:99 UTC",
        "2020-04-17 12:00:00 ../../../etc/passwd",
        "2020-04-17 12:00:00 /dev/zero",
        "2020-04-17 12:00:00 :/dev/zero",
        "\0\x1b[31m",
    ],
)
def test_a_timestamp_that_is_none_is_left_out(text, folder):
    """It is noted, the work is graded, and no file is opened for its zone."""
    (folder / "timestamp.txt").write_text(text)

    handed_in = read_submission(folder, IDS)

    assert handed_in.timestamp is None
    assert "timestamp.txt" not in handed_in.files
    assert "timestamp.txt holds no time" in handed_in.notes[0]
    assert handed_in.notes[0].isprintable()
    assert handed_in.notebooks


COURSE = Notebook(
    "lines",
    (
        Cell(LOCKED, "imports", "import math", "import math"),
        Cell(OWN, source="# try it", released="# try it"),
        Cell(SOLUTION, "relu", "answer", "stub"),
        Cell(GRADED, "test_relu", "open\nhidden", "open", 2.0),
        Cell(SOLUTION, "tanh", "answer", "stub"),
        Cell(GRADED, "test_tanh", "open\nhidden", "open", 1.0),
        Cell(TEXT, "note", "words", "words", cell_type="markdown"),
    ),
)
HONEST = [
    SubmittedCell("code", "import math", "imports"),
    SubmittedCell("code", "# tried"),
    SubmittedCell("code", "mine", "relu"),
    SubmittedCell("code", "open", "test_relu"),
    SubmittedCell("code", "mine too", "tanh"),
    SubmittedCell("code", "open", "test_tanh"),
    SubmittedCell("markdown", "words", "note"),
]


def merged(*cells):
    """(kind, id, text, judge) of each cell of a job."""
    return [(c.kind, c.id, c.text, c.judge) for c in merge(COURSE, cells)]


WHOLE = [
    (LOCKED, "imports", "import math", "import math"),
    (OWN, "", "# tried", ""),
    (SOLUTION, "relu", "mine", ""),
    (GRADED, "test_relu", "open", "open\nhidden"),
    (SOLUTION, "tanh", "mine too", ""),
    (GRADED, "test_tanh", "open", "open\nhidden"),
    (TEXT, "note", "words", ""),
]


def test_an_honest_notebook_keeps_its_order_and_its_answers():
    """Checks and locked cells have the course's text, the rest its own."""
    assert merged(*HONEST) == WHOLE


def test_a_job_cell_has_the_courses_points():
    """Points come from the course; see also what metadata is read."""
    assert [c.points for c in merge(COURSE, HONEST)] == [0, 0, 0, 2, 0, 1, 0]


def test_edited_checks_and_locked_cells_get_the_courses_text():
    """Whatever the student wrote there, and whatever type it was given."""
    cells = list(HONEST)
    cells[0] = SubmittedCell("code", "import os", "imports")
    cells[3] = SubmittedCell("markdown", "pass", "test_relu")
    cells[6] = SubmittedCell("code", "1 / 0", "note")

    assert merged(*cells) == WHOLE


def test_an_answer_turned_into_text_is_code_again():
    """As in nbgrader: the source says what type a cell has."""
    cells = list(HONEST)
    cells[2] = SubmittedCell("markdown", "mine", "relu")

    assert merged(*cells) == WHOLE


def test_missing_checks_are_put_back_before_the_next_cell_of_the_course():
    """So a helper that was written after the answer is there for them."""
    helper = SubmittedCell("code", "helper")
    cells = [*HONEST[:3], helper, HONEST[4], helper]

    found = merged(*cells)

    assert [(kind, name or text) for kind, name, text, _ in found] == [
        (LOCKED, "imports"),
        (OWN, "# tried"),
        (SOLUTION, "relu"),
        (OWN, "helper"),
        (GRADED, "test_relu"),
        (SOLUTION, "tanh"),
        (OWN, "helper"),
        (GRADED, "test_tanh"),
        (TEXT, "note"),
    ]
    assert found[4] == WHOLE[3]


def test_missing_imports_and_answers_are_put_back_where_they_stood():
    """An answer comes back as it was given out, before own cells after it."""
    own = SubmittedCell("code", "def relu")

    assert merged(own, *HONEST[3:]) == [
        WHOLE[0],
        (SOLUTION, "relu", "stub", ""),
        (OWN, "", "def relu", ""),
        *WHOLE[3:],
    ]


def test_an_empty_notebook_is_the_course_without_answers():
    """All of the course's marked cells, in its order."""
    assert [name for _, name, _, _ in merged()] == [
        "imports",
        "relu",
        "test_relu",
        "tanh",
        "test_tanh",
        "note",
    ]


def test_the_first_of_two_cells_with_one_id_counts():
    """An honest student who copies a cell loses nothing by it."""
    copy = SubmittedCell("code", "pass", "test_relu")

    assert merged(*HONEST, copy) == [*WHOLE, (OWN, "", "pass", "")]


def test_an_unknown_id_is_a_cell_of_the_students_own():
    """And the check whose id was changed is put back."""
    cells = list(HONEST)
    cells[3] = SubmittedCell("code", "pass", "xtest_relu")

    assert merged(*cells) == [
        *WHOLE[:3],
        (OWN, "", "pass", ""),
        *WHOLE[3:],
    ]


def test_text_of_the_students_runs_nowhere():
    """Markdown and raw cells are kept, and are no code."""
    mine = SubmittedCell("markdown", "words")
    raw = SubmittedCell("raw", "words")

    assert merged(*HONEST, mine, raw)[-2:] == [(TEXT, "", "words", "")] * 2


def test_nothing_of_a_submissions_metadata_is_believed(folder):
    """Points, flags, tags, schema versions and kernels are the course's."""
    honest = [cell for cell in HONEST if cell.id]
    cells = [
        code(
            cell.source,
            tags=["skip-execution", "sandbox"],
            nbgrader={
                "grade_id": cell.id,
                "grade": False,
                "points": 1000,
                "locked": True,
                "solution": cell.id == "test_relu",
                "schema_version": 99,
                "cell_type": "markdown",
            },
        )
        for cell in honest
    ]
    kernel = {"kernelspec": {"name": "nosuch", "language": "bash"}}
    (folder / "lines.ipynb").write_text(text_of(*cells, metadata=kernel))

    found = read_submission(folder, IDS).notebooks["lines"]

    assert merge(COURSE, found) == merge(COURSE, honest)
