using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using Xunit;

namespace NeuronDsl.Tests.Passes;

/// <summary>Passes that change where and in which order a program computes, and not what.</summary>
public class RearrangingPassesTests
{
    [Fact]
    public void Pruning_leaves_what_results_need_and_nothing_else() => ForRandomPrograms((program, point) =>
    {
        StepProgram pruned = Prune.Apply(program);
        Assert.Equal(program.Interpret(s => point[s]), pruned.Interpret(s => point[s]));
        HashSet<int> needed = [.. pruned.Results.Select(r => r.Value.Index), .. pruned.Operations.SelectMany(o => o.Operands).Select(o => o.Index)];
        Assert.Equal(pruned.Operations.Length, needed.Count);
    });

    [Fact]
    public void Hoisting_keeps_every_bit_and_leaves_only_what_changes_with_the_step() => ForRandomPrograms((program, point) =>
    {
        // Of a program that has been pruned, as every pass leaves it.
        HoistedProgram hoisted = Hoist.Apply(Prune.Apply(program));
        Assert.Equal(program.Interpret(s => point[s]), hoisted.Interpret(s => point[s]));
        Assert.DoesNotContain(hoisted.Preamble.Operations, o => o.Rate == Rate.Step);
        // A truth value comes as a number, and is compared with 0 to be one again.
        Operation[] uniform = [.. hoisted.Body.Operations.Where(o => o.Rate == Rate.Uniform && o.Function != Functions.NotEqual)];
        Assert.All(uniform, o => Assert.Equal(SymbolKind.Uniform, o.Symbol?.Kind));
        Assert.Equal(hoisted.Uniforms.Count, hoisted.Uniforms.Select(u => u.Name).Distinct().Count());
        Assert.Equal(hoisted.Uniforms.ToHashSet(), uniform.Select(o => o.Symbol!).ToHashSet());
    });

    [Fact]
    public void A_truth_value_is_hoisted_as_a_number()
    {
        ProgramBuilder b = new(Precision.Double);
        Value less = b.Apply(Functions.Less, b.Load(RandomProgram.P), b.Load(RandomProgram.Q));
        b.SetResult(RandomProgram.V, b.Choose(less, b.Load(RandomProgram.V), b.Load(RandomProgram.U)));
        HoistedProgram hoisted = Hoist.Apply(b.Build());
        Assert.All(hoisted.Uniforms, u => Assert.Equal(TermType.Real, u.Type));
        Assert.Equal(5, With(1));
        Assert.Equal(6, With(3));

        double With(double p) => hoisted.Interpret(s => s.Name switch { "p" => p, "q" => 2, "v" => 5, _ => 6 })[RandomProgram.V];
    }

    [Fact]
    public void Reducing_strength_costs_no_more_than_rounding() => ForRandomPrograms((program, point) =>
    {
        Dictionary<Symbol, double> expected = program.Interpret(s => point[s]), actual = ReduceStrength.Apply(program).Interpret(s => point[s]);
        Assert.All(expected, e => Assert.Equal(e.Value, actual[e.Key], 1e-9));
    });

    [Fact]
    public void Divisions_by_constants_and_products_of_constants_leave_the_step()
    {
        // ((v p) / q) dt - x / (p q): one product each in the step.
        ProgramBuilder b = new(Precision.Double);
        Value p = b.Load(RandomProgram.P), q = b.Load(RandomProgram.Q), dt = b.Load(NeuronDsl.Generator.Solvers.TimeStep.Dt);
        Value left = b.Multiply(dt, b.Divide(b.Multiply(b.Load(RandomProgram.V), p), q)), right = b.Divide(b.Load(RandomProgram.X), b.Multiply(p, q));
        b.SetResult(RandomProgram.V, b.Subtract(left, right));
        HoistedProgram hoisted = Hoist.Apply(ReduceStrength.Apply(b.Build()));
        Assert.Equal(["Multiply", "Multiply", "Subtract"], FunctionsOf(hoisted.Body).Order());
        double actual = hoisted.Interpret(s => s.Name switch { "v" => 3, "p" => 5, "q" => 2, "x" => 7, _ => 0.1 })[RandomProgram.V];
        Assert.Equal((3 * 5 / 2.0 * 0.1) - (7 / 10.0), actual, 1e-15);
    }

    [Fact]
    public void Erasing_surrogates_leaves_the_condition_alone()
    {
        ProgramBuilder b = new(Precision.Double);
        Value condition = b.Apply(Functions.Greater, b.Load(RandomProgram.V), b.Constant(1));
        Value spike = b.Apply(Functions.Spike, condition, b.Load(RandomProgram.U), b.Load(RandomProgram.X));
        b.SetResult(RandomProgram.V, b.Choose(b.Apply(Functions.Detach, spike), b.Constant(2), b.Load(RandomProgram.V)));
        StepProgram erased = EraseSurrogates.Apply(b.Build());
        Assert.Equal(["Greater", "Select"], FunctionsOf(erased));
        Assert.Equal(["v"], erased.Operations.Where(o => o.Symbol is not null).Select(o => o.Symbol!.Name));
    }

    private static IEnumerable<string> FunctionsOf(StepProgram program) => program.Operations.Select(o => o.Function?.Name).OfType<string>();

    private static void ForRandomPrograms(Action<StepProgram, Dictionary<Symbol, double>> check)
    {
        Random random = new(11);
        for (int round = 0; round < 200; round++) check(RandomProgram.Make(random, random.Next(2, 30)), RandomProgram.Point(random));
    }
}
