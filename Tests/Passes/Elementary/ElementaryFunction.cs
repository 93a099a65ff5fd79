using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Tests.Passes.Elementary;

/// <summary>A function of one argument with its stated errors and where they hold.</summary>
internal sealed record ElementaryFunction(Function Function, Func<double, Exact> Truth)
{
    public required (double Single, double Double) Ulps { get; init; }

    public required (double Low, double High) Single { get; init; }

    public required (double Low, double High) Double { get; init; }

    public static IReadOnlyList<ElementaryFunction> All { get; } =
    [
        new(Functions.Exp, Witness.Exp) { Ulps = (0.95, 1.1), Single = (-110, 90), Double = (-750, 711) },
        new(Functions.Exp2, Witness.Exp2) { Ulps = (1, 1.1), Single = (-151, 129), Double = (-1076, 1025) },
        new(Functions.Phi(1), z => Witness.Phi(1, z)) { Ulps = (2, 2), Single = (-200, 95), Double = (-2000, 718) },
        new(Functions.Phi(2), z => Witness.Phi(2, z)) { Ulps = (2.9, 2.9), Single = (-200, 99), Double = (-2000, 724) },
        new(Functions.Phi(3), z => Witness.Phi(3, z)) { Ulps = (3.8, 3.8), Single = (-200, 104), Double = (-2000, 731) },
        new(Functions.Phi(5), z => Witness.Phi(5, z)) { Ulps = (6, 6), Single = (-200, 112), Double = (-2000, 743) },
        new(Functions.Log, Witness.Log) { Ulps = (1, 1.1), Single = (1e-45, 3e38), Double = (5e-324, 1e308) },
        new(Functions.Cbrt, Witness.Cbrt) { Ulps = (0.51, 0.57), Single = (-3e38, 3e38), Double = (-1e308, 1e308) },
        new(Functions.Sin, Witness.Sin) { Ulps = (1.8, 1.8), Single = (-8192, 8192), Double = (-1048576, 1048576) },
        new(Functions.Cos, Witness.Cos) { Ulps = (1.8, 1.8), Single = (-8192, 8192), Double = (-1048576, 1048576) },
        new(Functions.Tan, Witness.Tan) { Ulps = (3.7, 3.7), Single = (-8192, 8192), Double = (-1048576, 1048576) },
        new(Functions.Atan, Witness.Atan) { Ulps = (1.5, 1.8), Single = (-1e10, 1e10), Double = (-1e100, 1e100) },
        new(Functions.Sinh, Witness.Sinh) { Ulps = (2.5, 2.5), Single = (-90, 90), Double = (-711, 711) },
        new(Functions.Cosh, Witness.Cosh) { Ulps = (1.5, 1.5), Single = (-90, 90), Double = (-711, 711) },
        new(Functions.Tanh, Witness.Tanh) { Ulps = (2.7, 2.7), Single = (-22, 22), Double = (-42, 42) },
        new(Functions.Sigmoid, Witness.Sigmoid) { Ulps = (2.5, 2.5), Single = (-110, 50), Double = (-750, 50) },
    ];

    public static ElementaryFunction Named(string name) => All.Single(f => f.Function.Name == name);

    /// <summary>The function alone as a program, its call replaced by arithmetic.</summary>
    public static StepProgram Expand(Function function, Precision precision) => ExpandFunctions.Apply(Program(precision, (builder, load) =>
        builder.Apply(function, [.. Enumerable.Range(0, function.Arity).Select(load)])));

    /// <summary>A program of one result, of as many arguments as it loads.</summary>
    public static StepProgram Program(Precision precision, Func<ProgramBuilder, Func<int, Value>, Value> build)
    {
        ProgramBuilder builder = new(precision);
        builder.SetResult(new Symbol(SymbolKind.Output, "y"), build(builder, i => builder.Load(new Symbol(SymbolKind.State, $"x{i}"))));
        return builder.Build();
    }

    /// <summary>
    /// Arguments within the range: an even grid, one around 0 where most functions change form, random ones, and random ones of every
    /// magnitude down to the denormals.
    /// </summary>
    public static T[] Points<T>((double Low, double High) range, int count)
        where T : IBinaryFloatingPointIeee754<T>
    {
        (double low, double high) = range;
        Random random = new(20);
        List<T> points = [];
        double largest = Math.Log(Math.Max(-low, high)), smallest = typeof(T) == typeof(float) ? -103 : -744;
        for (int i = 0; i < count; i++)
        {
            double x = (i % 4) switch
            {
                0 => low + ((high - low) * i / count),
                1 => 8.0 * (i - (count / 2)) / count,
                2 => low + ((high - low) * random.NextDouble()),
                _ => Math.Exp(smallest + ((largest - smallest) * random.NextDouble())) * (random.Next(2) == 0 ? 1 : -1),
            };
            if (x >= low && x <= high && x != 0) points.Add(T.CreateTruncating(x));
        }

        points.RemoveAll(x => T.IsZero(x) || !T.IsFinite(x));
        return [.. points];
    }
}
