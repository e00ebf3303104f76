"""What crosses between a check and a student's code, a test for each rule.

The cells are as an instructor and a student write them; neither sees that
they run in two processes.
"""

import pytest

from dlcourse.grade.model import GRADED, LOCKED, OWN, SOLUTION
from tests.grade.plain_sandbox import judged, verdict_on

LOCKED_CELL = "import numpy as np\nfrom fractions import Fraction\n"
SAME = "def f(x):\n    return x"


def holds(solution, check, locked=LOCKED_CELL):
    """Whether the check passes; else its message."""
    verdict = judged(solution, check, locked=locked)
    return True if verdict.points == 1 else verdict.message


@pytest.mark.parametrize(
    "value",
    [
        *("0", "-7", "True", "2**80", "-(2**63)", "1.5", "-0.0", "1e308"),
        *("float('inf')", "2 - 3j", "None", "''", "'é\\n\\x00'", "b'\\xff'"),
        *("np.float32(.1)", "np.int8(-3)", "np.bool_(True)", "np.str_('a')"),
        *("Fraction(1, 3)", "__import__('decimal').Decimal('0.10')"),
        *("range(3, 9, 2)", "slice(1, None)", "...", "NotImplemented"),
        "frozenset({1, 2})",
        "__import__('datetime').date(2024, 2, 29)",
        "__import__('datetime').datetime(2024, 2, 29, 12, 30)",
        "__import__('datetime').timedelta(days=1, seconds=5)",
        "__import__('pathlib').Path('a/b.csv')",
        "__import__('re').compile('a+', 2)",
        "np.dtype('float32')",
        "np.datetime64('2024-01-01')",
    ],
)
def test_numbers_texts_and_none_cross(value):
    """There and back they keep their value and their type."""
    check = (
        f"value = {value}\n"
        "again = f(value)\n"
        "assert again == value and type(again) is type(value), repr(again)\n"
        "assert repr(again) == repr(value)"
    )

    assert holds(SAME, check) is True


@pytest.mark.parametrize("kind", ["b1", "i1", "u8", "f2", "f4", "c8", ">i4"])
@pytest.mark.parametrize(
    "make",
    ["a", "a[::2]", "a[::-1]", "a.reshape(2, 3)", "a[:0]", "a[0:1, None]"],
)
def test_arrays_cross(kind, make):
    """With dtype, shape and values, whatever their strides."""
    check = (
        f"a = np.arange(6).astype('{kind}')\n"
        f"a = {make}\n"
        "b = f(a)\n"
        "assert b.dtype == a.dtype and b.shape == a.shape\n"
        "np.testing.assert_array_equal(a, b)"
    )

    assert holds(SAME, check) is True


@pytest.mark.parametrize(
    "make",
    [
        "np.array(3.5)",
        "np.array(['a', 'bcd'])",
        "np.array([b'a', b'bcd'])",
        "np.array(['2024-01-01', 'NaT'], 'datetime64[D]')",
        "np.array([1, 2], 'timedelta64[s]')",
        "np.array([None, [1], 'a'], dtype=object)",
        "np.asfortranarray(np.arange(6.).reshape(2, 3))",
        "np.broadcast_to(np.arange(3), (2, 3))",
        "np.array([np.nan, np.inf, -0.0])",
        "np.zeros((0, 3))",
        "np.eye(2).T[::-1]",
        "np.array([('a', 1)], dtype=[('name', 'U5'), ('age', 'i8')])",
    ],
)
def test_arrays_of_every_kind_cross(make):
    """Text, time, objects and fields, of any order."""
    check = (
        f"a = {make}\n"
        "b = f(a)\n"
        "assert b.dtype == a.dtype and b.shape == a.shape\n"
        "np.testing.assert_array_equal(a, b)"
    )

    assert holds(SAME, check) is True


def test_masked_arrays_keep_their_mask():
    """What is masked here is masked there."""
    solution = "def f(a):\n    return a + 1"
    check = (
        "a = np.ma.masked_invalid([1.0, np.nan])\n"
        "b = f(a)\n"
        "assert b.mask.tolist() == [False, True] and b[0] == 2"
    )

    assert holds(solution, check) is True


def test_read_only_arrays_stay_read_only():
    """Writing to one is the error that it is with plain nbgrader."""
    solution = "def f(a):\n    a[0] = 1"
    check = (
        "a = np.zeros(3)\na.flags.writeable = False\n"
        "try:\n    f(a)\nexcept ValueError as error:\n"
        "    assert 'read-only' in str(error)\n"
        "else:\n    raise AssertionError\n"
    )

    assert holds(solution, check) is True


CHANGES = [
    ("[3, 1, 2]", "x.sort()", "x == [1, 2, 3]"),
    ("[1]", "x.append(x)", "x[1] is x"),
    ("[[1], [2]]", "x[0].append(5); x.pop()", "x == [[1, 5]]"),
    ("{'a': 1}", "x['b'] = 2; del x['a']", "x == {'b': 2}"),
    ("{'a': [1]}", "x['a'][0] = 9", "x == {'a': [9]}"),
    ("{1, 2}", "x.add(3); x.discard(1)", "x == {2, 3}"),
    ("bytearray(b'ab')", "x[0] = 65", "x == bytearray(b'Ab')"),
    ("np.zeros(3)", "x += 1", "x.tolist() == [1, 1, 1]"),
    ("np.zeros((2, 3)).T", "x[0] = 7", "x[:, 0].tolist() == [7, 0, 0]"),
    ("np.zeros(6)[::2]", "x[1:] = 5", "x.tolist() == [0, 5, 5]"),
    ("np.array([[], 1], object)", "x[0].append(1)", "x[0] == [1]"),
    ("(1, [2])", "x[1].append(3)", "x == (1, [2, 3])"),
]


@pytest.mark.parametrize(("value", "change", "then"), CHANGES)
def test_changes_in_place_cross_back(value, change, then):
    """What a student's function does to its argument, the check sees."""
    solution = f"def f(x):\n    {change}"
    check = f"x = {value}\nassert f(x) is None\nassert {then}, x"

    assert holds(solution, check) is True


@pytest.mark.parametrize(("value", "change", "then"), CHANGES)
def test_changes_in_place_cross_in_callbacks(value, change, then):
    """What the check's function does, the student's code sees."""
    solution = f"def f(g, x):\n    g(x)\n    return {then}"
    check = (
        f"def g(x):\n    {change}\n"
        f"x = {value}\n"
        f"assert f(g, x) is True\nassert {then}, x"
    )

    assert holds(solution, check) is True


def test_changes_cross_three_callbacks_deep():
    """At each switch of side, in both directions."""
    solution = (
        "def f(g, log, a):\n"
        "    log.append(('f', a.sum()))\n"
        "    if len(log) < 6:\n"
        "        a += 1\n"
        "        g(f, log, a)\n"
        "    log.append(('back', a.sum()))\n"
    )
    check = (
        "def g(f, log, a):\n"
        "    log.append(('g', a.sum()))\n"
        "    a *= 2\n"
        "    f(g, log, a)\n"
        "def run(f, g):\n"
        "    log, a = [], np.ones(2)\n"
        "    f(g, log, a)\n"
        "    return log, a.tolist()\n"
        "def own(g, log, a):\n"
        "    log.append(('f', a.sum()))\n"
        "    if len(log) < 6:\n"
        "        a += 1\n"
        "        g(own, log, a)\n"
        "    log.append(('back', a.sum()))\n"
        "assert run(f, g) == run(own, g)\n"
        "assert len(run(f, g)[0]) == 11\n"
    )

    assert holds(solution, check) is True


def test_the_same_list_twice_is_one_list():
    """Here and there."""
    solution = (
        "def f(x, y, z):\n"
        "    assert x is y and x is z['x']\n"
        "    x.append(1)\n"
        "    return [y, y]"
    )
    check = (
        "x = []\n"
        "a, b = f(x, x, {'x': x})\n"
        "assert x == [1] and a is x and b is x"
    )

    assert holds(solution, check) is True


def test_lists_and_dicts_may_hold_themselves():
    """Cycles cross, too."""
    solution = "def f(x):\n    d = {'x': x}\n    d['d'] = d\n    return d"
    check = (
        "x = [1]\nx.append(x)\n"
        "d = f(x)\n"
        "assert d['d'] is d and d['x'] is x and x[1] is x"
    )

    assert holds(solution, check) is True


@pytest.mark.parametrize(
    ("make", "then"),
    [
        ("Counter('aab')", "x['a'] == 2 and x['z'] == 0"),
        ("OrderedDict(b=1, a=2)", "list(x) == ['b', 'a']"),
        ("defaultdict(list, a=[1])", "x['z'] == [] and x['a'] == [1]"),
        ("deque([1, 2, 3], maxlen=2)", "list(x) == [2, 3] and x.maxlen == 2"),
    ],
)
def test_collections_are_what_they_are(make, then):
    """Counter, deque and their like keep what makes them so."""
    name = make.split("(")[0]
    solution = f"from collections import {name}\ndef f():\n    return {make}"
    check = (
        f"from collections import {name}\nx = f()\n"
        f"assert type(x) is {name} and {then}"
    )

    assert holds(solution, check) is True


def test_generators_are_drawn_one_at_a_time():
    """No more is asked of them than the check asks; they may be endless."""
    solution = (
        "def f(log):\n"
        "    n = 0\n"
        "    while True:\n"
        "        log.append(n)\n"
        "        yield n\n"
        "        n += 1\n"
    )
    check = (
        "import inspect, types\n"
        "log = []\n"
        "numbers = f(log)\n"
        "assert isinstance(numbers, types.GeneratorType) and log == []\n"
        "assert inspect.isgeneratorfunction(f)\n"
        "assert [next(numbers), next(numbers)] == [0, 1]\n"
        "assert log == [0, 1]\n"
    )

    assert holds(solution, check) is True


def test_the_checks_generators_are_drawn_one_at_a_time():
    """By the student's code."""
    solution = "def f(items):\n    return next(items), next(items)"
    check = (
        "drawn = []\n"
        "def items():\n"
        "    while True:\n"
        "        drawn.append(len(drawn))\n"
        "        yield drawn[-1]\n"
        "assert f(items()) == (0, 1) and drawn == [0, 1]\n"
    )

    assert holds(solution, check) is True


def test_generators_can_be_sent_values_and_closed():
    """As they are."""
    solution = (
        "def f(log):\n"
        "    try:\n"
        "        got = yield 1\n"
        "        yield got * 2\n"
        "    finally:\n"
        "        log.append('closed')\n"
    )
    check = (
        "log = []\ng = f(log)\n"
        "assert next(g) == 1 and g.send(21) == 42\n"
        "g.close()\nassert log == ['closed']\n"
    )

    assert holds(solution, check) is True


def test_a_generator_without_end_is_capped():
    """list() of it ends with an error that says why."""
    solution = "def f():\n    while True:\n        yield 1"
    check = "list(f())"
    from dlcourse.grade.sandbox import standins

    before, standins.MOST_DRAWS = standins.MOST_DRAWS, 500
    try:
        message = holds(solution, check)
    finally:
        standins.MOST_DRAWS = before

    assert "more than 500 items" in message


def test_random_generators_move_on_together():
    """One stream of numbers, whoever draws from it."""
    solution = (
        "import random\n"
        "def f(rng):\n"
        "    return [rng.random(), np.random.rand(), random.random()]"
    )
    check = (
        "import random\n"
        "def draw(f):\n"
        "    rng = np.random.default_rng(1)\n"
        "    np.random.seed(2)\n"
        "    random.seed(3)\n"
        "    return [f(rng), own(rng), f(rng), own(rng)]\n"
        "def own(rng):\n"
        "    return [rng.random(), np.random.rand(), random.random()]\n"
        "assert draw(f) == draw(own)\n"
        "rng = np.random.RandomState(4)\n"
        "a = f(rng)[0], rng.rand()\n"
        "rng = np.random.RandomState(4)\n"
        "assert a == (rng.random(), rng.rand())\n"
    )

    assert holds(solution, check) is True


@pytest.mark.parametrize(
    ("statement", "kind", "text"),
    [
        ("{}['a']", "KeyError", "'a'"),
        ("[][1]", "IndexError", "list index out of range"),
        ("1 / 0", "ZeroDivisionError", "division by zero"),
        ("raise ValueError('one', 2)", "ValueError", "('one', 2)"),
        ("np.linalg.inv(np.zeros((2, 2)))", "np.linalg.LinAlgError", "Sing"),
        ("np.zeros(2)[5]", "IndexError", "out of bounds"),
        ("np.zeros(2).sum(axis=3)", "np.exceptions.AxisError", "axis 3"),
        ("open('nowhere.txt')", "FileNotFoundError", "nowhere.txt"),
        ("int('x')", "ValueError", "invalid literal"),
        ("assert 0, 'no'", "AssertionError", "no"),
        ("raise StopIteration", "StopIteration", ""),
        ("b'\\xff'.decode()", "UnicodeDecodeError", "0xff"),
        ("f(0, 0)", "TypeError", "positional"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", ""),
        ("import sys; sys.exit(3)", "SystemExit", "3"),
        ("unknown", "NameError", "unknown"),
        ("[].nothing", "AttributeError", "nothing"),
    ],
)
def test_exceptions_cross_as_themselves(statement, kind, text):
    """With their class and their text."""
    solution = f"def f(x):\n    {statement}"
    check = (
        f"try:\n    f(1)\nexcept {kind} as error:\n"
        f"    assert type(error) is {kind}\n"
        f"    assert {text!r} in str(error), str(error)\n"
        "else:\n    raise RuntimeError('nothing was raised')\n"
    )

    assert holds(solution, check) is True


def test_a_students_own_exceptions_cross():
    """With their attributes, their text and what they are built on."""
    solution = (
        "class Trouble(ValueError):\n    pass\n"
        "class TooLittle(Trouble):\n"
        "    def __init__(self, need):\n"
        "        self.need = need\n"
        "    def __str__(self):\n"
        "        return f'{self.need} more'\n"
        "def f(x):\n    raise TooLittle(x)"
    )
    check = (
        "try:\n    f(5)\nexcept Trouble as error:\n"
        "    assert error.need == 5 and str(error) == '5 more'\n"
        "    assert isinstance(error, TooLittle)\n"
        "    assert isinstance(error, ValueError)\n"
        "else:\n    raise RuntimeError\n"
        "assert issubclass(TooLittle, Trouble)\n"
    )

    assert holds(solution, check) is True


def test_the_checks_exceptions_pass_through_students_code():
    """And come back as the very same object."""
    solution = (
        "def f(g, log):\n"
        "    try:\n"
        "        g()\n"
        "    except ValueError as error:\n"
        "        log.append(str(error))\n"
        "    g()"
    )
    check = (
        "class Odd(ValueError):\n    pass\n"
        "kept = Odd('odd', 3)\n"
        "def g():\n    raise kept\n"
        "log = []\n"
        "try:\n    f(g, log)\nexcept Odd as error:\n"
        "    assert error is kept\n"
        "else:\n    raise RuntimeError\n"
        "assert log == [str(kept)]\n"
    )

    assert holds(solution, check) is True


def test_exceptions_are_values_too():
    """A function may give one back, or be given one."""
    solution = (
        "def f(g):\n"
        "    try:\n        return g()\n"
        "    except Exception as error:\n        return error"
    )
    check = (
        "def g():\n    raise KeyError('x')\n"
        "error = f(g)\n"
        "assert type(error) is KeyError and error.args == ('x',)\n"
    )

    assert holds(solution, check) is True


def test_what_is_printed_is_printed_here():
    """In its order, to whatever stands for sys.stdout."""
    solution = (
        "import sys\n"
        "def f(g):\n"
        "    print('one')\n    g()\n    print('three', end='')\n"
        "    print('oops', file=sys.stderr)"
    )
    check = (
        "import io\nfrom contextlib import redirect_stderr, redirect_stdout\n"
        "out, err = io.StringIO(), io.StringIO()\n"
        "with redirect_stdout(out), redirect_stderr(err):\n"
        "    f(lambda: print('two'))\n"
        "assert out.getvalue() == 'one\\ntwo\\nthree', out.getvalue()\n"
        "assert err.getvalue() == 'oops\\n'\n"
    )

    assert holds(solution, check) is True


def test_what_the_check_itself_shows_is_capped():
    """A flood of text ends with a note and costs nothing."""
    solution = (
        "def f():\n    for _ in range(300):\n        print('x' * 10_000)"
    )
    verdict = verdict_on((SOLUTION, solution), (GRADED, "f()"))
    (shown,) = verdict.ran[1].outputs

    assert verdict.checks[0].points == 1
    assert len(shown["text"]) < 2 << 20
    assert "[cut off here]" in shown["text"][-40:]


def test_warnings_are_warned_of_here():
    """They can be recorded, asserted and counted."""
    solution = (
        "import warnings\n"
        "def f(x):\n"
        "    warnings.warn('old', DeprecationWarning)\n"
        "    return np.log(x)"
    )
    check = (
        "import unittest, warnings\n"
        "with warnings.catch_warnings(record=True) as seen:\n"
        "    warnings.simplefilter('always')\n"
        "    f(np.array([0.0]))\n"
        "kinds = [w.category for w in seen]\n"
        "assert kinds == [DeprecationWarning, RuntimeWarning], kinds\n"
        "with unittest.TestCase().assertWarns(DeprecationWarning):\n"
        "    f(1.0)\n"
        "with np.errstate(divide='raise'):\n"
        "    try:\n        f(np.array([0.0]))\n"
        "    except FloatingPointError:\n        pass\n"
        "    else:\n        raise AssertionError\n"
    )

    assert holds(solution, check) is True


def test_a_function_keeps_name_doc_signature_and_source():
    """inspect finds what the notebook holds."""
    solution = (
        "def f(a, b=2, *c, d, **e):\n"
        "    'What it does.'\n"
        "    return a  # and so on"
    )
    check = (
        "import ast, inspect\n"
        "assert f.__name__ == 'f' and f.__doc__ == 'What it does.'\n"
        "parameters = inspect.signature(f).parameters\n"
        "assert list(parameters) == ['a', 'b', 'c', 'd', 'e']\n"
        "assert parameters['b'].default is not parameters['b'].empty\n"
        "assert parameters['d'].kind is parameters['d'].KEYWORD_ONLY\n"
        "assert '# and so on' in inspect.getsource(f)\n"
        "assert isinstance(ast.parse(inspect.getsource(f)), ast.Module)\n"
        "assert inspect.isfunction(f) and callable(f)\n"
    )

    assert holds(solution, check) is True


SHOP = """
class Item:
    sold = 0
    def __init__(self, name, price):
        self.name, self.price, self.tags = name, price, []
    def __lt__(self, other):
        return self.price < other.price
    def __eq__(self, other):
        if isinstance(other, (int, float)):
            return self.price == other
        return isinstance(other, Item) and self.price == other.price
    def __add__(self, other):
        return Item(self.name, self.price + getattr(other, "price", other))
    @property
    def dear(self):
        return self.price > 10
    @classmethod
    def free(cls):
        return cls("nothing", 0)
    def rename(self, name):
        self.name = name
        return self
def cheapest(items):
    return min(items)
"""


def test_classes_and_instances_of_students_are_handles():
    """Attributes, methods, properties, operators, sorting, identity."""
    check = (
        "a, b = Item('tea', 5), Item('pot', 20)\n"
        "assert b.dear and not a.dear and a < b and a != b\n"
        "assert sorted([b, a])[0] is a and cheapest([b, a]) is a\n"
        "assert a.rename('mint') is a and a.name == 'mint'\n"
        "a.price = 30\nassert a.dear and max(a, b) is a\n"
        "a.tags.append('hot')\nassert a.tags == ['hot'] and b.tags == []\n"
        "assert (a + b).price == 50 and type(a + b) is Item\n"
        "Item.sold += 2\nassert Item.sold == 2 and b.sold == 2\n"
        "assert Item.free().price == 0 and isinstance(a, Item)\n"
        "assert hasattr(a, 'price') and not hasattr(a, 'weight')\n"
        "assert getattr(a, 'weight', None) is None\n"
        "del a.price\nassert not hasattr(a, 'price')\n"
    )

    assert holds(SHOP, check) is True


def test_what_a_method_was_given_stays_the_same_object():
    """A list that an object holds is the check's own list."""
    solution = (
        "class Box:\n"
        "    def __init__(self):\n        self.things = []\n"
        "    def put(self, thing):\n        self.things.append(thing)\n"
        "    def first(self):\n        return self.things[0]"
    )
    check = (
        "box, mine = Box(), [1]\n"
        "box.put(mine)\nmine.append(2)\n"
        "assert box.first() is mine and box.first() == [1, 2]\n"
        "box.things.append('last')\nassert box.things[-1] == 'last'\n"
        "box.first().clear()\nassert mine == []\n"
    )

    assert holds(solution, check) is True


def test_a_class_can_be_built_on_a_students():
    """With methods of the check's, super() and abstract methods."""
    solution = (
        "from abc import ABC, abstractmethod\n"
        "class Animal(ABC):\n"
        "    def __init__(self, name):\n        self.name = name\n"
        "    @abstractmethod\n"
        "    def sound(self):\n        return '...'\n"
        "    def speak(self):\n"
        "        return f'{self.name} says {self.sound()}'"
    )
    check = (
        "class Dog(Animal):\n"
        "    legs = 4\n"
        "    def __init__(self, name, age):\n"
        "        super().__init__(name)\n"
        "        self.age = age\n"
        "    def sound(self):\n"
        "        return super().sound() + 'wuff'\n"
        "rex = Dog('Rex', 3)\n"
        "assert rex.speak() == 'Rex says ...wuff', rex.speak()\n"
        "assert rex.age == 3 and rex.legs == 4\n"
        "assert isinstance(rex, Animal) and issubclass(Dog, Animal)\n"
        "class Silent(Animal):\n    pass\n"
        "for kind in (Animal, Silent):\n"
        "    try:\n        kind('x')\n"
        "    except TypeError as e:\n        assert 'sound' in str(e)\n"
        "    else:\n        raise AssertionError(kind)\n"
    )

    assert holds(solution, check) is True


TREE = """
import numpy as np
from collections import namedtuple
from dataclasses import dataclass
from enum import Enum
class Node:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right
    def __eq__(self, other):
        return isinstance(other, Node) and vars(self) == vars(other)
@dataclass
class Size:
    width: int
    height: int = 1
    def area(self):
        return self.width * self.height
class Color(Enum):
    RED = 1
    BLUE = 2
Pair = namedtuple("Pair", "a b")
class Stop(Exception):
    pass
"""


def test_classes_of_locked_cells_are_the_same_on_both_sides():
    """Their objects cross with all they hold, changes in place too."""
    solution = (
        "def depth(node):\n"
        "    if node is None:\n        return 0\n"
        "    assert isinstance(node, Node)\n"
        "    return 1 + max(depth(node.left), depth(node.right))\n"
        "def insert(node, value):\n"
        "    side = 'left' if value < node.value else 'right'\n"
        "    if getattr(node, side) is None:\n"
        "        setattr(node, side, Node(value))\n"
        "    else:\n        insert(getattr(node, side), value)\n"
        "def grow(size):\n"
        "    return Size(size.width + 1, size.area())\n"
        "def other(color):\n"
        "    return Color.BLUE if color is Color.RED else Color.RED\n"
        "def swap(pair):\n    return Pair(pair.b, pair.a)\n"
        "def stop():\n    raise Stop('here')"
    )
    check = (
        "tree = Node(5, Node(3))\n"
        "left = tree.left\n"
        "assert depth(tree) == 2\n"
        "insert(tree, 4)\n"
        "assert left.right == Node(4) and tree.left is left\n"
        "assert isinstance(left.right, Node) and depth(tree) == 3\n"
        "assert grow(Size(2, 3)) == Size(3, 6)\n"
        "assert other(Color.RED) is Color.BLUE\n"
        "assert isinstance(swap(Pair(1, 2)), Pair)\n"
        "assert swap(Pair(1, 2)) == Pair(2, 1)\n"
        "try:\n    stop()\nexcept Stop as error:\n"
        "    assert type(error) is Stop and str(error) == 'here'\n"
        "else:\n    raise AssertionError\n"
    )

    assert holds(solution, check, locked=TREE) is True


def test_named_tuples_and_enums_of_students_cross():
    """As instances of their classes."""
    solution = (
        "from collections import namedtuple\nfrom enum import Enum\n"
        "Pair = namedtuple('Pair', 'a b')\n"
        "class Color(Enum):\n    RED = 1\n    BLUE = 2\n"
        "def swap(p):\n    return p._replace(a=p.b, b=p.a)\n"
    )
    check = (
        "p = Pair(1, 2)\n"
        "assert isinstance(p, Pair) and not isinstance((1, 2), Pair)\n"
        "assert swap(p) == Pair(2, 1) and swap(p).a == 2\n"
        "assert Color.RED is Color.RED and Color(2) is Color.BLUE\n"
        "assert Color.RED.value == 1 and Color['RED'].name == 'RED'\n"
        "assert [c.name for c in Color] == ['RED', 'BLUE']\n"
        "assert len(Color) == 2 and isinstance(Color.RED, Color)\n"
    )

    assert holds(solution, check) is True


def test_functions_and_objects_of_the_check_call_back():
    """A student's code is handed functions, methods, files and objects."""
    solution = (
        "def f(call, log, thing, file):\n"
        "    log('started')\n"
        "    thing.count += call(2)\n"
        "    print('written', file=file)\n"
        "    return [line.strip() for line in thing.lines()]"
    )
    check = (
        "import io\n"
        "class Thing:\n"
        "    count = 1\n"
        "    def lines(self):\n        return io.StringIO('a\\nb\\n')\n"
        "said, thing, file = [], Thing(), io.StringIO()\n"
        "assert f(lambda x: x + 1, said.append, thing, file) == ['a', 'b']\n"
        "assert said == ['started'] and thing.count == 4\n"
        "assert file.getvalue() == 'written\\n'\n"
    )

    assert holds(solution, check) is True


def test_a_students_decorator_wraps_the_checks_function():
    """With what it counts, which the check can read and set."""
    solution = (
        "import functools\n"
        "def counted(f):\n"
        "    @functools.wraps(f)\n"
        "    def wrapper(*args, **kwargs):\n"
        "        wrapper.calls += 1\n"
        "        return f(*args, **kwargs)\n"
        "    wrapper.calls = 0\n"
        "    return wrapper"
    )
    check = (
        "@counted\ndef add(a, b=1):\n    'Adds.'\n    return a + b\n"
        "assert add.calls == 0\n"
        "assert add(1, b=2) == 3 and add(1) == 2\n"
        "assert add.calls == 2 and add.__name__ == 'add'\n"
        "add.calls = 10\nadd(1)\nassert add.calls == 11\n"
    )

    assert holds(solution, check) is True


def test_what_cannot_cross_names_itself():
    """The check fails with a message that has the type in it."""
    solution = "import threading\ndef f():\n    return threading.Lock()"

    message = holds(solution, "assert f() + 1 == 2")

    assert "lock" in message
    message = holds(SAME, "import threading\nf(threading.Lock())")
    assert "lock" in message


def test_an_object_of_an_unknown_class_answers_no_comparison():
    """It could say anything; the message names its class."""
    solution = (
        "class Liar:\n"
        "    def __eq__(self, other):\n        return True\n"
        "    def __sub__(self, other):\n        return 0\n"
        "def f():\n    return Liar()"
    )
    course = "def f():\n    return 3"
    for check in ("assert f() == 3", "assert 3 == f()", "assert f() - 3 == 0"):
        found = judged(course, check, solution)

        assert found.points == 0
        assert "Liar" in found.message


def test_a_checks_mocks_hold_while_the_student_is_called():
    """Of builtins, of modules, by unittest.mock or by hand."""
    solution = (
        "import random, time, os\n"
        "def f():\n"
        "    time.sleep(100)\n"
        "    print('hello', random.random(), os.getcwd())\n"
        "    with open('data.txt') as file:\n"
        "        return [input('?'), file.read()]"
    )
    check = (
        "import os\nfrom unittest import mock\n"
        "getcwd, os.getcwd = os.getcwd, lambda: 'here'\n"
        "with mock.patch('builtins.input', return_value='yes') as asked, \\\n"
        "        mock.patch('builtins.print') as printed, \\\n"
        "        mock.patch('time.sleep') as slept, \\\n"
        "        mock.patch('random.random', return_value=0.5), \\\n"
        "        mock.patch('builtins.open', mock.mock_open(read_data='a')):\n"
        "    assert f() == ['yes', 'a']\n"
        "os.getcwd = getcwd\n"
        "asked.assert_called_once_with('?')\n"
        "slept.assert_called_once_with(100)\n"
        "printed.assert_called_with('hello', 0.5, 'here')\n"
    )

    assert holds(solution, check) is True


def test_a_check_can_forbid_a_builtin():
    """By mock or by a function of that name; ours do not mind."""
    solution = "def f(x):\n    return sum(x)"
    by_mock = (
        "from unittest import mock\n"
        "with mock.patch('builtins.sum', side_effect=AssertionError('no')):\n"
        "    f([1, 2])\n"
    )
    by_name = "def sum(*_):\n    raise AssertionError('no')\nf([1, 2])\n"

    assert "no" in holds(solution, by_mock)
    assert "no" in holds(solution, by_name)
    assert holds("def f(x):\n    return x[0]", by_mock) is True
    assert holds(solution, "assert f([1, 2]) == 3") is True


def test_a_check_can_change_a_constant_that_answers_read():
    """It is what the check says for that cell's calls."""
    verdict = verdict_on(
        (LOCKED, "LIMIT = 10"),
        (SOLUTION, "def f(x):\n    return x > LIMIT"),
        (GRADED, "assert f(11) and not f(9)"),
        (GRADED, "LIMIT = 5\nassert f(9)"),
    )

    assert [check.points for check in verdict.checks] == [1, 1]


def test_a_checks_secrets_are_not_lent():
    """Only what the course's own answer reads is."""
    steal = "def f(x):\n    return expected"
    check = "expected = 42\nassert f(1) == expected"

    assert judged("def f(x):\n    return 42", check, steal).points == 0


@pytest.mark.parametrize(
    "magic",
    [
        "%matplotlib inline",
        "%time f(1)",
        "%timeit -n 1 -r 1 f(1)",
        "%load_ext autoreload",
        "%config InlineBackend.figure_format = 'svg'",
        "display(f(1))",
        "value = %time f(4)\nassert value == 4",
    ],
)
def test_magics_in_checks_do_no_harm(magic):
    """Those that show do nothing, those that time run once."""
    assert holds(SAME, f"{magic}\nassert f(2) == 2") is True


def test_what_capture_has_captured_can_be_read():
    """By the cells that follow."""
    verdict = verdict_on(
        (SOLUTION, "def f():\n    print('hi')"),
        (GRADED, "%%capture said\nf()"),
        (GRADED, "assert said.stdout == 'hi\\n'"),
    )

    assert [check.points for check in verdict.checks] == [1, 1]


@pytest.mark.parametrize("command", ["!ls", "files = !ls", "%%bash\nls"])
def test_commands_in_checks_are_refused_by_name(command):
    """The message names what was refused."""
    message = holds(SAME, f"{command}")

    assert "ls" in message or "bash" in message
    assert "refused" in message or "cannot be used" in message


def test_students_own_names_of_the_checks_do_not_win():
    """np, abs and check_… are the judge's, helpers of earlier cells too."""
    wrong = "def f(x):\n    return -x"
    verdict = verdict_on(
        (LOCKED, "import numpy as np"),
        (SOLUTION, SAME, f"{wrong}\nnp = abs = check_f = print"),
        (GRADED, "def check_f(x):\n    assert abs(f(x) - np.abs(x)) == 0"),
        (OWN, "", "def check_f(x): pass\nclass np: abs = f"),
        (GRADED, "check_f(3)"),
    )

    assert [check.points for check in verdict.checks] == [1, 0]


def test_views_that_are_given_back_stay_views():
    """Of the check's own array, so that writing into one writes into it."""
    solution = "def f(a):\n    return a[1:], a.reshape(2, 2), a.copy()"
    check = (
        "a = np.arange(4.0)\n"
        "tail, square, copied = f(a)\n"
        "tail[0] = 9\n"
        "assert a[1] == 9 and square[0, 1] == 9 and copied[1] == 1\n"
        "assert np.shares_memory(a, tail)\n"
        "assert not np.shares_memory(a, copied)\n"
    )

    assert holds(solution, check) is True


def test_a_number_class_of_the_students_compares_with_numbers():
    """Where the check has made the object itself."""
    check = (
        "a = Item('tea', 5)\n"
        "assert a == 5 and 5 == a and not a == 6\n"
        "assert a + 1 == 6 and Item.free() == 0\n"
        "assert a in [5] and [a] == [5]\n"
    )

    assert holds(SHOP, check) is True


def test_a_functions_own_object_compares_with_no_number():
    """It could be an object that equals everything."""
    liar = SHOP.replace("self.price == other\n", "True\n")
    course = f"{SHOP}\ndef total(items):\n    return 7\n"
    student = f"{liar}\ndef total(items):\n    return items[0]\n"
    check = "assert total([Item('tea', 5)]) == 7"

    assert judged(course, check).points == 1
    assert judged(course, check, student).points == 0


def test_defaults_and_annotations_can_be_looked_at():
    """As inspect gives them."""
    solution = (
        "def f(a: int, b: float = 2.5, *, c='x') -> list[int]:\n    pass"
    )
    check = (
        "import inspect\n"
        "parameters = inspect.signature(f).parameters\n"
        "assert parameters['b'].default == 2.5\n"
        "assert parameters['c'].default == 'x'\n"
        "assert f.__annotations__['a'] is int\n"
        "assert f.__annotations__['b'] is float\n"
        "assert 'list' in str(f.__annotations__['return'])\n"
    )

    assert holds(solution, check) is True


def test_objects_can_be_copied_and_looked_into():
    """By copy, vars, dir and inspect."""
    check = (
        "import copy, inspect\n"
        "a = Item('tea', 5)\n"
        "assert vars(a) == {'name': 'tea', 'price': 5, 'tags': []}\n"
        "assert 'price' in a.__dict__ and 'rename' in dir(a)\n"
        "shallow, deep = copy.copy(a), copy.deepcopy(a)\n"
        "assert shallow is not a and shallow == a and deep == a\n"
        "assert shallow.tags is a.tags and deep.tags is not a.tags\n"
        "assert list(inspect.signature(Item).parameters) == "
        "['name', 'price']\n"
    )

    assert holds(SHOP, check) is True


def test_exceptions_of_the_standard_library_are_themselves():
    """As those of json and decimal."""
    solution = (
        "import json, decimal\n"
        "def f(x):\n    json.loads('{')\n"
        "def g(x):\n    decimal.Decimal('x')"
    )
    check = (
        "import decimal, json\n"
        "try:\n    f(1)\nexcept json.JSONDecodeError as error:\n"
        "    assert 'Expecting' in str(error)\n"
        "else:\n    raise AssertionError\n"
        "try:\n    g(1)\nexcept decimal.InvalidOperation:\n    pass\n"
        "else:\n    raise AssertionError\n"
    )

    assert holds(solution, check) is True


def test_what_a_check_types_is_read_by_the_students_code():
    """From sys.stdin."""
    solution = "import sys\ndef f():\n    return sys.stdin.readline()"
    check = (
        "import io, sys\n"
        "before, sys.stdin = sys.stdin, io.StringIO('hi\\n')\n"
        "assert f() == 'hi\\n'\n"
        "sys.stdin = before"
    )

    assert holds(solution, check) is True


def test_functions_come_back_alone_and_in_lists():
    """As one and the same."""
    solution = "def f():\n    g = lambda: 1\n    return g, [g], {'g': g}"
    check = (
        "one, (two,), named = f()\n"
        "assert one is two and one is named['g'] and one() == 1\n"
        "assert one.__name__ == '<lambda>'"
    )

    assert holds(solution, check) is True
