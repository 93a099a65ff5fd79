using System;
using System.ComponentModel;
using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>The check of a scalar neuron's inputs. Emitted code's own.</summary>
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
}
