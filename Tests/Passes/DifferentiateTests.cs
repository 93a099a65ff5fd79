using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Gradients;
using Xunit;

namespace NeuronDsl.Tests.Passes;

/// <summary>Reverse-mode differentiation of programs; of whole steps, Tests/Gradients shows it.</summary>
public class DifferentiateTests
{
    [Fact]
    public void The_adjoint_of_any_program_is_the_derivative_by_the_complex_step()
    {
        Random random = new(5);
        for (int round = 0; round < 300; round++)
        {
            StepProgram program = RandomProgram.Make(random, random.Next(2, 25)), adjoint = Differentiate.Apply(program, RandomProgram.Model);
            Dictionary<Symbol, double> point = RandomProgram.Point(random);
            Dictionary<Symbol, double> gradients = adjoint.Interpret(s => s.Kind == SymbolKind.StateGradient ? s.Name == "v" ? 2 : -3 : point[s]);
            Check(RandomProgram.V, SymbolKind.StateGradient);
            Check(RandomProgram.U, SymbolKind.StateGradient);
            Check(RandomProgram.X, SymbolKind.InputGradient);
            Check(RandomProgram.P, SymbolKind.ParameterGradient);

            void Check(Symbol varied, SymbolKind kind)
            {
                const double H = 1e-30;
                Complex[] results = Interpret(program, s => new Complex(point[s], s.Equals(varied) ? H : 0));
                double expected = ((2 * results[0].Imaginary) - (3 * results[1].Imaginary)) / H, actual = gradients[new(kind, varied.Name)];
                double bound = 1e-9 * Math.Max(1, Math.Abs(expected));
                Assert.True(Math.Abs(actual - expected) <= bound, $"Round {round}, {varied}: {actual:R}, not {expected:R}.");
            }
        }
    }

    [Fact]
    public void Every_target_is_there_even_where_nothing_depends_on_it()
    {
        ProgramBuilder b = new(NeuronDsl.Generator.Model.Precision.Double);
        b.SetResult(RandomProgram.V, b.Load(RandomProgram.U));
        b.SetResult(RandomProgram.U, b.Constant(3));
        Dictionary<Symbol, double> results = Differentiate.Apply(b.Build(), RandomProgram.Model).Interpret(s => 7);
        Assert.Equal(
            ["State v 7", "State u 3", "StateGradient v 0", "StateGradient u 7", "InputGradient x 0", "ParameterGradient p 0"],
            results.Select(r => $"{r.Key.Kind} {r.Key.Name} {r.Value}"));
    }

    [Fact]
    public void Results_of_one_value_add_their_adjoints()
    {
        ProgramBuilder b = new(NeuronDsl.Generator.Model.Precision.Double);
        Value sum = b.Add(b.Load(RandomProgram.V), b.Load(RandomProgram.U));
        b.SetResult(RandomProgram.V, sum);
        b.SetResult(RandomProgram.U, sum);
        b.SetResult(new(SymbolKind.Output, "output"), sum);
        Dictionary<Symbol, double> results = Differentiate.Apply(b.Build(), RandomProgram.Model)
            .Interpret(s => s.Kind == SymbolKind.SentGradient ? 100 : s.Name == "v" ? 1 : 10);
        Assert.Equal(111, results[new(SymbolKind.StateGradient, "u")]);
    }

    [Fact]
    public void A_spike_passes_its_slope_to_the_margin_and_nothing_to_the_condition()
    {
        ProgramBuilder b = new(NeuronDsl.Generator.Model.Precision.Double);
        Value condition = b.Apply(Functions.Greater, b.Load(RandomProgram.U), b.Constant(0));
        Value spike = b.Apply(Functions.Spike, condition, b.Multiply(b.Constant(4), b.Load(RandomProgram.V)), b.Load(RandomProgram.X));
        b.SetResult(RandomProgram.V, b.Choose(spike, b.Constant(10), b.Constant(3)));
        b.SetResult(RandomProgram.U, b.Choose(b.Apply(Functions.Detach, spike), b.Constant(10), b.Constant(3)));
        Dictionary<Symbol, double> results = Differentiate.Apply(b.Build(), RandomProgram.Model)
            .Interpret(s => s.Equals(RandomProgram.X) ? 0.5 : s.Kind == SymbolKind.StateGradient ? s.Name == "v" ? 2 : 100 : 1);
        Assert.Equal(2 * (10 - 3) * 0.5 * 4, results[new(SymbolKind.StateGradient, "v")]);
        Assert.Equal(0, results[new(SymbolKind.StateGradient, "u")]);
        Assert.Equal(0, results[new(SymbolKind.InputGradient, "x")]);
    }

    private static Complex[] Interpret(StepProgram program, Func<Symbol, Complex> valueOf)
    {
        Complex[] values = new Complex[program.Operations.Length];
        for (int i = 0; i < values.Length; i++)
        {
            Operation o = program.Operations[i];
            values[i] = o.Symbol is { } symbol ? valueOf(symbol)
                : o.Function is { } function ? ComplexFunctions.Evaluate(function, [.. o.Operands.Select(v => values[v.Index])])
                : o.Constant;
        }

        return [.. program.Results.Select(r => values[r.Value.Index])];
    }
}
