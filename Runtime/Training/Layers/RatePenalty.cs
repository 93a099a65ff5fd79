using System;
using System.Globalization;
using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>
/// Adds to the loss how far the rate of each neuron before it, its mean over steps and samples, lies outside a band: weight times the mean over the
/// neurons of the squared distance. With a band of one value it is the rate regulariser of Bellec et al. (Nat. Commun. 11:3625, 2020). It passes
/// its input on.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class RatePenalty<T> : PenaltyLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _lower, _upper;
    private double[] _distances = [];

    /// <summary>A penalty outside a band.</summary>
    /// <param name="weight">What it is multiplied with; at least 0.</param>
    /// <param name="lower">Rates below cost, in spikes a step.</param>
    /// <param name="upper">Rates above cost, in spikes a step.</param>
    public RatePenalty(double weight, double lower, double upper)
        : base(weight)
    {
        if (!(lower <= upper)) throw new ArgumentOutOfRangeException(nameof(upper), upper, $"The upper end of the band is at least the lower one, {lower}.");
        (_lower, _upper) = (lower, upper);
    }

    /// <inheritdoc/>
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{Weight} x squared distance of rates from {_lower} .. {_upper}");

    /// <inheritdoc/>
    protected override double Evaluate(Signal<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_distances.Length != output.Features) _distances = new double[output.Features];
        Array.Clear(_distances);
        for (int row = 0; row < output.Rows; row++)
        {
            var values = output.Values.Slice(row * output.Stride, output.Features);
            for (int i = 0; i < values.Length; i++) _distances[i] += double.CreateTruncating(values[i]);
        }

        double total = 0;
        foreach (ref double distance in _distances.AsSpan())
        {
            double rate = distance / output.Rows;
            distance = rate > _upper ? rate - _upper : rate < _lower ? rate - _lower : 0;
            total += distance * distance;
        }

        return total / output.Features;
    }

    /// <inheritdoc/>
    protected override void AddGradient(Signal<T> output, int row, T weight, Span<T> gradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        double share = 2 * double.CreateTruncating(weight) / ((double)output.Rows * output.Features);
        for (int i = 0; i < gradient.Length; i++) gradient[i] += T.CreateTruncating(share * _distances[i]);
    }
}
