"""Looks for processes that it might signal; it signals none.

True mark: 0. Signal 0 only asks whether one could be sent.
"""

CELL = """
import os

def there(pid):
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


print("found", [pid for pid in (*range(2, 3000), PID) if there(pid)])
print("groups", [pid for pid in range(2, 300) if there(-pid)], there(-1))
"""
SAID = "found []"


def held(seen):
    """Nor a group of them."""
    assert "groups [] False" in seen.words
