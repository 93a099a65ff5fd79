using System;
using System.Linq;
using NeuronDsl.Models;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>What populations and single neurons refuse: each with one exception that says what is wrong, before anything has changed.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData(0f), InlineData(-0.1f), InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void A_time_step_that_is_not_positive_and_finite(float dt)
    {
        using LeakyIntegrateAndFire.Population population = new(3);
        Says<ArgumentOutOfRangeException>(() => population.Step(dt), "time step", "positive", "finite");
        Says<ArgumentOutOfRangeException>(() => new LeakyIntegrateAndFire().Step(dt), "time step", "positive", "finite");
        Assert.Equal(0, population.StepIndex);
    }

    [Theory]
    [InlineData(0), InlineData(-1)]
    public void A_number_of_steps_that_is_not_positive(int steps)
    {
        using LeakyIntegrateAndFire.Population population = new(3);
        Says<ArgumentOutOfRangeException>(() => population.Step(0.1f, steps), "steps");
        Assert.Equal(0, population.StepIndex);
    }

    [Theory]
    [InlineData(0), InlineData(-5)]
    public void A_population_of_nobody(int count) => Says<ArgumentOutOfRangeException>(() => new LeakyIntegrateAndFire.Population(count), "count");

    [Fact]
    public void An_input_that_is_not_a_number()
    {
        using LeakyIntegrateAndFire.Population population = new(100, new() { I = 2 });
        population.Step(0.1f, 7);
        float before = population.V[0];
        population.I[70] = float.NaN;
        Says<ArgumentException>(() => population.Step(0.1f), "input I", "LeakyIntegrateAndFire", "NaN", "neuron 70", "step 7");
        Assert.Equal(before, population.V[0]);
        Assert.Equal(7, population.StepIndex);
        population.I[70] = 2;
        population.Step(0.1f);
        Assert.NotEqual(before, population.V[0]);

        LeakyIntegrateAndFire single = new() { I = float.NaN };
        Says<ArgumentException>(() => single.Step(0.1f), "input I", "LeakyIntegrateAndFire", "NaN");
        Assert.Equal(-65, single.V);
    }

    [Fact]
    public void An_arrival_that_is_not_a_number()
    {
        using ConductanceLif.Population population = new(100);
        population.GInhArrivals[3] = float.NaN;
        Says<ArgumentException>(() => population.Step(0.1f), "arrival at GInh", "ConductanceLif", "NaN", "neuron 3");
        Assert.Equal(-60, population.V[0]);

        ConductanceLif single = new() { I = 100, GInhArrival = float.NaN };
        Says<ArgumentException>(() => single.Step(0.1f), "arrival at GInh", "ConductanceLif", "NaN");
        Assert.Equal((-60, 0), (single.V, single.GInh));
    }

    [Fact]
    public void A_parameter_that_is_not_a_number()
    {
        using LeakyIntegrateAndFire.Population population = new(3);
        Says<ArgumentException>(() => population.TauM = float.NaN, "LeakyIntegrateAndFire.TauM is NaN");
        Says<ArgumentException>(() => population.SetParameter("TauM", new[] { 10, 10, float.NaN }), "LeakyIntegrateAndFire.TauM is NaN for neuron 2");
        Assert.Equal(10f, population.TauM[2]);
        Says<ArgumentException>(() => new LeakyIntegrateAndFire.Population(3, new() { TauM = float.NaN }), "LeakyIntegrateAndFire.TauM is NaN");
        Says<ArgumentException>(() => LeakyIntegrateAndFire.Layer(3, prototype: new() { TauM = float.NaN }), "LeakyIntegrateAndFire.TauM of the prototype is NaN");
    }

    [Fact]
    public void Infinity_is_a_value_and_stays_with_its_neuron()
    {
        using LeakyIntegrateAndFire.Population population = new(100, new() { I = 2 }, Solver.Euler), alone = new(100, new() { I = 2 }, Solver.Euler);
        population.I[70] = float.PositiveInfinity;
        population.V[71] = float.NaN;
        float[] never = new float[100];
        never.AsSpan().Fill(-50);
        never[72] = float.PositiveInfinity;
        population.VThreshold = never;
        Assert.Equal(1, population.Step(0.1f));
        Assert.Equal([70], population.SpikingNeurons);
        population.Step(0.1f, 1000);
        alone.Step(0.1f, 1001);
        Assert.True(float.IsNaN(population.V[71]));
        Assert.Equal(-45f, population.V[72], 0.01f);
        for (int neuron = 0; neuron < 100; neuron++)
        {
            if (neuron is < 70 or > 72) Assert.Equal(alone.V[neuron], population.V[neuron]);
        }
    }

    [Fact]
    public void Names_that_the_neuron_does_not_have()
    {
        using FitzHughNagumo.Population population = new(3);
        Says<ArgumentException>(() => population.State("V"), "FitzHughNagumo", "no state 'V'", "v, w");
        Says<ArgumentException>(() => population.Input("x"), "FitzHughNagumo", "no input 'x'", "I");
        Says<ArgumentException>(() => population.Parameter("tau"), "FitzHughNagumo", "no parameter 'tau'", "A, B, Tau");
        Says<ArgumentException>(() => population.SetParameter("tau", 1), "FitzHughNagumo", "no parameter 'tau'", "A, B, Tau");
        Says<ArgumentException>(() => population.Arrivals("v"), "FitzHughNagumo", "no receiving state 'v'", "has no receiving states");
    }

    [Fact]
    public void Parameters_that_are_neither_one_nor_one_for_each()
    {
        using LeakyIntegrateAndFire.Population population = new(3);
        Says<ArgumentException>(() => population.TauM = new[] { 1f, 2f }, "LeakyIntegrateAndFire.TauM", "1 value or 3", "given 2");
        Says<ArgumentException>(() => population.SetParameter("TauM", Array.Empty<float>()), "LeakyIntegrateAndFire.TauM", "1 value or 3", "given 0");
        Assert.Equal(10f, population.TauM[2]);
        Assert.Throws<ArgumentNullException>(() => population.TauM = (float[])null!);
    }

    [Fact]
    public void A_solver_that_the_neuron_does_not_declare()
    {
        Says<ArgumentException>(() => new AdEx.Population(3, solver: Solver.Exact), "AdEx", "does not declare", "Exact", "Euler, Heun, RungeKutta4");
        Says<ArgumentException>(() => new AdEx().Step(0.1f, Solver.Exact), "AdEx", "does not declare", "Exact", "Euler, Heun, RungeKutta4");
        Says<ArgumentException>(() => new Plif.Population(3, solver: Solver.Euler), "Plif", "does not declare", "Euler", "map");
        Says<ArgumentException>(() => new Plif().Step(1, Solver.Euler), "Plif", "does not declare", "Euler", "map");
    }

    [Fact]
    public void Vectors_that_the_processor_does_not_have()
    {
        using LeakyIntegrateAndFire.Population population = new(3);
        VectorWidth[] unsupported = [(VectorWidth)1024, .. Enum.GetValues<VectorWidth>().Where(width => !VectorWidths.IsSupported(width))];
        foreach (VectorWidth width in unsupported)
        {
            Says<PlatformNotSupportedException>(() => population.VectorWidth = width, "no vectors", width.ToString(), VectorWidths.Best.ToString());
        }

        Assert.Equal(VectorWidths.Best, population.VectorWidth);
    }

    private static void Says<TException>(Action action, params string[] words)
        where TException : Exception
    {
        string message = Assert.Throws<TException>(action).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }
}
