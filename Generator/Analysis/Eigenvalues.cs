using System;
using System.Numerics;

namespace NeuronDsl.Generator.Analysis;

/// <summary>
/// The eigenvalues of a small real matrix: reduced to Hessenberg form by elimination, then by the QR algorithm with double shifts.
/// Martin, Peters and Wilkinson (1970), Numer. Math. 14:219.
/// </summary>
internal static class Eigenvalues
{
    private const int MostIterations = 60;

    /// <summary>All eigenvalues of the matrix, [row, column]; null where it has entries that are not finite, or the iteration does not end.</summary>
    public static Complex[]? Of(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] a = (double[,])matrix.Clone();
        foreach (double entry in a)
        {
            if (double.IsNaN(entry) || double.IsInfinity(entry)) return null;
        }

        ToHessenberg(a, n);
        return Iterate(a, n);
    }

    private static void ToHessenberg(double[,] a, int n)
    {
        for (int m = 1; m < n - 1; m++)
        {
            int pivot = m;
            for (int j = m; j < n; j++)
            {
                if (Math.Abs(a[j, m - 1]) > Math.Abs(a[pivot, m - 1])) pivot = j;
            }

            double x = a[pivot, m - 1];
            if (x == 0) continue;
            if (pivot != m)
            {
                for (int j = m - 1; j < n; j++) (a[pivot, j], a[m, j]) = (a[m, j], a[pivot, j]);
                for (int j = 0; j < n; j++) (a[j, pivot], a[j, m]) = (a[j, m], a[j, pivot]);
            }

            for (int i = m + 1; i < n; i++)
            {
                double y = a[i, m - 1] / x;
                if (y == 0) continue;
                for (int j = m - 1; j < n; j++) a[i, j] -= y * a[m, j];
                for (int j = 0; j < n; j++) a[j, m] += y * a[j, i];
                a[i, m - 1] = 0;
            }
        }
    }

    private static Complex[]? Iterate(double[,] a, int n)
    {
        Complex[] values = new Complex[n];
        double norm = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = Math.Max(i - 1, 0); j < n; j++) norm += Math.Abs(a[i, j]);
        }

        double shift = 0;
        int last = n - 1, iterations = 0;
        while (last >= 0)
        {
            int l = last;
            for (; l > 0; l--)
            {
                double scale = Math.Abs(a[l - 1, l - 1]) + Math.Abs(a[l, l]);
                if (scale == 0) scale = norm;
                if (Math.Abs(a[l, l - 1]) <= 1e-16 * scale) break;
            }

            double x = a[last, last];
            if (l == last)
            {
                values[last--] = x + shift;
                iterations = 0;
                continue;
            }

            double y = a[last - 1, last - 1], w = a[last, last - 1] * a[last - 1, last];
            if (l == last - 1)
            {
                double p = 0.5 * (y - x), q = (p * p) + w, z = Math.Sqrt(Math.Abs(q));
                x += shift;
                if (q >= 0)
                {
                    z = p + (p < 0 ? -z : z);
                    values[last - 1] = x + z;
                    values[last] = z == 0 ? x : x - (w / z);
                }
                else
                {
                    values[last - 1] = new Complex(x + p, z);
                    values[last] = new Complex(x + p, -z);
                }

                last -= 2;
                iterations = 0;
                continue;
            }

            if (iterations++ == MostIterations) return null;
            if (iterations % 10 == 0)
            {
                // An exceptional shift, where the ordinary ones go in circles.
                shift += x;
                for (int i = 0; i <= last; i++) a[i, i] -= x;
                double s = Math.Abs(a[last, last - 1]) + Math.Abs(a[last - 1, last - 2]);
                x = y = 0.75 * s;
                w = -0.4375 * s * s;
            }

            Sweep(a, n, l, last, x, y, w);
        }

        return values;
    }

    // One double step of QR on rows and columns l to last.
    private static void Sweep(double[,] a, int n, int l, int last, double x, double y, double w)
    {
        double p = 0, q = 0, r = 0;
        int m = last - 2;
        for (; m >= l; m--)
        {
            double z = a[m, m], rr = x - z, ss = y - z;
            p = (((rr * ss) - w) / a[m + 1, m]) + a[m, m + 1];
            q = a[m + 1, m + 1] - z - rr - ss;
            r = a[m + 2, m + 1];
            double s = Math.Abs(p) + Math.Abs(q) + Math.Abs(r);
            p /= s;
            q /= s;
            r /= s;
            if (m == l) break;
            double u = Math.Abs(a[m, m - 1]) * (Math.Abs(q) + Math.Abs(r));
            double v = Math.Abs(p) * (Math.Abs(a[m - 1, m - 1]) + Math.Abs(z) + Math.Abs(a[m + 1, m + 1]));
            if (u <= 1e-16 * v) break;
        }

        for (int i = m + 2; i <= last; i++)
        {
            a[i, i - 2] = 0;
            if (i != m + 2) a[i, i - 3] = 0;
        }

        for (int k = m; k < last; k++)
        {
            double scale = 0;
            if (k != m)
            {
                p = a[k, k - 1];
                q = a[k + 1, k - 1];
                r = k != last - 1 ? a[k + 2, k - 1] : 0;
                scale = Math.Abs(p) + Math.Abs(q) + Math.Abs(r);
                if (scale == 0) continue;
                p /= scale;
                q /= scale;
                r /= scale;
            }

            double length = Math.Sqrt((p * p) + (q * q) + (r * r));
            double s = p < 0 ? -length : length;
            if (s == 0) continue;
            if (k == m)
            {
                if (l != m) a[k, k - 1] = -a[k, k - 1];
            }
            else
            {
                a[k, k - 1] = -s * scale;
            }

            p += s;
            double fx = p / s, fy = q / s, fz = r / s;
            q /= p;
            r /= p;
            for (int j = k; j < n; j++)
            {
                double row = a[k, j] + (q * a[k + 1, j]);
                if (k != last - 1)
                {
                    row += r * a[k + 2, j];
                    a[k + 2, j] -= row * fz;
                }

                a[k + 1, j] -= row * fy;
                a[k, j] -= row * fx;
            }

            int bound = Math.Min(last, k + 3);
            for (int i = 0; i <= bound; i++)
            {
                double column = (fx * a[i, k]) + (fy * a[i, k + 1]);
                if (k != last - 1)
                {
                    column += fz * a[i, k + 2];
                    a[i, k + 2] -= column * r;
                }

                a[i, k + 1] -= column * q;
                a[i, k] -= column;
            }
        }
    }
}
