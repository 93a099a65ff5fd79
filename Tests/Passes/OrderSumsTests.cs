using System;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Solvers;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Passes.Elementary;
using Xunit;

namespace NeuronDsl.Tests.Passes;

public sealed class OrderSumsTests
{
    private static readonly double[] X = [0, 0.5, -1.25, 3, -70], Y = [1, -2, 0.3, 40, -13], Z = [5, 7, -0.1, 10, 12];

    [Fact]
    public void A_polynomial_becomes_nested_as_Horner_writes_it()
    {
        // 0.04 x x + 5 x + 140 - y + z, as Izhikevich has it.
        StepProgram program = Order(
            (b, x, y, z) => b.Add(b.Subtract(b.Add(b.Add(b.Multiply(b.Multiply(x, b.Constant(0.04)), x), b.Multiply(x, b.Constant(5))), b.Constant(140)), y), z),
            (x, y, z) => (((0.04 * x) + 5) * x) + 140 - y + z);
        Assert.Equal(2, Count(program, Functions.Multiply));
        Assert.Equal(2, Count(Contract.Apply(program), Functions.FusedMultiplyAdd));
    }

    [Fact]
    public void A_gate_opens_and_closes_in_one_fused_operation()
    {
        // y (1 - x) - z x = y - (y + z) x.
        StepProgram program = Order((b, x, y, z) => b.Subtract(b.Multiply(y, b.Subtract(b.Constant(1), x)), b.Multiply(z, x)), (x, y, z) => (y * (1 - x)) - (z * x));
        Assert.Equal(1, Count(program, Functions.Multiply));
        Assert.Equal(2, Contract.Apply(program).Operations.Count(o => o.Function is not null));
    }

    [Fact]
    public void What_lacks_to_one_stays_where_nothing_else_has_the_factor()
    {
        StepProgram program = Order((b, x, y, z) => b.Subtract(b.Multiply(y, b.Subtract(b.Constant(1), x)), b.Multiply(z, y)), (x, y, z) => (y * (1 - x)) - (z * y));
        Assert.Equal(1, Count(program, Functions.Multiply));
    }

    [Fact]
    public void A_cubic_loses_the_product_that_its_linear_term_shares()
    {
        StepProgram program = Order(
            (b, x, y, z) => b.Add(b.Subtract(b.Subtract(x, b.Multiply(b.Multiply(b.Multiply(x, x), x), b.Constant(1.0 / 3))), y), z),
            (x, y, z) => x - (x * x * x / 3) - y + z);
        Operation last = program[program.Results[0].Value];
        Assert.Equal(Functions.Add, last.Function);
        Assert.Contains(last.Operands, o => program[o].Function == Functions.Multiply);
        Assert.Contains(last.Operands, o => program[o].Function == Functions.Subtract && program[o].Operands.All(p => program[p].Symbol is not null));
    }

    [Fact]
    public void A_small_increment_is_not_drowned_in_a_factor_near_one()
    {
        StepProgram program = OrderSums.Apply(ElementaryFunction.Program(Precision.Double, (b, load) => b.Add(load(0), b.Multiply(load(0), b.Load(TimeStep.Dt)))));
        Assert.Equal(0, program.Operations.Count(o => o.Function == Functions.Add && o.Rate != Rate.Step));
        Assert.Equal(Functions.Add, program[program.Results[0].Value].Function);
    }

    [Fact]
    public void What_takes_longest_is_added_last()
    {
        StepProgram program = Order((b, x, y, z) => b.Add(b.Add(b.Divide(y, x), x), z), (x, y, z) => (y / x) + x + z);
        Operation last = program[program.Results[0].Value];
        Assert.Equal(Functions.Divide, program[last.Operands[1]].Function);
    }

    [Fact]
    public void Signs_go_with_their_terms()
    {
        Order((b, x, y, z) => b.Subtract(b.Apply(Functions.Negate, b.Multiply(x, y)), b.Subtract(z, b.Multiply(y, y))), (x, y, z) => -(x * y) - (z - (y * y)));
        Order((b, x, y, z) => b.Subtract(b.Subtract(b.Apply(Functions.Negate, x), y), z), (x, y, z) => -x - y - z);
    }

    [Fact]
    public void A_sum_or_product_that_is_needed_elsewhere_stays_whole()
    {
        StepProgram program = OrderSums.Apply(ElementaryFunction.Program(Precision.Double, (b, load) =>
        {
            Value sum = b.Add(load(0), load(1)), product = b.Multiply(load(0), load(2));
            b.SetResult(new Symbol(SymbolKind.State, "sum"), sum);
            b.SetResult(new Symbol(SymbolKind.State, "product"), product);
            return b.Add(b.Add(product, sum), load(0));
        }));
        Assert.Equal(3, Count(program, Functions.Add));
        Assert.Equal(1, Count(program, Functions.Multiply));
    }

    // The order of a sum must not change its value by more than rounding.
    private static StepProgram Order(Func<ProgramBuilder, Value, Value, Value, Value> build, Func<double, double, double, double> expected)
    {
        StepProgram program = OrderSums.Apply(ElementaryFunction.Program(Precision.Double, (b, load) => build(b, load(0), load(1), load(2))));
        double[] actual = ProgramEvaluator.Run(program, X, Y, Z);
        for (int i = 0; i < actual.Length; i++)
        {
            double exact = expected(X[i], Y[i], Z[i]);
            Assert.True(exact.Equals(actual[i]) || Math.Abs(exact - actual[i]) <= 1e-14 * (1e3 + Math.Abs(exact)), $"{actual[i]} instead of {exact}");
        }

        return program;
    }

    private static int Count(StepProgram program, Function function) => program.Operations.Count(o => o.Function == function);
}
