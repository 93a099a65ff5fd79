using System;
using System.Collections.Generic;
using System.Numerics;
using System.Numerics.Tensors;

namespace NeuronDsl.Training;

/// <summary>Limits gradients before an optimiser's step.</summary>
public sealed class GradientClipping
{
    private readonly double _limit;
    private readonly bool _byNorm;

    private GradientClipping(double limit, bool byNorm)
    {
        if (!(limit > 0 && double.IsFinite(limit))) throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit of gradients is positive and finite.");
        (_limit, _byNorm) = (limit, byNorm);
    }

    /// <summary>Scales all gradients together where their Euclidean norm is above a limit (Pascanu, Mikolov and Bengio, ICML 2013).</summary>
    public static GradientClipping ByNorm(double limit) => new(limit, byNorm: true);

    /// <summary>Limits each element to plus and minus a limit.</summary>
    public static GradientClipping ByValue(double limit) => new(limit, byNorm: false);

    /// <summary>Limits the gradients of some parameters.</summary>
    public void Apply<T>(IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (_byNorm)
        {
            double norm = Norm(parameters);
            if (norm <= _limit) return;
            T scale = T.CreateTruncating(_limit / norm);
            for (int i = 0; i < parameters.Count; i++) TensorPrimitives.Multiply(parameters[i].Gradient, scale, parameters[i].Gradient);
        }
        else
        {
            T limit = T.CreateTruncating(_limit);
            for (int i = 0; i < parameters.Count; i++)
            {
                var gradient = parameters[i].Gradient;
                TensorPrimitives.Clamp(gradient, -limit, limit, gradient);
            }
        }
    }

    /// <summary>The Euclidean norm of all gradients together.</summary>
    public static double Norm<T>(IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        double sum = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            // Row by row, so that single precision sums few squares.
            var parameter = parameters[i];
            for (int row = 0; row < parameter.RowCount; row++) sum += double.CreateTruncating(TensorPrimitives.SumOfSquares<T>(parameter.GradientRow(row)));
        }

        return Math.Sqrt(sum);
    }
}
