using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>
/// Finds the NIR primitive that a described neuron is: by its equations, whatever its members are called. A neuron that is none is refused with the
/// nearest primitive and how it differs.
/// </summary>
internal sealed class NirPrimitiveMatch
{
    private const double Milliseconds = 1000, Tolerance = 1e-9;

    private readonly DescribedNeuron _neuron;
    private readonly List<string> _differences = [];

    private NirPrimitiveMatch(DescribedNeuron neuron) => _neuron = neuron;

    /// <summary>The node of a layer of such neurons.</summary>
    /// <param name="neuron">The neuron.</param>
    /// <param name="size">How many.</param>
    /// <param name="valueOf">The value of a parameter for a neuron.</param>
    /// <exception cref="NotSupportedException">NIR cannot express the neuron: the message names the nearest primitive and how it differs.</exception>
    public static NirNode NodeOf(DescribedNeuron neuron, int size, Func<string, int, double> valueOf)
    {
        NirPrimitiveMatch match = new(neuron);
        Primitive[] each = [.. Enumerable.Range(0, size).Select(i => match.Match(name => valueOf(name, i)))];
        if (match._differences.Count > 0)
        {
            throw new NotSupportedException(
                $"NIR cannot express {neuron.Name}. The nearest primitive is {match.Nearest}, which differs: {string.Join("; ", match._differences.Distinct())}.");
        }

        string type = each[0].Type;
        Dictionary<string, string> metadata = [];
        if (each[0].Subtracts) metadata["reset"] = "subtract";
        return NirNode.Of(type, each[0].Values.Keys.Select(name => (name, NirArray.Of([.. each.Select(p => p.Values[name])])))) with { Metadata = metadata };
    }

    private bool Spikes => _neuron.Condition is not null;

    private string Nearest => _neuron.Derivatives.Count switch
    {
        2 => Spikes ? "CubaLIF" : "CubaLI",
        _ => Spikes ? "LIF" : "LI",
    };

    private Primitive Match(Func<string, double> valueOf)
    {
        Primitive none = new("", new Dictionary<string, double>(), false);
        if (_neuron.Updates.Count > 0) _differences.Add("it follows a differential equation, this neuron is a map in discrete time");
        if (_neuron.Noises.Any()) _differences.Add("it has no noise");
        if (_neuron.Derivatives.Count > 2) _differences.Add($"it has at most two states, this neuron has {_neuron.Derivatives.Count}");
        if (_neuron.Inputs.Count() != 1) _differences.Add($"it has one input, this neuron has {_neuron.Inputs.Count()}");
        if (_neuron.Refractory is { } period && valueOf(period) > 0) _differences.Add(FormattableString.Invariant($"it has no refractory period, this neuron has {period} = {valueOf(period)}"));
        if (!Spikes && _neuron.Output is not { Value: Name }) _differences.Add("it sends its potential");
        if (Spikes && _neuron.Output is not null) _differences.Add("it sends spikes of 1, this neuron a graded output");
        if (_differences.Count > 0) return none;

        string input = _neuron.Inputs.Single().Name;
        return _neuron.Derivatives.Count == 1 ? MatchOne(valueOf, input) : MatchTwo(valueOf, input);
    }

    // v' = a + b v + c x: leaky where b < 0, an integrator where a and b are 0.
    private Primitive MatchOne(Func<string, double> valueOf, string input)
    {
        string v = _neuron.Derivatives[0].State;
        if (Linear(0, valueOf, v, input) is not [double a, double b, double c]) return Nothing($"its {v}' is linear in {v} and {input}");
        Dictionary<string, double> values = [];
        if (b < 0)
        {
            values["tau"] = -1 / b / Milliseconds;
            values["r"] = -c / b;
            values["v_leak"] = -a / b;
        }
        else if (b == 0 && a == 0)
        {
            values["r"] = c * Milliseconds;
        }
        else
        {
            return Nothing($"its {v} decays");
        }

        bool subtracts = MatchSpike(valueOf, v, values);
        return new Primitive(b < 0 ? (Spikes ? "LIF" : "LI") : Spikes ? "IF" : "I", values, subtracts);
    }

    // i' = (w x - i) / tau_syn, v' = (v_leak - v + r i) / tau_mem.
    private Primitive MatchTwo(Func<string, double> valueOf, string input)
    {
        string[] states = [.. _neuron.Derivatives.Select(d => d.State)];
        int potential = _neuron.StatesOfCondition.Count == 1 ? Array.IndexOf(states, _neuron.StatesOfCondition.Single()) : Array.IndexOf(states, (_neuron.Output?.Value as Name)?.Text);
        if (potential < 0) return Nothing("one state is its potential");
        int current = 1 - potential;
        if (Linear(potential, valueOf, states[potential], states[current], input) is not [double a, double b, double c, 0] || b >= 0)
            return Nothing($"its {states[potential]}' is linear in {states[potential]} and {states[current]}");
        if (Linear(current, valueOf, states[current], input, states[potential]) is not [0, double decay, double gain, 0] || decay >= 0)
            return Nothing($"its {states[current]}' is linear in {states[current]} and {input}, without a constant");
        Dictionary<string, double> values = new()
        {
            ["tau_syn"] = -1 / decay / Milliseconds, ["tau_mem"] = -1 / b / Milliseconds, ["r"] = -c / b, ["v_leak"] = -a / b, ["w_in"] = -gain / decay,
        };
        bool subtracts = MatchSpike(valueOf, states[potential], values);
        return new Primitive(Spikes ? "CubaLIF" : "CubaLI", values, subtracts);
    }

    private bool MatchSpike(Func<string, double> valueOf, string v, Dictionary<string, double> values)
    {
        if (!Spikes) return false;
        Term condition = _neuron.Inline(_neuron.Condition!);
        (Term? left, Term? right) = condition switch
        {
            Call { Function: "Greater" or "GreaterOrEqual" } call => (call.Arguments[0], call.Arguments[1]),
            Call { Function: "Less" or "LessOrEqual" } call => (call.Arguments[1], call.Arguments[0]),
            _ => (null, null),
        };
        if (left is not Name name || name.Text != v || right!.Names.Any(IsVariable))
        {
            _differences.Add($"it fires where {v} is above a constant");
            return false;
        }

        if (((Call)condition).Function.EndsWith("OrEqual", StringComparison.Ordinal)) _differences.Add("it fires above the threshold (>), this neuron at the threshold too (>=)");
        double threshold = values["v_threshold"] = right.Evaluate(valueOf);
        if (_neuron.Resets.Count != 1 || _neuron.Resets[0].State != v)
        {
            _differences.Add(_neuron.Resets.Count == 0 ? "it resets, this neuron counts upward crossings" : $"its reset changes {v} alone");
            return false;
        }

        Term reset = _neuron.Inline(_neuron.Resets[0].Value);
        double from0 = reset.Evaluate(n => n == v ? 0 : valueOf(n)), from1 = reset.Evaluate(n => n == v ? 1 : valueOf(n));
        if (reset.Names.Any(n => n != v && IsVariable(n)) || !(Near(from1, from0) || (Near(from1 - from0, 1) && Near(from0, -threshold))))
        {
            _differences.Add($"its reset sets {v} to a constant or takes the threshold off it");
            return false;
        }

        bool subtracts = !Near(from1, from0);
        values["v_reset"] = subtracts ? 0 : from0;
        return subtracts;
    }

    // The constant and the factors of the variables; null where the slope is not linear in them, which a second difference shows.
    private double[]? Linear(int derivative, Func<string, double> valueOf, params string[] variables)
    {
        Term slope = _neuron.Inline(_neuron.Derivatives[derivative].Slope);
        double[] point = new double[variables.Length];
        double constant = At();
        double[] factors = new double[variables.Length];
        for (int k = 0; k < variables.Length; k++)
        {
            point[k] = 1;
            factors[k] = At() - constant;
            point[k] = 0;
        }

        double scale = factors.Append(constant).Max(Math.Abs);
        foreach (double probe in new[] { -3.7, 0.6, 5.1 })
        {
            double expected = constant;
            for (int k = 0; k < variables.Length; k++) expected += factors[k] * (point[k] = probe * (k + 1.3));
            if (!(Math.Abs(At() - expected) <= 1e-6 * scale * Math.Abs(probe))) return null;
        }

        // Differences leave rounding where there is nothing.
        return [.. factors.Prepend(constant).Select(f => Math.Abs(f) <= Tolerance * scale ? 0 : f)];

        double At() => slope.Evaluate(name => Array.IndexOf(variables, name) is >= 0 and int k ? point[k] : valueOf(name));
    }

    private bool IsVariable(string name) => _neuron.States.Any(s => s.Name == name) || _neuron.Inputs.Any(i => i.Name == name);

    private static bool Near(double a, double b) => Math.Abs(a - b) <= Tolerance * Math.Max(1, Math.Abs(b));

    private Primitive Nothing(string difference)
    {
        _differences.Add(difference);
        return new Primitive("", new Dictionary<string, double>(), false);
    }

    private sealed record Primitive(string Type, IReadOnlyDictionary<string, double> Values, bool Subtracts);
}
