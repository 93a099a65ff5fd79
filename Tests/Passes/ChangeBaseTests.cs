using System;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Passes.Elementary;
using Xunit;

namespace NeuronDsl.Tests.Passes;

public sealed class ChangeBaseTests
{
    private static readonly Symbol Tau = new(SymbolKind.Parameter, "tau");

    [Fact]
    public void An_exponential_of_a_scaled_or_shifted_argument_becomes_a_power_of_two()
    {
        Assert.Equal(Functions.Exp2, OfArgument((b, x) => b.Multiply(x, b.Constant(-0.0125))));
        Assert.Equal(Functions.Exp2, OfArgument((b, x) => b.Apply(Functions.Negate, b.Multiply(b.Constant(0.3), x))));
        Assert.Equal(Functions.Exp2, OfArgument((b, x) => b.Add(b.Multiply(x, b.Constant(0.1)), b.Constant(4))));
        Assert.Equal(Functions.Exp2, OfArgument((b, x) => b.Subtract(b.Constant(4), x)));
        Assert.Equal(Functions.Exp2, OfArgument((b, x) => b.Multiply(x, b.Load(Tau))));

        static Function? OfArgument(Func<ProgramBuilder, Value, Value> argument) => Root(ChangeBase.Apply(Exponential(argument)));
    }

    [Fact]
    public void Other_exponentials_stay()
    {
        Assert.Equal(Functions.Exp, Root(ChangeBase.Apply(Exponential((b, x) => x))));
        Assert.Equal(Functions.Exp, Root(ChangeBase.Apply(Exponential((b, x) => b.Multiply(x, x)))));

        // What does not change in a step is left to the preamble.
        Assert.Equal(Functions.Exp, Root(ChangeBase.Apply(Exponential((b, _) => b.Multiply(b.Load(Tau), b.Constant(2))))));
    }

    [Fact]
    public void In_double_an_exponential_that_is_raised_to_powers_stays()
    {
        Assert.Equal(Functions.Exp, Squared(Precision.Double));
        Assert.Equal(Functions.Exp2, Squared(Precision.Single));

        static Function? Squared(Precision precision)
        {
            StepProgram changed = ChangeBase.Apply(ElementaryFunction.Program(precision, (b, load) => b.Power(b.Apply(Functions.Exp, b.Multiply(load(0), b.Constant(0.1))), 4)));
            return changed.Operations.Select(o => o.Function).First(f => f == Functions.Exp || f == Functions.Exp2);
        }
    }

    [Fact]
    public void The_factors_are_gathered_so_that_a_step_pays_for_none()
    {
        HoistedProgram hoisted = Hoist.Apply(ChangeBase.Apply(Exponential((b, x) => b.Add(b.Multiply(x, b.Load(Tau)), b.Load(Tau)))));
        Assert.Equal(["Multiply", "Add", "Exp2"], hoisted.Body.Operations.Select(o => o.Function?.Name).OfType<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_error_is_that_of_the_arguments_rounding(bool isDouble)
    {
        Precision precision = isDouble ? Precision.Double : Precision.Single;
        StepProgram program = Exponential((b, x) => b.Add(b.Multiply(x, b.Constant(-0.0625)), b.Constant(-4)), precision);
        StepProgram changed = Contract.Apply(ExpandFunctions.Apply(ChangeBase.Apply(program)));
        double[] potentials = [.. Enumerable.Range(0, 20_001).Select(i => -100 + (0.01 * i))];
        double[] results = isDouble
            ? ProgramEvaluator.Run(changed, potentials)
            : [.. ProgramEvaluator.Run(changed, [.. potentials.Select(v => (float)v)]).Select(y => (double)y)];
        double rounding = isDouble ? Math.Pow(2, -53) : Math.Pow(2, -24);
        for (int i = 0; i < results.Length; i++)
        {
            // The argument is rounded once, and so are its two constants.
            double v = isDouble ? potentials[i] : (float)potentials[i], argument = (v * -0.0625) - 4;
            double bound = (2 + Math.Abs(argument) + Math.Abs(v * 0.0625) + 4) * rounding;
            Assert.InRange(results[i] / Math.Exp(argument), 1 - bound, 1 + bound);
        }
    }

    private static StepProgram Exponential(Func<ProgramBuilder, Value, Value> argument, Precision precision = Precision.Double) =>
        ElementaryFunction.Program(precision, (b, load) => b.Apply(Functions.Exp, argument(b, load(0))));

    private static Function? Root(StepProgram program) => program[program.Results[0].Value].Function;
}
