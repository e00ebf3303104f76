"""Lets the shell say that every cell went well. True mark: 0."""

CELL = """
from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult

shell = get_ipython()
print("every cell is fine")


def fine(raw_cell, *arguments, **options):
    info = ExecutionInfo(raw_cell, True, True, False, "")
    return ExecutionResult(info)


async def fine_later(raw_cell, *arguments, **options):
    return fine(raw_cell)


shell.run_cell, shell.run_cell_async = fine, fine_later
shell.run_code = shell.run_ast_nodes = fine_later
"""
SAID = "every cell is fine"
