using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Interchange;
using Xunit;

namespace NeuronDsl.Tests.Interchange;

/// <summary>The catalogue, exported to Brian2 and run there: a simulator that this project did not write.</summary>
public sealed class Brian2Tests(Brian2Run run) : IClassFixture<Brian2Run>
{
    private const double Tolerance = 1e-9;

    public static TheoryData<string> Cases => [.. new Brian2Run().CatalogueCases];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Brian2_fires_at_the_same_steps_and_ends_in_the_same_states(string name)
    {
        Python.Require("brian2", "python3-brian");
        AssertEqual(run.Expected(name), run.Actual(name));
    }

    [SkippableTheory]
    [InlineData("series: membrane")]
    [InlineData("series: Heun")]
    [InlineData("series: without refractoriness")]
    public void Inputs_that_change_and_spikes_that_arrive_act_at_the_same_steps(string name)
    {
        Python.Require("brian2", "python3-brian");
        Trace expected = run.Expected(name);
        Assert.InRange(expected.Spikes.Count, 10, 500);
        AssertEqual(expected, run.Actual(name));
    }

    [SkippableTheory]
    [InlineData("changed: threshold")]
    [InlineData("changed: reset")]
    [InlineData("changed: refractory count")]
    public void Another_meaning_of_a_step_is_seen(string name)
    {
        Python.Require("brian2", "python3-brian");
        Assert.NotEqual(run.Expected(name).Spikes, run.Actual(name).Spikes);
    }

    [SkippableTheory]
    [InlineData("unchanged: threshold")]
    [InlineData("unchanged: reset")]
    public void What_those_changes_touch_is_the_same_unchanged(string name)
    {
        Python.Require("brian2", "python3-brian");
        Assert.NotEmpty(run.Expected(name).Spikes);
        AssertEqual(run.Expected(name), run.Actual(name));
    }

    [SkippableFact]
    public void Noise_has_the_standard_deviation_that_the_neuron_states()
    {
        Python.Require("brian2", "python3-brian");
        double[] potentials = run.Ends("noise: membrane", "V");
        IReadOnlyDictionary<string, double> values = TwinNeuron.Of("NoisyLeakyIntegrateAndFire").Description.Values();
        double mean = potentials.Average(), deviation = Math.Sqrt(potentials.Average(v => (v - mean) * (v - mean)));

        // Of 400 draws the mean has the error sd / 20, the deviation sd / 28: four of each.
        Assert.InRange(mean, values["EL"] - (0.2 * values["Sigma"]), values["EL"] + (0.2 * values["Sigma"]));
        Assert.InRange(deviation / values["Sigma"], 0.86, 1.14);
    }

    [Fact]
    public void A_script_names_units_and_states_what_a_step_means()
    {
        string script = TwinNeuron.Of("Izhikevich").Description.ToBrian2();
        Assert.Contains("dv/dt = (0.04*v*v + 5*v + 140 - u + I)/ms : 1  # mV, Membrane potential.\n", script);
        Assert.Contains("threshold='v >= 30'", script);
        Assert.Contains("reset='''v = C\nu = u + D'''", script);
        Assert.Contains("the reset runs, its right-hand sides on the values before it", script);
    }

    [Fact]
    public void Names_that_Brian2_refuses_get_a_word_behind_them()
    {
        string script = TwinNeuron.Of("CubaLif").Description.ToBrian2();
        Assert.Contains("di_state/dt = ", script);
        Assert.DoesNotContain("di/dt", script);
    }

    [Fact]
    public void Bad_options_are_refused_by_name()
    {
        NeuronDescription lif = TwinNeuron.Of("LeakyIntegrateAndFire").Description;
        Assert.Contains("has no input 'J'; its inputs are I.", Message(new() { Inputs = new Dictionary<string, IReadOnlyList<double>> { ["J"] = [1] } }));
        Assert.Contains("No value was given for the input 'I'", Message(new() { Inputs = new Dictionary<string, IReadOnlyList<double>> { ["I"] = [] } }));
        Assert.Contains("has no receiving state 'W'; its receiving states are V.", Message(new() { Arrivals = new Dictionary<string, IReadOnlyList<double>> { ["W"] = [1] } }));
        Assert.Contains("does not declare the solver RushLarsen", Message(new() { Solver = Solver.RushLarsen }));
        Assert.Contains("A time step is positive", Message(new() { Dt = 0 }));

        string Message(ExportOptions options) => Assert.ThrowsAny<ArgumentException>(() => lif.ToBrian2(options)).Message;
    }

    private static void AssertEqual(Trace expected, Trace actual)
    {
        Assert.Equal(expected.Spikes, actual.Spikes);
        foreach ((string state, IReadOnlyList<double> values) in expected.States)
        {
            // Relative to the state's own size: near a zero that it passes through, no digit of it means anything.
            double size = values.Max(Math.Abs);
            for (int k = 0; k < values.Count; k++)
            {
                double difference = Math.Abs(values[k] - actual.States[state][k]);
                Assert.True(difference <= Tolerance * Math.Max(size, 1e-6), $"{state} after {k + 1} tenths is {values[k]:R} here and {actual.States[state][k]:R} in Brian2.");
            }
        }
    }
}
