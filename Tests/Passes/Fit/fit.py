"""Fits the polynomials of Generator/Passes/Functions: minimax by Remez exchange, coefficients rounded to the precision they serve.

Run with Debian's python3-mpmath: python3 fit.py. Prints, per table, the coefficients (constant term first) and the largest
weighted error, as a power of two, before and after rounding.
"""
import struct
from mpmath import mp, mpf, matrix, lu_solve, exp, log, sin, cos, atan, cbrt, pi, sqrt, expm1, log1p, atanh

mp.prec = 250


def to_single(x):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def to_double(x):
    return mpf(float(x))


def shortest(x, single):
    if not single:
        return repr(float(x))
    for digits in range(6, 12):
        text = "%.*g" % (digits, float(x))
        if to_single(mpf(text)) == x:
            return text
    raise ValueError(x)


def remez(g, w, low, high, count):
    """The polynomial p with `count` coefficients that makes the largest w |p - g| on [low, high] smallest."""
    low, high = mpf(low), mpf(high)
    grid = [low + (high - low) * (1 - cos(pi * (i + mpf(1) / 3) / (60 * count))) / 2 for i in range(60 * count)]
    values, weights = [g(x) for x in grid], [w(x) for x in grid]
    nodes = [int((i + 0.5) * len(grid) / (count + 1)) for i in range(count + 1)]
    for _ in range(40):
        a, b = matrix(count + 1, count + 1), matrix(count + 1, 1)
        for row, i in enumerate(nodes):
            for k in range(count):
                a[row, k] = grid[i] ** k
            a[row, count] = (-1) ** row / weights[i]
            b[row] = values[i]
        c = lu_solve(a, b)
        error = [weights[i] * (mp.polyval(list(c)[count - 1::-1], x) - values[i]) for i, x in enumerate(grid)]
        # One extremum per run of equal sign; keep the count + 1 consecutive ones that include the largest.
        extrema = []
        for i, e in enumerate(error):
            if extrema and (error[extrema[-1]] > 0) == (e > 0):
                if abs(e) > abs(error[extrema[-1]]):
                    extrema[-1] = i
            else:
                extrema.append(i)
        while len(extrema) > count + 1:
            extrema.pop(0 if abs(error[extrema[0]]) < abs(error[extrema[-1]]) else -1)
        worst = max(abs(e) for e in error)
        if len(extrema) < count + 1 or extrema == nodes or worst < abs(c[count]) * mpf("1.0001"):
            break
        nodes = extrema
    return list(c)[:count], worst, grid


def fit(name, g, w, low, high, count, single):
    """Rounds the coefficients all at once or, where x > 0, lowest first so that the rest make up for each rounding."""
    to = to_single if single else to_double
    best, ideal, grid = remez(g, w, low, high, count)

    def error_of(c):
        return max(abs(w(x) * (mp.polyval(c[::-1], x) - g(x))) for x in grid)

    in_turn = []
    for k in range(count if low > 0 else 0):
        rest, _, _ = remez(lambda x: (g(x) - (mp.polyval(in_turn[::-1], x) if k else 0)) / x ** k, lambda x: w(x) * x ** k, low, high, count - k)
        in_turn.append(to(rest[0]))
    candidates = [[to(c) for c in best], in_turn]
    best = min([c for c in candidates if c], key=error_of)
    print("%-22s %s  [%s]  2^%.2f, rounded 2^%.2f" % (
        name, "single" if single else "double", ", ".join(shortest(c, single) for c in best),
        float(log(abs(ideal), 2)), float(log(error_of(best), 2))), flush=True)


def parts(name, x, count, single):
    """x as a sum of numbers, each the nearest to what is left."""
    result = []
    for _ in range(count):
        result.append((to_single if single else to_double)(x))
        x -= result[-1]
    print("%-22s %s  [%s]" % (name, "single" if single else "double", ", ".join(shortest(p, single) for p in result)), flush=True)


half = log(2) / 2 * mpf("1.0001")
for single, n in ((True, 5), (False, 10)):
    # exp(r) = 1 + r + r^2 q(r), relative to expm1(r): q serves both.
    fit("Exponential", lambda r: (expm1(r) - r) / r ** 2, lambda r: abs(r ** 2 / expm1(r)), -half, half, n, single)

for single, n in ((True, 6), (False, 11)):
    # 2^r = 1 + r p(r).
    fit("PowerOfTwo", lambda r: expm1(r * log(2)) / r, lambda r: abs(r) / exp(r * log(2)), -mpf("0.50005"), mpf("0.50005"), n, single)

# The same next to the nearest multiple of 1/16 (log2(e) x or x), relative to the whole: what is left to a table of sixteen roots of two.
near = log(2) / 32 * mpf("1.0001")
fit("ExponentialOfRest", lambda r: (expm1(r) - r) / r ** 2, lambda r: r ** 2 / exp(r), -near, near, 5, False)
near = mpf("1.0001") / 32
fit("PowerOfTwoOfRest", lambda r: expm1(r * log(2)) / r, lambda r: abs(r) / exp(r * log(2)), -near, near, 6, False)

for single, n, near in ((True, 2, mpf(1) / 2), (False, 4, mpf(1) / 4)):
    # x/2 coth(x/2) = 1 + z p(z), z = x^2, relative to x / (1 - exp(-x)) of the lesser sign.
    fit("LinearExponential", lambda z: (sqrt(z) / 2 / mp.tanh(sqrt(z) / 2) - 1) / z, lambda z: z / (1 - sqrt(z) / 2),
        mpf(10) ** -12, near ** 2 * mpf("1.0001"), n, single)

low, high = mpf(10) ** -6, mpf(1) / 25
for single, n in ((True, 3), (False, 7)):
    # log((1 + s) / (1 - s)) = 2 s + s z p(z), z = s^2.
    fit("Logarithm", lambda z: (2 * atanh(sqrt(z)) / sqrt(z) - 2) / z, lambda z: z / 2, low, high, n, single)
for single, n in ((True, 3), (False, 8)):
    # atanh(s) = s + s z (1/3 + z p(z)).
    fit("LogarithmTail", lambda z: (atanh(sqrt(z)) / sqrt(z) - 1 - z / 3) / z ** 2, lambda z: z ** 2, low, high, n, single)

high = (pi / 2) ** 2 * mpf("1.01")
for single, n in ((True, 4), (False, 8)):
    # sin(r) = r + r z p(z), z = r^2, |r| <= pi/2.
    fit("Sine", lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / abs(sin(sqrt(z))), low, high, n, single)
high = (pi / 4) ** 2 * mpf("1.01")
for single, n in ((True, 3), (False, 6)):
    fit("TangentSine", lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / abs(sin(sqrt(z))), low, high, n, single)
for single, n in ((True, 3), (False, 6)):
    # cos(r) = 1 - z/2 + z^2 p(z).
    fit("TangentCosine", lambda z: (cos(sqrt(z)) - 1 + z / 2) / z ** 2, lambda z: z ** 2 / abs(cos(sqrt(z))), low, high, n, single)

for single, n in ((True, 9), (False, 20)):
    # atan(t) = t + t z p(z), z = t^2, t <= 1.
    fit("Arctangent", lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / atan(sqrt(z)), low, 1, n, single)

for single in (True, False):
    # 1 / cbrt(a), 3/8 <= a <= 3: a first guess, refined by iteration.
    fit("InverseCubeRoot", lambda a: 1 / cbrt(a), lambda a: cbrt(a), mpf(3) / 8, 3, 6, single)

parts("log2(e)", 1 / log(2), 1, True)
parts("log2(e)", 1 / log(2), 1, False)
parts("ln 2", log(2), 2, True)
parts("ln 2", log(2), 2, False)
parts("2 / ln 2", 2 / log(2), 2, True)
parts("2 / ln 2", 2 / log(2), 2, False)
parts("1 / 3", mpf(1) / 3, 2, True)
parts("1 / 3", mpf(1) / 3, 2, False)
parts("pi", pi, 3, True)
parts("pi", pi, 3, False)
parts("pi / 2", pi / 2, 2, True)
parts("pi / 2", pi / 2, 2, False)
parts("1 / pi", 1 / pi, 1, True)
parts("1 / pi", 1 / pi, 1, False)

print("roots of two", [float(mpf(2) ** (mpf(j) / 16)) for j in range(16)])
