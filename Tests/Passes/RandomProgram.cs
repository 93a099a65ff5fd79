using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Solvers;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Tests.Passes;

/// <summary>Programs of random arithmetic over two states, an input, two parameters and the time step.</summary>
internal static class RandomProgram
{
    public static readonly Symbol
        V = new(SymbolKind.State, "v"),
        U = new(SymbolKind.State, "u"),
        X = new(SymbolKind.Input, "x"),
        P = new(SymbolKind.Parameter, "p"),
        Q = new(SymbolKind.Parameter, "q");

    private static readonly Function[] Unary =
        [Functions.Negate, Functions.Exp, Functions.Sin, Functions.Tanh, Functions.Atan, Functions.Sigmoid, Functions.ExpRel];

    /// <summary>A neuron with those members, p learnable; its equations are of no concern to passes.</summary>
    public static NeuronModel Model { get; } = new()
    {
        Type = new TypeModel(null, new[] { new TypeDeclaration("class", "N", "", 0) }),
        Precision = Precision.Double,
        States = new[] { State("v"), State("u") },
        Inputs = new[] { new MemberModel("x") },
        Parameters = new[] { new ParameterModel("p") { Learnable = true }, new ParameterModel("q") },
        Targets = NeuronDsl.Generator.Target.Training,
    };

    /// <summary>Where the symbols may be: away from zero, so that quotients are tame.</summary>
    public static Dictionary<Symbol, double> Point(Random random) =>
        new[] { V, U, X, P, Q, TimeStep.Dt }.ToDictionary(s => s, _ => (0.5 + random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1));

    /// <summary>A program of some operations, of which many lead nowhere, that leaves both states.</summary>
    public static StepProgram Make(Random random, int operations)
    {
        ProgramBuilder b = new(Precision.Double);
        List<Value> values = [.. new[] { V, U, X, P, Q, TimeStep.Dt }.Select(b.Load), b.Constant(0), b.Constant(1), b.Constant(-2.5)];
        while (operations-- > 0) values.Add(Next());
        b.SetResult(V, Bounded(values[^1]));
        b.SetResult(U, Bounded(values[^2]));
        return b.Build();

        Value Any() => values[random.Next(values.Count)];

        Value Bounded(Value x) => b.Apply(Functions.Sin, x);

        Value Next() => random.Next(8) switch
        {
            0 => b.Add(Any(), Any()),
            1 => b.Subtract(Any(), Any()),
            2 or 3 => b.Multiply(Any(), Any()),
            4 => b.Divide(Any(), b.Load(random.Next(3) == 0 ? V : random.Next(2) == 0 ? P : Q)),
            5 => b.Choose(b.Apply(Functions.Less, Any(), Any()), Any(), Any()),
            6 => b.Apply(random.Next(2) == 0 ? Functions.Min : Functions.Max, Any(), Any()),
            _ => b.Apply(Unary[random.Next(Unary.Length)], Bounded(Any())),
        };
    }

    private static StateModel State(string name) => new(name, new EquationModel(EquationKind.Update, "Next", "", 0));
}
