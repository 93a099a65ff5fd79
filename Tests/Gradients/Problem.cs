using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Solvers;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Tests.Gradients;

/// <summary>One neuron over some time steps, and a loss: a weighted sum of all that it sends and of the states it ends with.</summary>
internal sealed class Problem
{
    /// <summary>In place of a step: what is fed is varied by the same amount at every step.</summary>
    public const int EveryStep = -1;

    // So small that its square is lost against 1.
    private const double Imaginary = 1e-20;

    private readonly SmoothedStep _step;

    public Problem(NeuronModel model, SmoothedStep step) => (Model, _step) = (model, step);

    public NeuronModel Model { get; }

    /// <summary>The solver's step.</summary>
    public required double Dt { get; init; }

    /// <summary>Solver steps within a time step; what is fed is held over them, arrivals are added in the first alone.</summary>
    public int Substeps { get; init; } = 1;

    public required Dictionary<Symbol, double> Parameters { get; init; }

    /// <summary>States, refractory count and crossing flag at the start.</summary>
    public required Dictionary<Symbol, double> Initial { get; init; }

    /// <summary>Inputs, arrivals and noise, for each time step.</summary>
    public required Dictionary<Symbol, double>[] Fed { get; init; }

    /// <summary>The weight in the loss of what is sent, for each time step.</summary>
    public required double[] SentWeights { get; init; }

    /// <summary>The weights in the loss of the states at the end.</summary>
    public Dictionary<Symbol, double> FinalWeights { get; init; } = [];

    /// <summary>What passes from step to step.</summary>
    public static IEnumerable<Symbol> Carried(NeuronModel model) =>
        model.States.Select(s => new Symbol(SymbolKind.State, s.Name))
            .Concat(model.Refractory is null ? [] : [TimeStep.Remaining])
            .Concat(model.CountsCrossings ? [TimeStep.Above] : Array.Empty<Symbol>());

    /// <summary>The derivative of the loss with respect to a parameter, an initial state, or what is fed at a time step.</summary>
    public double Derivative(Symbol varied, int at = EveryStep) => Run(varied, at).Loss.Imaginary / Imaginary;

    public Trajectory Run(Symbol? varied = null, int at = EveryStep)
    {
        Dictionary<Symbol, Complex> memory = new() { [TimeStep.Dt] = Dt }, results = [];
        foreach ((Symbol symbol, double value) in Parameters) memory[symbol] = value;
        foreach ((Symbol symbol, double value) in Initial) memory[symbol] = value;
        if (varied is { Kind: SymbolKind.State or SymbolKind.Parameter }) memory[varied] += new Complex(0, Imaginary);
        Symbol[] carried = [.. Carried(Model)];
        Trajectory trajectory = new() { Sent = new Complex[Fed.Length] };
        _step.PrepareFor((Parameters, Dt, varied is { Kind: SymbolKind.Parameter } ? varied : null));
        for (int t = 0; t < Fed.Length; t++)
        {
            foreach ((Symbol symbol, double value) in Fed[t]) memory[symbol] = value;
            if (varied is not null && Fed[t].ContainsKey(varied) && (at == EveryStep || at == t)) memory[varied] += new Complex(0, Imaginary);
            for (int substep = 0; substep < Substeps; substep++)
            {
                if (varied is null) trajectory.Memory.Add(memory.ToDictionary(m => m.Key, m => m.Value.Real));
                _step.Run(memory, results);
                trajectory.Sent[t] += results.TryGetValue(TimeStep.Output, out Complex output) ? output : results.GetValueOrDefault(TimeStep.Fired);
                trajectory.Count(memory, results);
                foreach (Symbol symbol in carried) memory[symbol] = results[symbol];
                foreach (StateModel state in Model.States.Where(s => s.Receives)) memory[new Symbol(SymbolKind.Arrival, state.Name)] = 0;
            }

            trajectory.Loss += SentWeights[t] * trajectory.Sent[t];
        }

        foreach (Symbol symbol in carried) trajectory.Final[symbol] = memory[symbol].Real;
        foreach ((Symbol symbol, double weight) in FinalWeights) trajectory.Loss += weight * memory[symbol];
        return trajectory;
    }
}

/// <summary>What happened in a <see cref="Problem"/>.</summary>
internal sealed class Trajectory
{
    public Complex Loss { get; set; }

    /// <summary>For each time step.</summary>
    public required Complex[] Sent { get; init; }

    /// <summary>What every solver step started from and was fed; recorded where nothing is varied.</summary>
    public List<Dictionary<Symbol, double>> Memory { get; } = [];

    public Dictionary<Symbol, double> Final { get; } = [];

    public int Spikes { get; private set; }

    public int Silent { get; private set; }

    /// <summary>Steps that the refractory period held.</summary>
    public int Held { get; private set; }

    public void Count(Dictionary<Symbol, Complex> memory, Dictionary<Symbol, Complex> results)
    {
        if (!results.TryGetValue(TimeStep.Fired, out Complex fired)) return;
        bool held = memory.TryGetValue(TimeStep.Remaining, out Complex remaining) && remaining.Real > 0;
        if (held) Held++;
        else if (fired.Real != 0) Spikes++;
        else Silent++;
    }
}
