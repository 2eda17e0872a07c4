"""The amounts behind printed figures, before rounding: these can be multiplied.

What is printed cannot: `1.00 + 1.00 = 2.01` holds within rounding, and seven times as much, `7.00 + 7.00 = 14.07`, does
not. Of the amounts that round to what is printed and make every identity hold exactly, a linear program takes those
that differ least from it.

Belongs here: those amounts, and how their multiples are printed. Does not: which identities there are
(original_papers).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ortools.math_opt.python import mathopt

from yusuan.benchmarks.damage import printed_like
from yusuan.reading.numbers import parse_figure

_HALF = 0.5  # of the last digit: what rounding may have taken
_COST_OF_BREAKING = 1000.0  # against moving one amount by a whole last digit
_STEP = Decimal("0.0001")  # of the last digit: the solver's own exactness


@dataclass(frozen=True)
class PrintedNumber:
    """A printed number with its decimals."""

    number: Decimal
    decimals: int

    @property
    def last_digit(self) -> Decimal:
        """What one more in the last digit is."""
        return Decimal(1).scaleb(-self.decimals)


AmountEquation = Mapping[str, Decimal]  # figure → its coefficient in a sum that is zero


def unrounded(
    figures: Mapping[str, PrintedNumber], equations: Sequence[AmountEquation]
) -> tuple[dict[str, Decimal], int]:
    """Figure → the amount behind it, and how many equations no such amounts fulfil."""
    amounts = {key: figure.number for key, figure in figures.items()}
    if all(residual(equation, amounts) == 0 for equation in equations):
        return amounts, 0
    model = mathopt.Model()
    used = sorted({key for equation in equations for key in equation})
    moved = {key: (model.add_variable(lb=0, ub=_HALF), model.add_variable(lb=0, ub=_HALF)) for key in used}
    broken: list[mathopt.Variable] = []
    for equation in equations:
        weights = {key: coefficient * figures[key].last_digit for key, coefficient in equation.items()}
        least = min(map(abs, weights.values()))
        over, under = model.add_variable(lb=0), model.add_variable(lb=0)
        broken += [over, under]
        terms = [float(weight / least) * (moved[key][0] - moved[key][1]) for key, weight in weights.items()]
        rest = -float(residual(equation, amounts) / least)
        model.add_linear_constraint(mathopt.fast_sum(terms) + over - under == rest)
    every = [variable for pair in moved.values() for variable in pair]
    model.minimize(mathopt.fast_sum(every) + _COST_OF_BREAKING * mathopt.fast_sum(broken))
    solved = mathopt.solve(model, mathopt.SolverType.GLOP)
    for key, (up, down) in moved.items():
        share = Decimal(solved.variable_values(up) - solved.variable_values(down)).quantize(_STEP)
        amounts[key] += share * figures[key].last_digit
    unfulfilled = sum(
        solved.variable_values(up) + solved.variable_values(down) > 2 * float(_STEP)
        for up, down in zip(broken[::2], broken[1::2], strict=True)
    )
    return amounts, unfulfilled


def residual(equation: AmountEquation, amounts: Mapping[str, Decimal]) -> Decimal:
    """By how much the sum is not zero."""
    return sum((coefficient * amounts[key] for key, coefficient in equation.items()), Decimal(0))


def multiple(amount: Decimal, factor: int, decimals: int) -> Decimal:
    """So many times an amount, as it is printed: rounded half up to its decimals."""
    return (amount * factor).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def printed_as(text: str, amount: Decimal, decimals: int) -> str:
    """The text that prints another amount (without sign) in the place of `text`: with its sign, separators, decimals.

    A zero stays as it is (`-`), and so does a text that prints no number.
    """
    figure = parse_figure(text)
    if figure is None or amount == 0:
        return text
    return printed_like(text, -amount if figure.value < 0 else amount, decimals)
