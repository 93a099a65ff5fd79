extern alias Runtime;

using System;
using System.Linq;
using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace NeuronDsl.Tests.Numerics;

// The generator has a copy of its own, compiled from the same file.
using MatrixExponential = Runtime::NeuronDsl.Numerics.MatrixExponential;

/// <summary>The matrix exponential and what linear neurons need of it.</summary>
public class MatrixExponentialTests
{
    public static TheoryData<int, double> Matrices
    {
        get
        {
            TheoryData<int, double> data = [];
            foreach (int n in new[] { 1, 2, 3, 4, 6 })
            {
                foreach (double size in new[] { 1e-3, 0.3, 3, 20 }) data.Add(n, size);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Matrices))]
    public void Agrees_with_an_independent_library(int n, double size)
    {
        double[] a = Random(n, size);
        AssertClose(Math.Exp(size) * 1e-13, ByEigenvalues(Matrix(a, n)), Matrix(MatrixExponential.Exp(a, n), n));
    }

    [Theory, MemberData(nameof(Matrices))]
    public void Twice_the_matrix_is_the_square_of_the_exponential(int n, double size)
    {
        Matrix<double> half = Matrix(MatrixExponential.Exp(Random(n, size), n), n), whole = Matrix(MatrixExponential.Exp(Random(n, 2 * size), n), n);
        AssertClose(whole.L2Norm() * half.L2Norm() * 1e-13, whole, half * half);
    }

    [Fact]
    public void A_double_eigenvalue_gives_the_alpha_function()
    {
        double[] e = MatrixExponential.Exp([-0.5, 1, 0, -0.5], 2);
        Assert.Equal([Math.Exp(-0.5), Math.Exp(-0.5), 0, Math.Exp(-0.5)], e, (x, y) => Math.Abs(x - y) < 1e-15);
    }

    [Fact]
    public void What_is_not_finite_gives_not_a_number() =>
        Assert.All(MatrixExponential.Exp([1, double.PositiveInfinity, 0, 1], 2), x => Assert.True(double.IsNaN(x)));

    // A P = exp(A dt) - 1 says all of it where A is regular, and no division is needed to check it.
    [Theory, MemberData(nameof(Matrices))]
    public void The_propagator_times_the_matrix_is_the_exponential_less_one(int n, double size)
    {
        const double Dt = 0.7;
        double[] a = Random(n, size), p = [.. Enumerable.Range(0, n * n).Select(k => MatrixExponential.Propagator(k / n, k % n, Dt, a))];
        Matrix<double> exponential = ByEigenvalues(Matrix(a, n) * Dt);
        AssertClose((1 + exponential.L2Norm()) * 1e-12, exponential - Matrix<double>.Build.DenseIdentity(n), Matrix(a, n) * Matrix(p, n));
    }

    [Fact]
    public void The_propagator_of_a_system_at_rest_is_the_time_step()
    {
        Assert.Equal(0.7, MatrixExponential.Propagator(0, 0, 0.7, new double[9]), 1e-15);
        Assert.Equal(0, MatrixExponential.Propagator(0, 1, 0.7, new double[9]));
    }

    [Theory]
    [InlineData(1, 0.5), InlineData(2, 0.5), InlineData(3, 0.5), InlineData(3, 4)]
    public void The_propagators_derivative_is_that_of_central_differences(int n, double size)
    {
        const double Dt = 0.7, H = 1e-3;
        double[] a = Random(n, size);
        for (int entry = 0; entry < n * n; entry++)
        {
            for (int varied = 0; varied < n * n; varied++)
            {
                double At(double offset)
                {
                    double[] moved = [.. a];
                    moved[varied] += offset;
                    return MatrixExponential.Propagator(entry / n, entry % n, Dt, moved);
                }

                double expected = ((8 * (At(H) - At(-H))) - (At(2 * H) - At(-2 * H))) / (12 * H);
                double actual = MatrixExponential.PropagatorDerivative(entry / n, entry % n, varied / n, varied % n, Dt, a);
                Assert.Equal(expected, actual, 1e-10 * Math.Exp(size));
            }
        }
    }

    // A matrix of random numbers has distinct eigenvalues.
    private static Matrix<double> ByEigenvalues(Matrix<double> a)
    {
        var evd = a.ToComplex().Evd(Symmetricity.Asymmetric);
        return (evd.EigenVectors * Matrix<Complex>.Build.DenseOfDiagonalVector(evd.EigenValues.PointwiseExp()) * evd.EigenVectors.Inverse()).Real();
    }

    // The same directions for every size, so that a matrix and its double can be had.
    private static double[] Random(int n, double norm)
    {
        Random random = new(n);
        double[] a = [.. Enumerable.Range(0, n * n).Select(_ => (2 * random.NextDouble()) - 1)];
        double columns = Enumerable.Range(0, n).Max(j => Enumerable.Range(0, n).Sum(i => Math.Abs(a[(i * n) + j])));
        return [.. a.Select(x => x * norm / columns)];
    }

    private static Matrix<double> Matrix(double[] a, int n) => Matrix<double>.Build.DenseOfRowMajor(n, n, a);

    private static void AssertClose(double bound, Matrix<double> expected, Matrix<double> actual) =>
        Assert.InRange((expected - actual).L2Norm(), 0, bound);
}
