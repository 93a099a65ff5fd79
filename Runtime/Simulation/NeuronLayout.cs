using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Simulation;

/// <summary>What a neuron consists of, by name and in the order in which its class declares it. Emitted once per neuron.</summary>
public sealed record NeuronLayout
{
    /// <summary>The neuron's class.</summary>
    public required string Name { get; init; }

    /// <summary>The state variables.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>The parameters.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The parameters that training changes.</summary>
    public IReadOnlyList<string> Learnable { get; init; } = [];

    /// <summary>The inputs.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The states that receive spikes.</summary>
    public IReadOnlyList<string> Receiving { get; init; } = [];

    /// <summary>The sources of white noise.</summary>
    public IReadOnlyList<string> Noises { get; init; } = [];

    /// <summary>Whether there is a refractory period to count down.</summary>
    public bool IsRefractory { get; init; }

    /// <summary>Whether spikes are upward crossings, which need the condition's last value.</summary>
    public bool CountsCrossings { get; init; }

    /// <summary>Whether the neuron spikes at all.</summary>
    public bool Spikes { get; init; }

    /// <summary>Whether it sends a graded output instead of its spikes.</summary>
    public bool HasOutput { get; init; }

    /// <summary>The solvers that were emitted, the default first; empty for a pure map.</summary>
    public IReadOnlyList<Solver> Solvers { get; init; } = [];

    /// <summary>The solvers that layers were emitted for, the default first; empty for a pure map.</summary>
    public IReadOnlyList<Solver> TrainingSolvers { get; init; } = [];

    /// <summary>Describes the neuron: its equations and members.</summary>
    public Func<NeuronDescription> Describe { get; init; } = static () => throw new InvalidOperationException("This layout was made by hand: it has no description.");

    /// <summary>The solver to use: the default for <see cref="Solver.None"/>, else the one asked for if it was emitted.</summary>
    /// <exception cref="ArgumentException">The neuron does not declare the solver; the message lists those it does.</exception>
    public Solver Choose(Solver solver) => Choose(solver, Solvers, "the solver", "Solvers");

    /// <summary>The solver of a layer: the default for <see cref="Solver.None"/>, else the one asked for if layers were emitted for it.</summary>
    /// <exception cref="ArgumentException">The neuron does not declare the solver for training; the message lists those it does.</exception>
    public Solver ChooseForTraining(Solver solver) => Choose(solver, TrainingSolvers, "for training the solver", "TrainingSolvers");

    private Solver Choose(Solver solver, IReadOnlyList<Solver> among, string what, string property)
    {
        if (solver == Solver.None) return among.Count == 0 ? Solver.None : among[0];
        if (among.Contains(solver)) return solver;
        string declared = among.Count == 0 ? "none, being a map in discrete time" : string.Join(", ", among);
        throw new ArgumentException($"{Name} does not declare {what} {solver}; it declares {declared}. Add it to [Neuron({property} = ...)].", nameof(solver));
    }

    internal int IndexOf(IReadOnlyList<string> names, string kind, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name) return i;
        }

        string known = names.Count == 0 ? $"it has no {kind}s" : $"its {kind}s are {string.Join(", ", names)}";
        throw new ArgumentException($"{Name} has no {kind} '{name}'; {known}.", nameof(name));
    }
}
