using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Reports;

/// <summary>One named row of bars, a bar for each category.</summary>
public sealed class Bars
{
    /// <summary>Bars of the given heights.</summary>
    /// <param name="name">What the legend calls them; an empty name stays out of the legend.</param>
    /// <param name="values">The heights, [categories]; NaN leaves a gap.</param>
    /// <exception cref="ArgumentException">No value is finite, or one is infinite.</exception>
    public Bars(string name, params IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Any(double.IsInfinity))
            throw new ArgumentException($"Bars '{name}': one of the {values.Count} values is infinite.", nameof(values));
        if (!values.Any(double.IsFinite)) throw new ArgumentException($"Bars '{name}': none of the {values.Count} values is finite.", nameof(values));
        (Name, Values) = (name, [.. values]);
    }

    /// <summary>What the legend calls them.</summary>
    public string Name { get; }

    /// <summary>The heights, [categories].</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>
    /// Half the length of the error bar on each, [categories], such as the standard deviation over seeds; empty for none, NaN for none on one
    /// bar.
    /// </summary>
    /// <exception cref="ArgumentException">There are neither 0 nor as many as values, or one is negative or infinite.</exception>
    public IReadOnlyList<double> Errors
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count != 0 && value.Count != Values.Count)
                throw new ArgumentException($"Bars '{Name}': {value.Count} errors for {Values.Count} values.", nameof(Errors));
            if (value.Any(error => error < 0 || double.IsInfinity(error)))
                throw new ArgumentException($"Bars '{Name}': one of the {value.Count} errors is negative or infinite.", nameof(Errors));
            field = [.. value];
        }
    } = [];
}
