using System;
using System.Collections.Generic;

namespace PapersSample.Regression;

/// <summary>A function on [-1, 1] to be learned from samples.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Formula">What it is.</param>
/// <param name="Value">Its value.</param>
internal sealed record TargetFunction(string Name, string Formula, Func<double, double> Value)
{
    public static TargetFunction Smooth { get; } = new("smooth", "sin(pi x)", x => Math.Sin(Math.PI * x));

    public static TargetFunction Kink { get; } = new("kink", "|x| + sin(4 pi x) / 4", x => Math.Abs(x) + (0.25 * Math.Sin(4 * Math.PI * x)));

    public static TargetFunction Step { get; } = new("step", "-0.5 below 0.1, 0.8 from there", x => x < 0.1 ? -0.5 : 0.8);

    public static IReadOnlyList<TargetFunction> All { get; } = [Smooth, Kink, Step];
}
