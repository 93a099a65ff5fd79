using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NeuronDsl;
using NeuronDsl.Models;
using NeuronDsl.Simulation;

namespace SimulationSample.Catalogue;

/// <summary>A neuron's place in the catalogue: its family, what it is known for, and how it is shown. All else is in its class.</summary>
/// <param name="Family">The family.</param>
/// <param name="Shows">What it is there for.</param>
/// <param name="Populate">Makes a population of one.</param>
/// <param name="Trace">Its picture.</param>
internal sealed record CatalogueNeuron(string Family, string Shows, Func<Population<float>> Populate, Trace Trace)
{
    private const string Leaky = "Leaky integrate-and-fire", Nonlinear = "Nonlinear integrate-and-fire", Excitable = "Conductance-based and excitable", Learning = "Networks that learn";

    /// <summary>All, family by family.</summary>
    public static IReadOnlyList<CatalogueNeuron> All { get; } =
    [
        new(Leaky, "a rate in closed form; delta synapses", () => new LeakyIntegrateAndFire.Population(1), new("V", 0.1, 100, 2, 10)),
        new(Leaky, "two decaying synaptic currents", () => new ExponentialCurrentLif.Population(1), new("V", 0.1, 200, 1.2, 20)),
        new(Leaky, "a current that rises before it falls", () => new AlphaCurrentLif.Population(1), new("V", 0.1, 100, 0.6, 10)),
        new(Leaky, "shunting inhibition", () => new ConductanceLif.Population(1), new("V", 0.1, 200, 250, 20)),
        new(Leaky, "firing below threshold, irregular intervals", () => new NoisyLeakyIntegrateAndFire.Population(1) { Seed = 1 }, new("V", 0.1, 500, 1.4, 0)),
        new(Leaky, "a rate proportional to the drive", () => new IntegrateAndFire.Population(1), new("v", 1, 50, 0.15, 5)),
        new(Leaky, "a subtractive reset in continuous time", () => new NirLif.Population(1), new("v", 0.1, 30, 0.15, 3)),
        new(Leaky, "a filtered input", () => new CubaLif.Population(1), new("v", 0.1, 100, 1.5, 10)),
        new(Leaky, "the step response; no spike", () => new LeakyIntegrator.Population(1), new("v", 0.1, 120, 1, 10, 60)),
        new(Nonlinear, "class 1: a rate that grows as a square root from zero", () => new QuadraticIntegrateAndFire.Population(1), new("V", 0.05, 200, 2, 20)),
        new(Nonlinear, "the sharpness of spike initiation", () => new ExponentialIntegrateAndFire.Population(1), new("V", 0.05, 200, 0.5, 20)),
        new(Nonlinear, "adaptation and bursts", () => new AdEx.Population(1), new("V", 0.1, 400, 700, 40)),
        new(Nonlinear, "the firing patterns of cortex", () => new Izhikevich.Population(1), new("v", 0.25, 300, 10, 30)),
        new(Nonlinear, "the author's scripts, spike for spike", () => new IzhikevichSequential.Population(1, IzhikevichSequential.TonicBursting), new("v", 1, 880, 15, 88)),
        new(Nonlinear, "eligibility of either sign", () => new IzhikevichEprop.Population(1), new("v", 1, 200, 10, 20)),
        new(Excitable, "the action potential; firing that begins at 52 Hz", () => new HodgkinHuxley.Population(1), new("V", 0.01, 80, 10, 10)),
        new(Excitable, "class 2, class 1 and bistable firing", () => new MorrisLecar.Population(1), new("V", 0.1, 600, 100, 60)),
        new(Excitable, "oscillation between two Hopf bifurcations", () => new FitzHughNagumo.Population(1), new("v", 0.1, 200, 0.5, 20)),
        new(Learning, "leakage and reset taken away one by one", () => new IterativeLif.Population(1), new("u", 1, 40, 0.3, 4)),
        new(Learning, "leakage learned behind a sigmoid", () => new LearnableIterativeLif.Population(1), new("u", 1, 40, 0.2, 4)),
        new(Learning, "the baseline of the parametric neuron", () => new DiscreteLif.Population(1, DiscreteLif.SlowMembrane), new("v", 1, 80, 1.5, 4)),
        new(Learning, "a learned time constant", () => new Plif.Population(1, Plif.SlowMembrane), new("v", 1, 80, 1.5, 4)),
        new(Learning, "a reset that loses nothing", () => new SoftResetLif.Population(1), new("u", 1, 40, 0.4, 4)),
        new(Learning, "decay and threshold learned directly", () => new LearnableDecayLif.Population(1), new("m", 1, 40, 0.2, 4)),
        new(Learning, "graded spikes", () => new VariableSpiking.Population(1), new("m", 1, 40, 0.2, 4)),
        new(Learning, "a double-exponential response", () => new SynapticLif.Population(1), new("u", 1, 40, 0.1, 4)),
        new(Learning, "memory in a moving threshold", () => new AdaptiveLif.Population(1), new("v", 1, 200, 0.5, 10)),
        new(Learning, "eligibility of either sign", () => new StdpAlif.Population(1), new("v", 1, 100, 0.3, 10)),
        new(Learning, "the output unit; no spike", () => new LeakyReadout.Population(1), new("y", 1, 100, 1, 10, 50)),
    ];

    /// <summary>The neuron's class.</summary>
    public Type Type => field ??= PopulationType(Populate);

    /// <summary>What the build knows of it.</summary>
    public NeuronDescription Description
    {
        get
        {
            using Population<float> population = Populate();
            return population.Layout.Describe();
        }
    }

    /// <summary>The unit of time: that of the class, or ms for differential equations; maps count steps.</summary>
    public string Time => Type.GetCustomAttribute<UnitAttribute>() is { } unit ? (unit.Unit == "1" ? "" : unit.Unit) : Description.Solvers.Count == 0 ? "steps" : "ms";

    /// <summary>What kind of equations it has, and which solvers that admits.</summary>
    public string Kind => Description.Solvers switch
    {
        [] => "map",
        [Solver.EulerMaruyama, ..] => "SDE",
        var solvers when solvers.Contains(Solver.Exact) => "ODE, linear",
        var solvers when solvers.Contains(Solver.ExponentialEuler) => "ODE, conditionally linear",
        _ => "ODE",
    };

    /// <summary>Published sets of parameters.</summary>
    public IEnumerable<string> Presets =>
        Type.GetProperties(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(p => p.PropertyType == Type).Select(p => p.Name);

    /// <summary>The picture, an SVG document.</summary>
    public string Picture()
    {
        using Population<float> population = Populate();
        return Trace.Draw(population, Time).ToSvg();
    }

    private static Type PopulationType(Func<Population<float>> populate)
    {
        using Population<float> population = populate();
        return population.GetType().DeclaringType!;
    }
}
