using System;
using System.ComponentModel;
using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>The check of a scalar neuron's inputs and arrivals. Emitted code's own.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class InputGuard
{
    /// <summary>Refuses NaN.</summary>
    /// <exception cref="ArgumentException">The value is NaN; the message names the neuron and the input.</exception>
    public static void Check<T>(T value, string neuron, string input)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(value)) throw new ArgumentException($"The input {input} of {neuron} is NaN; no step was taken.");
    }

    /// <summary>Refuses NaN.</summary>
    /// <exception cref="ArgumentException">The weight is NaN; the message names the neuron and the state.</exception>
    public static void CheckArrival<T>(T weight, string neuron, string state)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(weight)) throw new ArgumentException($"The arrival at {state} of {neuron} is NaN; no step was taken.");
    }
}
