"""True values of the elementary functions for Tests/Passes/Elementary/witness.csv: function, x, and the value as the sum of two doubles.

Run with Debian's python3-mpmath: python3 witness.py > ../Elementary/witness.csv
"""
import random
from mpmath import mp, mpf, exp, expm1, log, cbrt, sin, cos, tan, atan, sinh, cosh, tanh, factorial

mp.prec = 2400
random.seed(1)


def phi(k):
    return lambda z: (exp(z) - sum(z ** n / factorial(n) for n in range(k))) / z ** k


functions = {
    "Exp": (exp, -700, 700), "ExpRel": (phi(1), -700, 700), "Phi2": (phi(2), -700, 700), "Phi3": (phi(3), -700, 700), "Phi5": (phi(5), -700, 700),
    "Log": (log, 0, 1e300), "Cbrt": (lambda x: cbrt(x) if x > 0 else -cbrt(-x), -1e300, 1e300), "Sin": (sin, -2 ** 20, 2 ** 20),
    "Cos": (cos, -2 ** 20, 2 ** 20), "Tan": (tan, -2 ** 20, 2 ** 20), "Atan": (atan, -1e100, 1e100), "Sinh": (sinh, -700, 700),
    "Cosh": (cosh, -700, 700), "Tanh": (tanh, -40, 40), "Sigmoid": (lambda x: 1 / (1 + exp(-x)), -700, 100),
}
for name, (f, low, high) in functions.items():
    points = [0.5, 1.0, 1.5, 1e-3, 1e-9] + [random.uniform(low, high) for _ in range(10)] + [random.uniform(-10, 10) for _ in range(10)]
    for x in points:
        if x < low or x > high:
            continue
        y = f(mpf(x))
        high_part = float(y)
        print("%s,%r,%r,%r" % (name, x, high_part, float(y - high_part)))
