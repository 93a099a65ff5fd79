using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode;
using Xunit;

namespace NeuronDsl.Tests.Microcode.FixedPoint;

/// <summary>Tables of whole expressions, beside the expressions in double precision.</summary>
public sealed class TableTests
{
    private const double Dt = 0.01;

    // The squid axon's rates, multiplied with the time step, as the paper has them: no part of the generator.
    private static readonly Dictionary<string, Func<double, double>> Rates = new()
    {
        ["m"] = v => Dt * 0.1 * Linoid(v + 40),
        ["h"] = v => Dt * 0.07 * Math.Exp(-(v + 65) / 20),
        ["n"] = v => Dt * 0.01 * Linoid(v + 55),
        ["m and its closing"] = v => Dt * ((0.1 * Linoid(v + 40)) + (4 * Math.Exp(-(v + 65) / 18))),
        ["h and its closing"] = v => Dt * ((0.07 * Math.Exp(-(v + 65) / 20)) + (1 / (1 + Math.Exp(-(v + 35) / 10)))),
        ["n and its closing"] = v => Dt * ((0.01 * Linoid(v + 55)) + (0.125 * Math.Exp(-(v + 65) / 80))),
    };

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Every_rate_has_the_time_step_within_and_keeps_its_bound(int bits)
    {
        FixedProgram program = FixedNeuron.OfCatalogue("HodgkinHuxley", "Euler", bits).Program;
        Assert.Equal(Rates.Count, program.Tables.Length);
        foreach (FixedTable table in program.Tables)
        {
            // Each table is one of the rates, and only of one.
            string name = Assert.Single(Rates.Keys, k => Off(table, Rates[k]) <= table.Error);
            Assert.InRange(Off(table, Rates[name]), table.Error / 10, table.Error);
        }
    }

    [Fact]
    public void Nodes_on_the_function_would_be_off_by_more_than_the_bound()
    {
        FixedProgram program = FixedNeuron.OfCatalogue("HodgkinHuxley", "Euler", 32).Program;
        foreach (FixedTable table in program.Tables)
        {
            Func<double, double> rate = Rates.Values.Single(r => Off(table, r) <= table.Error);
            double scale = Math.Pow(2, table.Type.Fraction);
            FixedTable on = table with { Nodes = [.. table.Nodes.Select((_, i) => (long)Math.Round(rate(table.Argument.ToDouble((table.First + i) << table.Shift)) * scale))] };
            Assert.True(Off(on, rate) > 1.2 * table.Error, table.Name);
        }
    }

    private static double Off(FixedTable table, Func<double, double> function)
    {
        double worst = 0;
        long cell = 1L << table.Shift;
        for (long at = table.First * cell; at < (table.First + table.Nodes.Length - 1) * cell; at += Math.Max(1, cell / 16))
        {
            (long i, long place) = ((at >> table.Shift) - table.First, at & (cell - 1));
            double value = table.Nodes[(int)i] + ((table.Nodes[(int)i + 1] - table.Nodes[(int)i]) * (double)place / cell);
            worst = Math.Max(worst, Math.Abs((value * table.Type.Ulp) - function(table.Argument.ToDouble(at))));
        }

        return worst;
    }

    private static double Linoid(double x) => Math.Abs(x) < 1e-9 ? 10 : x / (1 - Math.Exp(-x / 10));
}
