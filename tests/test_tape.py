"""The tape: every operation's slope, reuse, depth."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse import tape
from dlcourse.tape import Value, neuron

numbers = st.floats(0.5, 2) | st.floats(-2, -0.5)


def slope(f, a, h=1e-5):
    """The central difference of f at a."""
    return (f(a + h) - f(a - h)) / (2 * h)


@pytest.mark.parametrize("name", tape.OPERATIONS)
@given(a=numbers, b=numbers)
def test_every_operation_of_the_table_has_the_right_slopes(name, a, b):
    """A new row is checked against numbers without a new test."""
    inputs = [abs(a), abs(b)] if name == "log" else [a, b]
    operation = tape.OPERATIONS[name]
    inputs = inputs[: operation.__code__.co_argcount]

    _, slopes = operation(*inputs)

    for i, given_slope in enumerate(slopes):

        def f(v, i=i):
            return operation(*inputs[:i], v, *inputs[i + 1 :])[0]

        assert given_slope == pytest.approx(
            slope(f, inputs[i]), rel=1e-7, abs=1e-9
        )


@given(a=numbers, b=numbers)
def test_operators_do_what_numbers_do(a, b):
    """On either side, a plain number is a constant."""
    x, y = Value(a), Value(b)

    assert (x + y).data == a + b == (a + y).data == (x + b).data
    assert (x - y).data == a - b == (a - y).data == (x - b).data
    assert (x * y).data == a * b == (a * y).data == (x * b).data
    assert (x / y).data == a / b == (a / y).data == (x / b).data
    assert (-x).data == -a
    assert (x**2).data == a**2
    assert [v.data for v in (x.relu(), x.tanh(), x.exp())] == [
        max(a, 0.0), math.tanh(a), math.exp(a),
    ]
    assert sum([x, y]).data == a + b


@given(a=numbers, b=numbers)
def test_a_long_expression_has_the_slopes_of_numbers(a, b):
    """Operations after each other multiply their slopes."""

    def f(x, y):
        return (x * y - x / y) ** 2 + (x - 3.0) * (2.0 - y) + 1.0 / x

    x, y = Value(a), Value(b)

    f(x, y).backward()

    near = 1e-8 * (abs(x.grad) + abs(y.grad))
    assert x.grad == pytest.approx(slope(lambda v: f(v, b), a), abs=near)
    assert y.grad == pytest.approx(slope(lambda v: f(a, v), b), abs=near)


def test_a_value_used_twice_adds_up_both_slopes():
    """The slope of x x is 2 x."""
    x = Value(3.0)

    (x * x).backward()

    assert x.grad == 6.0


def test_a_value_waits_for_all_its_uses():
    """A shared value passes its slope on when it is complete, and once.

    Near and far use of y: an order without care visits x too early.
    """
    x = Value(2.0)
    y = x * 3.0
    far = y * 1.0 * 1.0 * 1.0

    (y + far).backward()

    assert (y.grad, x.grad) == (2.0, 6.0)


def test_shared_values_do_not_double_the_work():
    """A hundred doublings have 2 ** 100 paths, and a hundred values."""
    x = value = Value(1.0)
    for _ in range(100):
        value = value + value

    value.backward()

    assert x.grad == 2.0**100


def test_a_chain_may_be_as_long_as_memory_allows():
    """No recursion: 100,000 operations after each other."""
    x = value = Value(0.0)
    for _ in range(100_000):
        value = value + 1.0

    value.backward()

    assert (value.data, x.grad) == (100_000.0, 1.0)


def test_a_second_way_back_begins_anew():
    """Slopes are set, not added to what an earlier call left."""
    x = Value(2.0)
    y = x * x

    y.backward()
    y.backward()

    assert x.grad == 4.0


def test_a_result_by_itself_has_slope_one():
    """Everything changes with itself as fast as itself."""
    x = Value(5.0)

    x.backward()

    assert x.grad == 1.0
    assert repr(x) == "Value(5, grad=1)"


@given(w=st.lists(numbers, min_size=1, max_size=5), b=numbers)
def test_a_neuron_is_its_sum_in_one_node(w, b):
    """The same value and slopes as with + and *, inputs constant or not."""
    inputs = [Value(0.5 * i) if i % 2 else 0.5 * i for i in range(len(w))]
    weights, bias = [Value(v) for v in w], Value(b)
    values = [*weights, bias, *[v for v in inputs if isinstance(v, Value)]]
    long = sum((v * x for v, x in zip(weights, inputs)), bias)
    long.backward()
    slopes = [value.grad for value in values]

    short = neuron(weights, inputs, bias)
    short.backward()

    assert short.data == pytest.approx(long.data, abs=1e-12)
    assert [value.grad for value in values] == slopes
    assert set(short.parents) == set(values)


def test_a_neuron_needs_a_weight_for_each_input():
    """zip would drop an input in silence."""
    with pytest.raises(ValueError, match="1 weights, but 2 inputs"):
        neuron([Value(1.0)], [1.0, 2.0], Value(0.0))


def test_the_slope_of_a_power_zero_is_zero():
    """Also at 0, where the rule would divide by it."""
    x = Value(0.0)

    (x**0).backward()

    assert x.grad == 0
