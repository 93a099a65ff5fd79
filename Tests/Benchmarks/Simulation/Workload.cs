using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;
using NeuronDsl.Benchmarks.Neurons;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>A neuron under a drive, the same for us and the peers.</summary>
internal sealed record Workload
{
    /// <summary>The name it has with the peers.</summary>
    public required string Name { get; init; }

    /// <summary>The neuron's class; that of double precision has Double appended.</summary>
    public required string Neuron { get; init; }

    /// <summary>The solver, None for a map.</summary>
    public Solver Solver { get; init; } = Solver.RungeKutta4;

    /// <summary>The time step.</summary>
    public required double Dt { get; init; }

    /// <summary>The drive of the first neuron, and how much more the last gets.</summary>
    public required (double Low, double Range) Drive { get; init; }

    /// <summary>Populations of so many neurons with a solver, in single and double precision.</summary>
    public required Func<int, Solver, NeuronDsl.Simulation.Population<float>> Single { private get; init; }

    /// <inheritdoc cref="Single"/>
    public required Func<int, Solver, NeuronDsl.Simulation.Population<double>> Double { private get; init; }

    /// <summary>Neuron-steps of one run, about 50 ms of a peer.</summary>
    public required double NeuronSteps { get; init; }

    /// <summary>Whether the compiler was never tuned with it: its peers are this project's own.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>Whether the peers look for spikes at the beginning of the next step.</summary>
    public bool PeersSpikeLate { get; init; }

    /// <summary>How far the mean potential may be from the peers': none where a spike more or less moves it.</summary>
    public double PotentialTolerance { get; init; } = double.PositiveInfinity;

    /// <summary>The goal against textbook C++ while the state fits the last-level cache, and beyond.</summary>
    public double Goal { get; init; } = 1;

    /// <inheritdoc cref="Goal"/>
    public double? GoalBeyondCache { get; init; }

    /// <summary>The goal against C++ whose exponentials were shared by hand.</summary>
    public double? SharedGoal { get; init; }

    /// <summary>The goal against the program that Brian2 generates.</summary>
    public double BrianGoal { get; init; } = 3;

    /// <summary>Steps of Brian2 that outlast its set-up.</summary>
    public int BrianSteps { get; init; }

    /// <summary>The goals for the share of the peak, single and double, null where there are none.</summary>
    public (double Single, double Double)? PeakGoal { get; init; }

    /// <summary>The spike counts may differ by this part: rounding moves a spike across the end of a run.</summary>
    public const double SpikeTolerance = 1e-3;

    /// <summary>How many steps a run of so many neurons takes.</summary>
    public int Steps(int count) => (int)Math.Max(4, NeuronSteps / count);

    /// <summary>Makes a population.</summary>
    public MeasuredPopulation Create(bool isDouble, int count) => isDouble
        ? MeasuredPopulation.Of(Double(count, Solver), Dt, Drive.Low, Drive.Range)
        : MeasuredPopulation.Of(Single(count, Solver), Dt, Drive.Low, Drive.Range);

    /// <summary>Every workload.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new()
        {
            Name = "lif", Neuron = nameof(LeakyIntegrateAndFire), Solver = Solver.Euler, Dt = 0.1, Drive = (16, 16), NeuronSteps = 1e8, GoalBeyondCache = 1.5, BrianSteps = 100_000,
            Single = (n, s) => new LeakyIntegrateAndFire.Population(n, solver: s), Double = (n, s) => new LeakyIntegrateAndFireDouble.Population(n, solver: s),
        },
        new()
        {
            Name = "izh_e", Neuron = nameof(IzhikevichTick), Solver = Solver.None, Dt = 1, Drive = (5, 10), NeuronSteps = 7.5e7, GoalBeyondCache = 1.5, BrianSteps = 100_000, PeersSpikeLate = true,
            Single = (n, s) => new IzhikevichTick.Population(n, solver: s), Double = (n, s) => new IzhikevichTickDouble.Population(n, solver: s),
        },
        new()
        {
            Name = "izh_rk4", Neuron = nameof(Izhikevich), Dt = 0.1, Drive = (5, 10), NeuronSteps = 3e7, BrianSteps = 100_000,
            Single = (n, s) => new Izhikevich.Population(n, solver: s), Double = (n, s) => new IzhikevichDouble.Population(n, solver: s),
        },
        new()
        {
            Name = "fhn_rk4", Neuron = nameof(FitzHughNagumo), Dt = 0.01, Drive = (0.5, 0.5), NeuronSteps = 3e7, BrianSteps = 100_000, PotentialTolerance = 1e-3,
            Single = (n, s) => new FitzHughNagumo.Population(n, solver: s), Double = (n, s) => new FitzHughNagumoDouble.Population(n, solver: s),
        },
        Squid("hh_rk4", Solver.RungeKutta4, 3e6, 3_000) with { PeakGoal = (0.75, 0.70) },
        Squid("hh_e", Solver.Euler, 1e7, 12_000),
        Squid("hh_rl", Solver.ExponentialEuler, 6e6, 12_000),
        new()
        {
            Name = "cortical", Neuron = nameof(CorticalNeuron), Dt = 0.01, Drive = (1, 4), NeuronSteps = 2e6, Goal = 2.5, IsUnseen = true, PotentialTolerance = 0.01,
            Single = (n, s) => new CorticalNeuron.Population(n, solver: s), Double = (n, s) => new CorticalNeuronDouble.Population(n, solver: s),
        },
        new()
        {
            Name = "compartments", Neuron = nameof(TwoCompartments), Dt = 0.01, Drive = (5, 10), NeuronSteps = 2e6, Goal = 2.5, IsUnseen = true, PotentialTolerance = 0.01,
            Single = (n, s) => new TwoCompartments.Population(n, solver: s), Double = (n, s) => new TwoCompartmentsDouble.Population(n, solver: s),
        },
        new()
        {
            Name = "tanh", Neuron = nameof(TanhRates), Dt = 0.05, Drive = (90, 60), NeuronSteps = 4e6, Goal = 2.5, IsUnseen = true, PotentialTolerance = 0.01,
            Single = (n, s) => new TanhRates.Population(n, solver: s), Double = (n, s) => new TanhRatesDouble.Population(n, solver: s),
        },
    ];

    /// <summary>The workloads whose name has a text in it.</summary>
    public static IReadOnlyList<Workload> Named(string? text) => [.. All.Where(w => text is null || w.Name.Contains(text, StringComparison.OrdinalIgnoreCase))];

    // "hh_rl" is exponential Euler of all four equations with the peers.
    private static Workload Squid(string name, Solver solver, double neuronSteps, int brianSteps) => new()
    {
        Name = name, Neuron = nameof(HodgkinHuxley), Solver = solver, Dt = 0.01, Drive = (8, 12), NeuronSteps = neuronSteps, Goal = 3, SharedGoal = 1.5, BrianGoal = 9, BrianSteps = brianSteps,
        PotentialTolerance = 0.01, Single = (n, s) => new HodgkinHuxley.Population(n, solver: s), Double = (n, s) => new HodgkinHuxleyDouble.Population(n, solver: s),
    };
}
