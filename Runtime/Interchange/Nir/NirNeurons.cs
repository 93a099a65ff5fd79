using System;
using System.Linq;
using NeuronDsl.Simulation;

namespace NeuronDsl.Interchange;

/// <summary>The neurons of a node: a population with a value of each parameter for each neuron.</summary>
internal sealed class NirNeurons : NirStage
{
    private const double Milliseconds = 1000;

    private readonly Population<float> _population;
    private readonly bool _spikes;
    private readonly float _dt;

    private NirNeurons(Population<float> population, bool spikes, float dt)
        : base(population.Count, population.Count) => (_population, _spikes, _dt) = (population, spikes, dt);

    /// <summary>Makes the population of a node.</summary>
    /// <exception cref="NotSupportedException">The node cannot be discretised so.</exception>
    public static NirNeurons Of(string name, NirNode node, int size, double dt, NirDiscretisation discretisation)
    {
        bool spikes = node.Parameters.ContainsKey("v_threshold"), mixed = discretisation == NirDiscretisation.Mixed;
        Solver solver = discretisation == NirDiscretisation.Euler ? Solver.Euler : Solver.Exact;
        if (mixed && (node.Type is "CubaLIF" or "CubaLI"))
            throw new NotSupportedException($"Node '{name}', a {node.Type}: the mixture of exact decay and Euler's gain is defined for LIF and LI alone.");
        Population<float> population = node.Type switch
        {
            "LIF" or "LI" when mixed => new MixedLeakyNeuron.Population(size),
            "LIF" or "LI" => new LeakyNeuron.Population(size, solver: solver),
            "CubaLIF" or "CubaLI" => new CurrentNeuron.Population(size, solver: solver),
            _ => new IntegratingNeuron.Population(size, solver: solver),
        };
        switch (node.Type)
        {
            case "LIF" or "LI" when mixed:
                Set("Decay", t => Math.Exp(-dt / t), "tau");
                population.SetParameter("Gain", Values(i => dt / At("tau", i) * At("r", i)));
                break;
            case "LIF" or "LI":
                Set("Tau", t => t * Milliseconds, "tau");
                Set("R", r => r, "r");
                break;
            case "CubaLIF" or "CubaLI":
                Set("TauSyn", t => t * Milliseconds, "tau_syn");
                Set("TauMem", t => t * Milliseconds, "tau_mem");
                Set("R", r => r, "r");
                if (node.Parameters.ContainsKey("w_in")) Set("WIn", w => w, "w_in");
                break;
            default:
                Set("R", r => r / Milliseconds, "r");
                break;
        }

        if (node.Parameters.ContainsKey("v_leak")) Set("VLeak", v => v, "v_leak");
        if (node.Parameters.ContainsKey("v_reset")) Set("VReset", v => v, "v_reset");
        if (spikes) Set("VThreshold", v => v, "v_threshold");
        else population.SetParameter("VThreshold", float.PositiveInfinity);
        if (node.Metadata.TryGetValue("reset", out string? reset) && reset == "subtract") population.SetParameter("Subtracts", 1f);
        return new NirNeurons(population, spikes, (float)(dt * Milliseconds));

        void Set(string parameter, Func<double, double> convert, string from) => population.SetParameter(parameter, Values(i => convert(At(from, i))));
        float[] Values(Func<int, double> value) => [.. Enumerable.Range(0, size).Select(i => (float)value(i))];
        double At(string parameter, int i) => node[parameter].Values is { Count: > 1 } each ? each[i] : node[parameter].Values[0];
    }

    public override void Step()
    {
        Given.CopyTo(_population.Input("x"));
        _population.Step(_dt);
        if (!_spikes)
        {
            _population.State("v").CopyTo(Output);
            return;
        }

        Output.AsSpan().Clear();
        foreach (int neuron in _population.SpikingNeurons) Output[neuron] = 1;
    }

    public override void Dispose() => _population.Dispose();
}
