using System;
using System.Linq;
using System.Numerics.Tensors;

namespace PapersSample.Regression;

/// <summary>
/// The trainable synapse behind the membranes: linear weights and a bias by penalised least squares, which is where gradient descent on the squared
/// error is bound for. The penalty is the one of a fixed list with the least leave-one-out error, which has a closed form. Works on the samples'
/// inner products, since there are more features than samples.
/// </summary>
internal sealed class RidgeReadout
{
    private static readonly double[] Penalties = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

    private readonly double[][] _samples;
    private readonly double[] _coefficients, _productMeans;
    private readonly double _productMean, _targetMean;

    /// <summary>Fits the readout.</summary>
    /// <param name="samples">[samples][features].</param>
    /// <param name="targets">[samples].</param>
    public RidgeReadout(double[][] samples, double[] targets)
    {
        _samples = samples;
        int count = samples.Length;
        double[,] products = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++) products[i, j] = products[j, i] = TensorPrimitives.Dot<double>(samples[i], samples[j]);
        }

        // Centred features and targets stand for a bias without penalty.
        _productMeans = [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, count).Average(j => products[i, j]))];
        _productMean = _productMeans.Average();
        _targetMean = targets.Average();
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++) products[i, j] += _productMean - _productMeans[i] - _productMeans[j];
        }

        double scale = Math.Max(Enumerable.Range(0, count).Average(i => products[i, i]), 1e-12);
        double[] centred = [.. targets.Select(target => target - _targetMean)];
        (_coefficients, double best) = ([], double.PositiveInfinity);
        foreach (double penalty in Penalties)
        {
            double[,] inverse = Inverse(products, penalty * scale);
            double[] coefficients = [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, count).Sum(j => inverse[i, j] * centred[j]))];
            double error = coefficients.Select((coefficient, i) => Math.Pow(coefficient / inverse[i, i], 2)).Sum();
            if (error < best) (_coefficients, best) = (coefficients, error);
        }
    }

    /// <summary>The readout for a sample, [features].</summary>
    public double Read(double[] sample)
    {
        double[] products = [.. _samples.Select(other => TensorPrimitives.Dot<double>(sample, other))];
        double mean = products.Average();
        double sum = _targetMean;
        for (int i = 0; i < products.Length; i++) sum += _coefficients[i] * (products[i] - mean - _productMeans[i] + _productMean);
        return sum;
    }

    // The inverse of a symmetric matrix with a penalty on the diagonal, by Cholesky's decomposition L L'.
    private static double[,] Inverse(double[,] matrix, double penalty)
    {
        int n = matrix.GetLength(0);
        double[,] lower = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                double sum = matrix[i, j] + (i == j ? penalty : 0);
                for (int k = 0; k < j; k++) sum -= lower[i, k] * lower[j, k];
                lower[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-300)) : sum / lower[j, j];
            }
        }

        double[,] inverse = new double[n, n];
        double[] column = new double[n];
        for (int c = 0; c < n; c++)
        {
            for (int i = 0; i < n; i++)
            {
                double sum = i == c ? 1 : 0;
                for (int k = c; k < i; k++) sum -= lower[i, k] * column[k];
                column[i] = i < c ? 0 : sum / lower[i, i];
            }

            for (int i = n - 1; i >= 0; i--)
            {
                double sum = column[i];
                for (int k = i + 1; k < n; k++) sum -= lower[k, i] * inverse[k, c];
                inverse[i, c] = sum / lower[i, i];
            }
        }

        return inverse;
    }
}
