"""Nothing: a right solution, to show what the others do not get. Mark: 16."""

MARK = 16
