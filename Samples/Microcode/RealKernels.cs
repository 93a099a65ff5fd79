using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using NeuronDsl.Generator.Symbolics;

namespace MicrocodeSample;

/// <summary>A function of some arguments for several neurons at once.</summary>
/// <param name="arguments">The arguments, [argument][neuron].</param>
/// <param name="result">The values.</param>
/// <param name="count">How many neurons.</param>
internal delegate void RealKernel(double[][] arguments, double[] result, int count);

/// <summary>The rows of the function table for several neurons at once: a loop for what is frequent, the row's own value for all others; the same bits in both.</summary>
internal static class RealKernels
{
    private static readonly Dictionary<Function, RealKernel> Frequent = new()
    {
        [Functions.Add] = (a, y, n) => TensorPrimitives.Add(a[0].AsSpan(0, n), a[1].AsSpan(0, n), y),
        [Functions.Subtract] = (a, y, n) => TensorPrimitives.Subtract(a[0].AsSpan(0, n), a[1].AsSpan(0, n), y),
        [Functions.Multiply] = (a, y, n) => TensorPrimitives.Multiply(a[0].AsSpan(0, n), a[1].AsSpan(0, n), y),
        [Functions.Divide] = (a, y, n) => TensorPrimitives.Divide(a[0].AsSpan(0, n), a[1].AsSpan(0, n), y),
        [Functions.Negate] = (a, y, n) => TensorPrimitives.Negate(a[0].AsSpan(0, n), y),
        [Functions.Exp] = (a, y, n) => One(Math.Exp, a, y, n),
        [Functions.AtMost] = (a, y, n) => Two(static (x, b) => x > b ? b : x, a, y, n),
        [Functions.AtLeast] = (a, y, n) => Two(static (x, b) => x < b ? b : x, a, y, n),
        [Functions.Min] = (a, y, n) => Two(Math.Min, a, y, n),
        [Functions.Max] = (a, y, n) => Two(Math.Max, a, y, n),
        [Functions.Less] = (a, y, n) => Two(static (x, b) => x < b ? 1 : 0, a, y, n),
        [Functions.LessOrEqual] = (a, y, n) => Two(static (x, b) => x <= b ? 1 : 0, a, y, n),
        [Functions.Greater] = (a, y, n) => Two(static (x, b) => x > b ? 1 : 0, a, y, n),
        [Functions.GreaterOrEqual] = (a, y, n) => Two(static (x, b) => x >= b ? 1 : 0, a, y, n),
        [Functions.Select] = (a, y, n) =>
        {
            for (int i = 0; i < n; i++) y[i] = a[0][i] != 0 ? a[1][i] : a[2][i];
        },
    };

    /// <summary>The function's kernel.</summary>
    public static RealKernel Of(Function function) => Frequent.TryGetValue(function, out RealKernel? kernel) ? kernel : ByRow(function);

    /// <summary>All functions that have a loop of their own.</summary>
    public static IEnumerable<Function> WithLoops => Frequent.Keys;

    /// <summary>A neuron at a time, by the function table.</summary>
    public static RealKernel ByRow(Function function)
    {
        double[] arguments = new double[function.Arity];
        return (a, y, n) =>
        {
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k < arguments.Length; k++) arguments[k] = a[k][i];
                y[i] = function.Evaluate(arguments);
            }
        };
    }

    private static void One(Func<double, double> f, double[][] a, double[] y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = f(a[0][i]);
    }

    private static void Two(Func<double, double, double> f, double[][] a, double[] y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = f(a[0][i], a[1][i]);
    }
}
