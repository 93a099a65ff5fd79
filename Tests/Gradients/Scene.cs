using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Solvers;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Symbolics;

namespace NeuronDsl.Tests.Gradients;

using Solver = NeuronDsl.Generator.Solver;

/// <summary>
/// A neuron put where everything happens: its state so near the threshold that the next step decides, its drive so strong that it decides both
/// ways, its time step a third of the refractory period.
/// </summary>
internal sealed class Scene
{
    private readonly NeuronModel _model;
    private readonly SmoothedStep _step;
    private readonly Prototype _prototype;

    public Scene(NeuronLibrary library, string neuron, Solver solver)
    {
        _model = library.Model(neuron);
        _step = new SmoothedStep(_model, solver);
        _prototype = new Prototype(neuron, library);
        Dt = _model.Dt > 0 ? _model.Dt : 1;
        if (_model.Refractory is { } period)
        {
            if (_prototype[period] <= 0) _prototype[period] = 3 * Dt;
            Dt = _prototype[period] / 3;
        }

        Parameters = _model.Parameters.ToDictionary(p => new Symbol(SymbolKind.Parameter, p.Name), p => _prototype[p.Name]);
        Initial = Problem.Carried(_model).ToDictionary(s => s, _ => 0.0);
        Amplitudes = Ports.ToDictionary(p => p, _ => 0.5);
        ReadStates();
        if (_model.Spike is null) return;
        Place(0, ReadStates);
        Spread = 0.5 / _step.Slope;
        // A crossing takes a step down and a step up.
        double strength = _model.CountsCrossings ? 3 * Spread : Spread;
        foreach (Symbol port in Ports)
        {
            Complex margin = MarginWith(port);
            if (Math.Abs(margin.Imaginary) > 1e-6) Amplitudes[port] = strength / Math.Abs(margin.Imaginary);
        }
    }

    public double Dt { get; }

    public object Instance => _prototype.Instance;

    public Dictionary<Symbol, double> Parameters { get; }

    public Dictionary<Symbol, double> Initial { get; }

    /// <summary>Inputs, then arrivals.</summary>
    public Symbol[] Ports =>
    [
        .. _model.Inputs.Select(i => new Symbol(SymbolKind.Input, i.Name)),
        .. _model.States.Where(s => s.Receives).Select(s => new Symbol(SymbolKind.Arrival, s.Name)),
    ];

    public Symbol[] Noises => [.. _model.Noises.Select(n => new Symbol(SymbolKind.Noise, n.Name))];

    /// <summary>How much of each port moves the margin across the surrogate's width.</summary>
    public Dictionary<Symbol, double> Amplitudes { get; }

    private double Spread { get; }

    /// <summary>A problem with states, drive and weights at random.</summary>
    public Problem Random(int steps, Random random)
    {
        double Around(double range) => range * ((2 * random.NextDouble()) - 1);
        double Drive(Symbol port) => port.Kind == SymbolKind.Noise ? Around(2) : Base(port) + Around(Amplitudes[port]);

        Dictionary<Symbol, double> center = new(Initial);
        foreach (Symbol state in Initial.Keys.Where(s => s.Kind == SymbolKind.State))
        {
            Initial[state] += Around(0.05 * Math.Max(1, Math.Abs(Initial[state])));
        }

        if (_model.Spike is not null) Place(Around(Spread), () => { });
        Problem problem = new(_model, _step)
        {
            Dt = Dt,
            Parameters = Parameters,
            Initial = new(Initial),
            Fed = [.. Enumerable.Range(0, steps).Select(_ => Ports.Concat(Noises).ToDictionary(p => p, Drive))],
            SentWeights = [.. Enumerable.Range(0, steps).Select(_ => Around(1))],
            FinalWeights = _model.States.ToDictionary(s => new Symbol(SymbolKind.State, s.Name), _ => Around(1)),
        };
        if (_model.Refractory is not null && random.Next(4) == 0) problem.Initial[TimeStep.Remaining] = random.Next(1, 3);
        if (_model.CountsCrossings) problem.Initial[TimeStep.Above] = random.Next(2);
        foreach ((Symbol symbol, double value) in center) Initial[symbol] = value;
        return problem;
    }

    /// <summary>What a port has where it is fed nothing.</summary>
    public double Base(Symbol port) => port.Kind == SymbolKind.Input ? _prototype[port.Name] : 0;

    /// <summary>The problem of a neuron that starts as the prototype does.</summary>
    public Problem With(Dictionary<Symbol, double>[] fed, double[] sentWeights, int substeps, Dictionary<Symbol, double> parameters) => new(_model, _step)
    {
        Dt = Dt / substeps,
        Substeps = substeps,
        Parameters = parameters,
        Initial = Initial,
        Fed = fed,
        SentWeights = sentWeights,
    };

    /// <summary>The states as the prototype starts with them.</summary>
    private void ReadStates()
    {
        _prototype.Initialize();
        foreach (StateModel state in _model.States) Initial[new(SymbolKind.State, state.Name)] = _prototype[state.Name];
        if (!_model.CountsCrossings) return;
        Expression condition = _model.Inline(_model.Spike!.Condition);
        Initial[TimeStep.Above] = Evaluator.Evaluate(condition, s => Initial.TryGetValue(s, out double value) ? value : Parameters[s]);
    }

    /// <summary>Moves the state that the spike condition reads until the margin after a step is the one asked for.</summary>
    private void Place(double margin, Action moved)
    {
        ISet<string> read = _model.StatesReadBy(_model.Spike!.Margin ?? _model.Spike.Condition);
        Symbol state = new(SymbolKind.State, _model.States.First(s => read.Contains(s.Name)).Name);
        double start = Initial[state], direction = Excess(start) < 0 ? 1 : -1, reach = 0.01 * Math.Max(1, Math.Abs(start));
        while (Excess(start + (direction * reach)) * direction < 0 && reach < 1e4) reach *= 1.1;
        (double low, double high) = (start, start + (direction * reach));
        for (int k = 0; k < 80; k++)
        {
            double middle = (low + high) / 2;
            if (Excess(middle) * direction < 0) low = middle;
            else high = middle;
        }

        Excess(high);

        double Excess(double value)
        {
            Initial[state] = _prototype[state.Name] = value;
            moved();
            return MarginWith(null).Real - margin;
        }
    }

    private Complex MarginWith(Symbol? varied)
    {
        Dictionary<Symbol, Complex> memory = new() { [TimeStep.Dt] = Dt }, results = [];
        foreach ((Symbol symbol, double value) in Parameters.Concat(Initial)) memory[symbol] = value;
        foreach (Symbol port in Ports) memory[port] = new Complex(Base(port), port.Equals(varied) ? 1e-20 : 0);
        foreach (Symbol noise in Noises) memory[noise] = 0;
        _step.PrepareFor((Parameters, Dt));
        _step.Run(memory, results);
        return new Complex(_step.Margin.Real, _step.Margin.Imaginary * 1e20);
    }
}
