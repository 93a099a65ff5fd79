"""Derivatives of the catalogue's equations by SymPy, for Tests/Symbolics/CatalogueDerivativeTests.cs.

Reads equations.txt, which that test writes, and writes derivatives.csv.gz, both beside this script. Run with Debian's python3-sympy:

    python3 derivatives.py

Every equation is differentiated by every state, input, noise and learnable parameter in it and evaluated in 50 digits at random points, which have
few digits so that they are the same numbers to every reader. A block of the result is the equation's name and text, the names of the point's
coordinates, the names of the variables, and a line for each point: coordinates, value, derivatives.
"""
import gzip
import random
from pathlib import Path

import mpmath
import sympy as sp

mpmath.mp.dps = 50
FOLDER = Path(__file__).parent
VARIABLES = {"state", "input", "noise", "learnable", "argument"}

FUNCTIONS = {
    "Less": sp.Lt, "LessOrEqual": sp.Le, "Greater": sp.Gt, "GreaterOrEqual": sp.Ge, "Equal": sp.Eq, "NotEqual": sp.Ne,
    "And": sp.And, "Or": sp.Or, "Not": sp.Not, "true": sp.true, "false": sp.false,
    "Select": lambda c, a, b: sp.Piecewise((a, c), (b, True)),
    "Abs": lambda x: sp.Piecewise((-x, x < 0), (x, True)),
    "Min": lambda a, b: sp.Piecewise((a, a <= b), (b, True)),
    "Max": lambda a, b: sp.Piecewise((a, a >= b), (b, True)),
    "Relu": lambda x: sp.Piecewise((x, x > 0), (0, True)),
    "Heaviside": lambda x: sp.Piecewise((1, x >= 0), (0, True)),
    "Sqrt": sp.sqrt, "Exp": sp.exp, "Log": sp.log, "Pow": sp.Pow, "Sin": sp.sin, "Cos": sp.cos, "Tan": sp.tan,
    "Sinh": sp.sinh, "Cosh": sp.cosh, "Tanh": sp.tanh, "Atan": sp.atan,
    "Sigmoid": lambda x: 1 / (1 + sp.exp(-x)),
    "ExpRel": lambda x: (sp.exp(x) - 1) / x,
}


def read():
    """Yields (name, text, {symbol: (kind, default)}) of every equation."""
    members = {}
    for line in (FOLDER / "equations.txt").read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "neuron":
            neuron, members = rest, {}
        elif kind == "equation":
            name, _, text = rest.partition(" = ")
            yield f"{neuron}.{name}", text, members
        elif kind:
            name, default = rest.split(" ")
            members[name] = (kind, float(default))


def coordinate(generator, kind, default):
    value = default * generator.uniform(0.6, 1.4)
    if default == 0 or kind in VARIABLES - {"learnable"}:
        value += generator.uniform(-1, 1)
    return float("%.4g" % value)


def block(name, text, members):
    symbols = {member: sp.Symbol(member, real=True) for member in members}
    expression = sp.sympify(eval(text, {"__builtins__": {}}, {**FUNCTIONS, **symbols}))
    used = [member for member in members if symbols[member] in expression.free_symbols]
    variables = [member for member in used if members[member][0] in VARIABLES]
    wanted = [expression] + [sp.diff(expression, symbols[variable]) for variable in variables]
    function = sp.lambdify([symbols[member] for member in used], wanted, "mpmath")
    yield "equation," + name + "," + text
    yield "coordinates" + "".join("," + member for member in used)
    yield "variables" + "".join("," + variable for variable in variables)
    generator = random.Random(name)
    for _ in range(20 if "." in name.split(".", 1)[1] or name.endswith(("margin", "surrogate")) else 100):
        point = [coordinate(generator, *members[member]) for member in used]
        values = function(*[mpmath.mpf(x) for x in point])
        yield ",".join(repr(x) for x in point + [float(value) for value in values])


with gzip.GzipFile(FOLDER / "derivatives.csv.gz", "wb", mtime=0) as file:
    for equation in read():
        for row in block(*equation):
            file.write((row + "\n").encode())
