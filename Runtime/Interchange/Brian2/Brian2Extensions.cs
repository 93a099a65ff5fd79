using System;

namespace NeuronDsl.Interchange;

/// <summary>Export to Brian2.</summary>
public static class Brian2Extensions
{
    /// <summary>
    /// The neuron as a Python script for Brian2: equations, parameters, inputs, and a step that means what it means here, so that spikes come at
    /// the same steps. Numbers are in the units that the neuron declares, time in ms.
    /// </summary>
    /// <param name="description">The neuron: <c>Name.Description</c>, or <c>neuron.Describe()</c> for its own parameters.</param>
    /// <param name="options">What it is run with.</param>
    /// <exception cref="ArgumentException">The neuron does not have the solver, an input or a receiving state that the options name.</exception>
    /// <exception cref="NotSupportedException">The equations are too long to be written out, or use what Brian2 lacks: the message names it.</exception>
    public static string ToBrian2(this NeuronDescription description, ExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        return new Brian2Script(description, options ?? new ExportOptions()).Write();
    }
}
