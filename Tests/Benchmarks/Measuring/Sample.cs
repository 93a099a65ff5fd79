using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Benchmarks.Measuring;

/// <summary>What repeated measurements come to.</summary>
internal static class Sample
{
    /// <summary>The median; of an even number, the upper of the middle two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>The distance of the largest from the smallest, as a part of the median.</summary>
    public static double Spread(IReadOnlyCollection<double> values) => (values.Max() - values.Min()) / Median(values);
}
