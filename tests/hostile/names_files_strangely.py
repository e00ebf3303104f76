"""Names with hidden characters, blanks, options, commands. True mark: 16."""

MARK, SAID = 16, "its name has hidden characters"
NAMES = ("\u202egpj.exe", "a\nb.txt", "\U0001f600.txt", "-rf", "$(touch x)")


def hand_in(folder):
    """One file of each name."""
    for name in NAMES:
        (folder / name).write_text("x")
