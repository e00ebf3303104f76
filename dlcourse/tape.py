"""Numbers that remember where they came from, and so find their own slopes.

This is what PyTorch does with arrays, here with single numbers, to be read.
Begin with `Value`: every operation makes one that keeps the values it was
made of, its parents, and its slope in each. `backward` then walks from the
result to the inputs, multiplies along and adds up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

Number = float | int


class Value:
    """A number with its slope: how the last result changes with it.

    >>> x, y = Value(3.0), Value(2.0)
    >>> z = x * y + x
    >>> z.backward()
    >>> z.data, x.grad, y.grad
    (9.0, 3.0, 3.0)
    """

    __slots__ = ("data", "grad", "parents", "slopes")

    def __init__(
        self,
        data: Number,
        parents: tuple[Value, ...] = (),
        slopes: tuple[Number, ...] = (),
    ):
        self.data = data
        self.grad: Number = 0.0
        self.parents = parents
        self.slopes = slopes

    def backward(self) -> None:
        """Set the grad of every value that this one was made of.

        What an earlier call left there is replaced, not added to.
        """
        order = ancestors(self)
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in order:
            grad = value.grad
            for parent, slope in zip(value.parents, value.slopes):
                parent.grad += slope * grad

    def __repr__(self) -> str:
        return f"Value({self.data:.6g}, grad={self.grad:.6g})"

    def __add__(self, other: Value | Number) -> Value:
        return apply("add", self, other)

    def __mul__(self, other: Value | Number) -> Value:
        return apply("multiply", self, other)

    def __sub__(self, other: Value | Number) -> Value:
        return apply("subtract", self, other)

    def __truediv__(self, other: Value | Number) -> Value:
        return apply("divide", self, other)

    def __pow__(self, exponent: Number) -> Value:
        if exponent == 0:  # 1 everywhere, also at 0
            return Value(1.0, (self,), (0.0,))
        slope = exponent * self.data ** (exponent - 1)
        return Value(self.data**exponent, (self,), (slope,))

    def __neg__(self) -> Value:
        return apply("subtract", 0.0, self)

    def __radd__(self, other: Number) -> Value:
        return apply("add", other, self)

    def __rmul__(self, other: Number) -> Value:
        return apply("multiply", other, self)

    def __rsub__(self, other: Number) -> Value:
        return apply("subtract", other, self)

    def __rtruediv__(self, other: Number) -> Value:
        return apply("divide", other, self)

    def relu(self) -> Value:
        """The number where it is positive, else 0."""
        return apply("relu", self)

    def tanh(self) -> Value:
        """The hyperbolic tangent, between -1 and 1."""
        return apply("tanh", self)

    def exp(self) -> Value:
        """e to the power of the number."""
        return apply("exp", self)

    def log(self) -> Value:
        """The natural logarithm; ValueError for a number not above 0."""
        return apply("log", self)


# Numbers in; out come the result and its slope in each of the numbers.
Operation = Callable[..., tuple[Number, tuple[Number, ...]]]


def tanh_and_slope(a: Number) -> tuple[Number, tuple[Number]]:
    """The hyperbolic tangent t of a, and its slope 1 - t t."""
    t = math.tanh(a)
    return t, (1 - t * t,)


def exp_and_slope(a: Number) -> tuple[Number, tuple[Number]]:
    """e to the power of a, which is its own slope."""
    e = math.exp(a)
    return e, (e,)


# A new operation is one more row here.
OPERATIONS: dict[str, Operation] = {
    "add": lambda a, b: (a + b, (1.0, 1.0)),
    "subtract": lambda a, b: (a - b, (1.0, -1.0)),
    "multiply": lambda a, b: (a * b, (b, a)),
    "divide": lambda a, b: (a / b, (1 / b, -a / (b * b))),
    "relu": lambda a: (a, (1.0,)) if a > 0 else (0.0, (0.0,)),
    "tanh": tanh_and_slope,
    "exp": exp_and_slope,
    "log": lambda a: (math.log(a), (1 / a,)),
}


def apply(name: str, *inputs: Value | Number) -> Value:
    """The Value of an operation of the table; plain numbers are constants."""
    values = [v if isinstance(v, Value) else Value(v) for v in inputs]
    data, slopes = OPERATIONS[name](*[value.data for value in values])
    return Value(data, tuple(values), slopes)


def neuron(
    weights: Sequence[Value], inputs: Sequence[Value | Number], bias: Value
) -> Value:
    """The weighted sum of n inputs and a bias, as one Value.

    One node with 2 n + 1 parents where + and * would make 2 n nodes.
    Raises ValueError unless there are as many weights as inputs.

    >>> w = [Value(1.0), Value(2.0)]
    >>> z = neuron(w, [3.0, 4.0], Value(0.5))
    >>> z.backward()
    >>> z.data, [weight.grad for weight in w]
    (11.5, [3.0, 4.0])
    """
    if len(weights) != len(inputs):
        raise ValueError(
            f"there are {len(weights)} weights, but {len(inputs)} inputs: "
            "each input needs one weight"
        )
    w = [weight.data for weight in weights]
    x = [v.data if isinstance(v, Value) else v for v in inputs]
    total = bias.data + sum(a * b for a, b in zip(w, x))
    made = [(v, a) for v, a in zip(inputs, w) if isinstance(v, Value)]
    parents = (*weights, bias, *[value for value, _ in made])
    slopes = (*x, 1.0, *[slope for _, slope in made])
    return Value(total, parents, slopes)


def ancestors(result: Value) -> list[Value]:
    """The result and all it was made of, each before its own parents.

    That is the order for the way back: a value's slope is complete before
    it is passed on. A stack of our own, for Python's would overflow on a
    chain of a thousand operations.
    """
    order: dict[Value, None] = {}  # a set that keeps its order
    seen: set[Value] = set()
    stack = [result]
    while stack:
        value = stack[-1]
        if value in seen:  # by now its parents stand in the order
            order[value] = None
            stack.pop()
        else:
            seen.add(value)
            stack += [p for p in value.parents if p not in seen]
    return list(reversed(order))
