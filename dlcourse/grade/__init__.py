"""The instructor's side (extra `grade`): courses, and their grading.

Imports point one way, down these lists.

To build one: errors, exercise, transfer, mistakes, small, student,
release, handout.

What the sandbox runs: sandbox (a package of its own that knows nothing else
of this library), student_build.

To grade: model (the records), shown, launch, confine (its walls),
names, space, showing, lending, outside, watch, judge, rehearsal, worker;
cells, submission, arrange, course, table, marks, writing, gradebook,
autograded, verdicts, void, starting, batch, cluster, grading, voiding,
preprocessors, formgrader; safe_html, feedback_page, feedback_files;
chapters, seen, report, report_page; tracing, explain, explain_page.

The hour around it: downloads (what names tell), packed, sheet, roster,
collecting, exporting; beginning, mutants.
"""
