using System;

namespace NeuronDsl.Numerics;

/// <summary>
/// The exponential of small dense matrices, by scaling and squaring of a Pade approximant (Higham 2005, order 13), and what linear
/// neurons need of it. Matrices are row-major arrays. Compiled into the generator as well, which folds and tests with it.
/// </summary>
public static class MatrixExponential
{
    private static readonly double[] Pade =
    [
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800,
        33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ];

    /// <summary>exp(A) of an n x n matrix.</summary>
    /// <param name="a">The matrix, row-major, n * n values.</param>
    /// <param name="n">Its order.</param>
    /// <returns>A new row-major n x n matrix.</returns>
    public static double[] Exp(double[] a, int n)
    {
        double norm = 0;
        for (int j = 0; j < n; j++)
        {
            double column = 0;
            for (int i = 0; i < n; i++) column += Math.Abs(a[(i * n) + j]);
            norm = Math.Max(norm, column);
        }

        if (double.IsNaN(norm) || double.IsInfinity(norm)) return Filled(n, double.NaN);
        const double Theta13 = 5.371920351148152;
        int squarings = norm > Theta13 ? (int)Math.Ceiling(Math.Log(norm / Theta13, 2)) : 0;
        double[] x = Scaled(a, Math.Pow(2, -squarings));

        double[] x2 = Multiply(x, x, n), x4 = Multiply(x2, x2, n), x6 = Multiply(x4, x2, n);
        double[] odd = Multiply(x, Sum(Multiply(x6, Combine(x6, x4, x2, Pade[13], Pade[11], Pade[9], 0, n), n), Combine(x6, x4, x2, Pade[7], Pade[5], Pade[3], Pade[1], n)), n);
        double[] even = Sum(Multiply(x6, Combine(x6, x4, x2, Pade[12], Pade[10], Pade[8], 0, n), n), Combine(x6, x4, x2, Pade[6], Pade[4], Pade[2], Pade[0], n));
        double[] result = Solve(Sum(even, Scaled(odd, -1)), Sum(even, odd), n);
        for (int k = 0; k < squarings; k++) result = Multiply(result, result, n);
        return result;
    }

    /// <summary>
    /// The propagator of x' = f(x) = A x + b over dt: the entry (row, column) of P, the integral of exp(A s) from 0 to dt, so that
    /// x(t + dt) = x + P f(x).
    /// </summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    /// <param name="dt">The time step.</param>
    /// <param name="a">A, row-major.</param>
    /// <returns>The entry.</returns>
    public static double Propagator(int row, int column, double dt, params double[] a)
    {
        int n = Order(a);
        return Exp(Augmented(a, n, dt), 2 * n)[(row * 2 * n) + n + column];
    }

    /// <summary>The derivative of <see cref="Propagator"/> with respect to the entry (i, j) of A: a Frechet derivative of the exponential.</summary>
    /// <param name="row">The row of the propagator.</param>
    /// <param name="column">The column of the propagator.</param>
    /// <param name="i">The row of A's entry.</param>
    /// <param name="j">The column of A's entry.</param>
    /// <param name="dt">The time step.</param>
    /// <param name="a">A, row-major.</param>
    /// <returns>The derivative.</returns>
    public static double PropagatorDerivative(int row, int column, int i, int j, double dt, params double[] a)
    {
        // exp [[M, E], [0, M]] = [[exp M, L(M, E)], [0, exp M]] with the Frechet derivative L.
        int n = Order(a), m = 2 * n, size = 2 * m;
        double[] inner = Augmented(a, n, dt);
        double[] block = new double[size * size];
        for (int r = 0; r < m; r++)
        {
            for (int c = 0; c < m; c++)
            {
                block[(r * size) + c] = inner[(r * m) + c];
                block[((r + m) * size) + c + m] = inner[(r * m) + c];
            }
        }

        block[(i * size) + m + j] = dt;
        return Exp(block, size)[(row * size) + m + n + column];
    }

    // [[A dt, I dt], [0, 0]]: its exponential holds exp(A dt) and the integral of exp(A s) from 0 to dt.
    private static double[] Augmented(double[] a, int n, double dt)
    {
        double[] m = new double[4 * n * n];
        for (int r = 0; r < n; r++)
        {
            for (int c = 0; c < n; c++) m[(r * 2 * n) + c] = a[(r * n) + c] * dt;
            m[(r * 2 * n) + n + r] = dt;
        }

        return m;
    }

    private static int Order(double[] a) => (int)Math.Round(Math.Sqrt(a.Length));

    private static double[] Filled(int n, double value)
    {
        double[] m = new double[n * n];
        for (int i = 0; i < m.Length; i++) m[i] = value;
        return m;
    }

    private static double[] Scaled(double[] a, double factor)
    {
        double[] m = new double[a.Length];
        for (int i = 0; i < m.Length; i++) m[i] = a[i] * factor;
        return m;
    }

    private static double[] Sum(double[] a, double[] b)
    {
        double[] m = new double[a.Length];
        for (int i = 0; i < m.Length; i++) m[i] = a[i] + b[i];
        return m;
    }

    // p x6 + q x4 + r x2 + s I
    private static double[] Combine(double[] x6, double[] x4, double[] x2, double p, double q, double r, double s, int n)
    {
        double[] m = new double[n * n];
        for (int i = 0; i < m.Length; i++) m[i] = (p * x6[i]) + (q * x4[i]) + (r * x2[i]);
        for (int i = 0; i < n; i++) m[(i * n) + i] += s;
        return m;
    }

    private static double[] Multiply(double[] a, double[] b, int n)
    {
        double[] m = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                double factor = a[(i * n) + k];
                for (int j = 0; j < n; j++) m[(i * n) + j] += factor * b[(k * n) + j];
            }
        }

        return m;
    }

    // Gaussian elimination with partial pivoting; the arguments are overwritten.
    private static double[] Solve(double[] a, double[] b, int n)
    {
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
            {
                if (Math.Abs(a[(i * n) + k]) > Math.Abs(a[(pivot * n) + k])) pivot = i;
            }

            for (int j = 0; j < n && pivot != k; j++)
            {
                (a[(k * n) + j], a[(pivot * n) + j]) = (a[(pivot * n) + j], a[(k * n) + j]);
                (b[(k * n) + j], b[(pivot * n) + j]) = (b[(pivot * n) + j], b[(k * n) + j]);
            }

            for (int i = k + 1; i < n; i++)
            {
                double factor = a[(i * n) + k] / a[(k * n) + k];
                for (int j = k; j < n; j++) a[(i * n) + j] -= factor * a[(k * n) + j];
                for (int j = 0; j < n; j++) b[(i * n) + j] -= factor * b[(k * n) + j];
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = b[(i * n) + j];
                for (int k = i + 1; k < n; k++) sum -= a[(i * n) + k] * b[(k * n) + j];
                b[(i * n) + j] = sum / a[(i * n) + i];
            }
        }

        return b;
    }
}
