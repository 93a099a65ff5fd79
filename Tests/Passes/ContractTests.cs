using System;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Passes.Elementary;
using Xunit;

namespace NeuronDsl.Tests.Passes;

public class ContractTests
{
    private static readonly double[] A = [3, -0.7, 1e10, 0.1], B = [0.3, 5, -1e-5, 0.1], C = [-0.9, 3.5, 1e5, -0.01];

    [Fact]
    public void A_product_and_its_sum_become_one_operation_rounded_once()
    {
        Check((b, p, c) => b.Add(p, c), (x, y, z) => Math.FusedMultiplyAdd(x, y, z), Functions.FusedMultiplyAdd);
        Check((b, p, c) => b.Add(c, p), (x, y, z) => Math.FusedMultiplyAdd(x, y, z), Functions.FusedMultiplyAdd);
    }

    [Fact]
    public void A_difference_carries_its_sign_in_the_operation()
    {
        Check((b, p, c) => b.Subtract(p, c), (x, y, z) => Math.FusedMultiplyAdd(x, y, -z), Functions.FusedMultiplySubtract);
        Check((b, p, c) => b.Subtract(c, p), (x, y, z) => Math.FusedMultiplyAdd(-x, y, z), Functions.FusedNegatedMultiplyAdd);
        Check((b, p, c) => b.Subtract(b.Apply(Functions.Negate, p), c), (x, y, z) => Math.FusedMultiplyAdd(-x, y, -z), Functions.Negate, Functions.FusedNegatedMultiplyAdd);
    }

    [Fact]
    public void The_sign_of_a_constant_factor_costs_nothing()
    {
        StepProgram program = Contract.Apply(ElementaryFunction.Program(
            Precision.Double, (b, load) => b.Subtract(load(0), b.Multiply(load(1), b.Constant(3)))));
        Assert.Equal([Functions.FusedMultiplyAdd], Calls(program));
        Assert.Contains(program.Operations, o => o.IsConstant && o.Constant == -3);
    }

    [Fact]
    public void A_product_that_is_needed_elsewhere_stays()
    {
        StepProgram shared = Contract.Apply(ElementaryFunction.Program(Precision.Double, (b, load) =>
        {
            Value product = b.Multiply(load(0), load(1));
            b.SetResult(new Symbol(SymbolKind.State, "x0"), product);
            return b.Add(product, load(2));
        }));
        Assert.Equal([Functions.Multiply, Functions.Add], Calls(shared));

        StepProgram twice = Contract.Apply(ElementaryFunction.Program(Precision.Double, (b, load) =>
        {
            Value product = b.Multiply(load(0), load(1));
            return b.Add(product, product);
        }));
        Assert.Equal([Functions.Multiply, Functions.Add], Calls(twice));

        StepProgram behindItsSign = Contract.Apply(ElementaryFunction.Program(Precision.Double, (b, load) =>
        {
            Value product = b.Multiply(load(0), load(1));
            return b.Divide(b.Subtract(b.Apply(Functions.Negate, product), load(2)), product);
        }));
        Assert.DoesNotContain(Functions.FusedMultiplyAdd, Calls(behindItsSign));
    }

    [Fact]
    public void Of_a_sum_of_two_products_the_left_is_contracted()
    {
        StepProgram program = Contract.Apply(ElementaryFunction.Program(
            Precision.Double, (b, load) => b.Add(b.Multiply(load(0), load(1)), b.Multiply(load(1), load(2)))));
        Assert.Equal([Functions.Multiply, Functions.FusedMultiplyAdd], Calls(program));
        double[] y = ProgramEvaluator.Run(program, A, B, C);
        for (int i = 0; i < y.Length; i++) Assert.Equal(Math.FusedMultiplyAdd(A[i], B[i], B[i] * C[i]), y[i]);
    }

    [Fact]
    public void Names_notes_and_results_survive()
    {
        ProgramBuilder builder = new(Precision.Single) { Note = "dv/dt" };
        Value sum = builder.Add(builder.Multiply(builder.Load(new Symbol(SymbolKind.State, "v")), builder.Constant(2)), builder.Constant(1));
        builder.SetResult(new Symbol(SymbolKind.State, "v"), builder.Named("dv", sum));
        StepProgram program = Contract.Apply(builder.Build());
        Operation result = program[program.Find(SymbolKind.State, "v")!.Value];
        Assert.Equal((Functions.FusedMultiplyAdd, "dv", "dv/dt"), (result.Function, result.Name, result.Note));
    }

    private static void Check(Func<ProgramBuilder, Value, Value, Value> build, Func<double, double, double, double> expected, params Function[] operations)
    {
        StepProgram program = Contract.Apply(ElementaryFunction.Program(
            Precision.Double, (b, load) => build(b, b.Multiply(load(0), load(1)), load(2))));
        Assert.Equal(operations, Calls(program));
        double[] y = ProgramEvaluator.Run(program, A, B, C);
        for (int i = 0; i < y.Length; i++) Assert.Equal(expected(A[i], B[i], C[i]), y[i]);
    }

    private static Function[] Calls(StepProgram program) => [.. program.Operations.Select(o => o.Function).OfType<Function>()];
}
