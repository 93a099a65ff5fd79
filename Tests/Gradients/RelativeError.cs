using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Tests.Gradients;

/// <summary>Gathers pairs of actual and expected values, and compares them group by group in the Euclidean norm.</summary>
internal sealed class RelativeError
{
    private readonly Dictionary<string, (double Difference, double Expected)> _sums = [];

    public void Add(string group, double actual, double expected)
    {
        (double difference, double norm) = _sums.GetValueOrDefault(group);
        _sums[group] = (difference + Square(actual - expected), norm + Square(expected));
    }

    /// <summary>The groups that have any influence.</summary>
    public IEnumerable<string> Influences => _sums.Where(s => s.Value.Expected > 0).Select(s => s.Key);

    /// <summary>The largest error of any group, and which. Where nothing but zero is expected, nothing but zero will do.</summary>
    public (double Error, string Group) Worst => _sums.Select(s => (Ratio(s.Value.Difference, s.Value.Expected), s.Key)).Max();

    // Not a number is no excuse.
    private static double Ratio(double difference, double expected) =>
        double.IsNaN(difference) ? double.PositiveInfinity : difference == 0 ? 0 : Math.Sqrt(difference / expected);

    private static double Square(double x) => x * x;
}
