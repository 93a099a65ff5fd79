using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Tests.Gradients;

/// <summary>
/// The function table continued to complex numbers, from the textbook identities and without any derivative: f(x + ih) = f(x) + ih f'(x)
/// gives the derivative to rounding when h is so small that its square vanishes (Squire and Trapp 1998). Where a function branches the real
/// part decides, and what is piecewise constant has no imaginary part. A truth value is 1 or 0, and its imaginary part is that of the surrogate.
/// </summary>
internal static class ComplexFunctions
{
    private static readonly Dictionary<Function, Func<Complex[], Complex>> Table = new()
    {
        [Functions.Add] = a => a[0] + a[1],
        [Functions.Subtract] = a => a[0] - a[1],
        [Functions.Multiply] = a => a[0] * a[1],
        [Functions.Divide] = a => a[0] / a[1],
        [Functions.Negate] = a => -a[0],
        [Functions.Less] = a => Truth(a[0].Real < a[1].Real),
        [Functions.LessOrEqual] = a => Truth(a[0].Real <= a[1].Real),
        [Functions.Greater] = a => Truth(a[0].Real > a[1].Real),
        [Functions.GreaterOrEqual] = a => Truth(a[0].Real >= a[1].Real),
        [Functions.Equal] = a => Truth(a[0].Real == a[1].Real),
        [Functions.NotEqual] = a => Truth(a[0].Real != a[1].Real),
        [Functions.And] = a => a[0] * a[1],
        [Functions.Or] = a => a[0] + a[1] - (a[0] * a[1]),
        [Functions.Not] = a => 1 - a[0],
        [Functions.Select] = a => a[0].Real != 0 ? a[1] + ((a[0] - 1) * (a[1] - a[2])) : a[2] + (a[0] * (a[1] - a[2])),
        [Functions.Abs] = a => a[0].Real < 0 ? -a[0] : a[0],
        [Functions.Min] = a => a[0].Real <= a[1].Real ? a[0] : a[1],
        [Functions.Max] = a => a[0].Real >= a[1].Real ? a[0] : a[1],
        [Functions.AtMost] = a => a[0].Real > a[1].Real ? a[1] : a[0],
        [Functions.AtLeast] = a => a[0].Real < a[1].Real ? a[1] : a[0],
        [Functions.Relu] = a => a[0].Real > 0 ? a[0] : 0,
        [Functions.Heaviside] = a => Truth(a[0].Real >= 0),
        [Functions.Round] = a => Math.Round(a[0].Real, MidpointRounding.ToEven),
        [Functions.Sqrt] = a => Complex.Sqrt(a[0]),
        [Functions.Exp] = a => Complex.Exp(a[0]),
        [Functions.Log] = a => Log(a[0]),
        [Functions.Pow] = a => Complex.Exp(a[1] * Log(a[0])),
        [Functions.Cbrt] = a => a[0].Real < 0 ? -Complex.Exp(Log(-a[0]) / 3) : Complex.Exp(Log(a[0]) / 3),
        [Functions.Sin] = a => Sin(a[0]),
        [Functions.Cos] = a => Cos(a[0]),
        [Functions.Tan] = a => Sin(a[0]) / Cos(a[0]),
        [Functions.Sinh] = a => Sinh(a[0]),
        [Functions.Cosh] = a => Cosh(a[0]),
        [Functions.Tanh] = a => a[0].Real < 0 ? -Tanh(-a[0]) : Tanh(a[0]),
        [Functions.Atan] = a => new Complex(Math.Atan(a[0].Real), Atanh(2 * a[0].Imaginary / (1 + Square(a[0].Real) + Square(a[0].Imaginary))) / 2),
        [Functions.Sigmoid] = a => 1 / (1 + Complex.Exp(-a[0])),
        [Functions.ExpRel] = a => ExpRel(a[0]),
        [Functions.Detach] = a => a[0].Real,
    };

    public static Complex Evaluate(Function function, Complex[] arguments) =>
        Table.TryGetValue(function, out var known) ? known(arguments) : Propagator(function, arguments);

    private static double Truth(bool value) => value ? 1 : 0;

    private static double Square(double x) => x * x;

    private static Complex Log(Complex z) => new(Math.Log(z.Magnitude), Math.Atan2(z.Imaginary, z.Real));

    // Complex.Sin and its kin lose an imaginary part that is tiny.
    private static Complex Sin(Complex z) => new(Math.Sin(z.Real) * Math.Cosh(z.Imaginary), Math.Cos(z.Real) * Math.Sinh(z.Imaginary));

    private static Complex Cos(Complex z) => new(Math.Cos(z.Real) * Math.Cosh(z.Imaginary), -Math.Sin(z.Real) * Math.Sinh(z.Imaginary));

    private static Complex Sinh(Complex z) => new(Math.Sinh(z.Real) * Math.Cos(z.Imaginary), Math.Cosh(z.Real) * Math.Sin(z.Imaginary));

    private static Complex Cosh(Complex z) => new(Math.Cosh(z.Real) * Math.Cos(z.Imaginary), Math.Sinh(z.Real) * Math.Sin(z.Imaginary));

    private static Complex Tanh(Complex z)
    {
        Complex e = Complex.Exp(-2 * z);
        return (1 - e) / (1 + e);
    }

    // So does Math.Atanh.
    private static double Atanh(double x) => Math.Abs(x) < 1e-8 ? x : Math.Atanh(x);

    private static Complex ExpRel(Complex z)
    {
        if (z.Magnitude > 1) return (Complex.Exp(z) - 1) / z;
        Complex term = 1, sum = 0;
        for (int n = 1; n <= 25; n++)
        {
            sum += term;
            term *= z / (n + 1);
        }

        return sum;
    }

    /// <summary>The integral of exp(A s) over the step: its series over a part of it, and doubling by P(2 h) = P(h) (2 + A P(h)).</summary>
    private static Complex Propagator(Function function, Complex[] arguments)
    {
        int n = (int)Math.Sqrt(arguments.Length - 1);
        int entry = Enumerable.Range(0, n * n).FirstOrDefault(k => Functions.Propagator(n, k / n, k % n) == function, -1);
        if (entry < 0) throw new InvalidOperationException($"{function.Name} has no continuation to complex numbers.");
        const int Doublings = 6;
        Complex h = arguments[0] / Math.Pow(2, Doublings);
        Complex[,] a = new Complex[n, n], identity = new Complex[n, n];
        for (int k = 0; k < n * n; k++) (a[k / n, k % n], identity[k / n, k % n]) = (arguments[1 + k], k / n == k % n ? 1 : 0);
        Complex[,] term = Map(identity, identity, (i, _) => i * h), p = term;
        for (int k = 2; k <= 20; k++)
        {
            term = Map(Product(a, term), term, (x, _) => x * h / k);
            p = Map(p, term, (x, y) => x + y);
        }

        for (int k = 0; k < Doublings; k++) p = Product(p, Map(identity, Product(a, p), (i, x) => (2 * i) + x));
        return p[entry / n, entry % n];
    }

    private static Complex[,] Product(Complex[,] x, Complex[,] y)
    {
        int n = x.GetLength(0);
        Complex[,] z = new Complex[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                for (int k = 0; k < n; k++) z[i, j] += x[i, k] * y[k, j];
        return z;
    }

    private static Complex[,] Map(Complex[,] x, Complex[,] y, Func<Complex, Complex, Complex> f)
    {
        int n = x.GetLength(0);
        Complex[,] z = new Complex[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) z[i, j] = f(x[i, j], y[i, j]);
        return z;
    }
}
