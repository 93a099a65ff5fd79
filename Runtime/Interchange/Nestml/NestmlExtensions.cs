using System;

namespace NeuronDsl.Interchange;

/// <summary>Export to NESTML.</summary>
public static class NestmlExtensions
{
    /// <summary>
    /// The neuron as a model in NESTML, version 8 of the language. Numbers are of type real, in the units that the neuron declares beside them, time is
    /// in ms; refractoriness is counted in steps as it is here. The simulator chooses the solver, the description's own is named in the text.
    /// </summary>
    /// <param name="description">The neuron: <c>Name.Description</c>, or <c>neuron.Describe()</c> for its own parameters.</param>
    /// <exception cref="NotSupportedException">The neuron has no differential equation, or uses what NESTML lacks: the message names it.</exception>
    public static string ToNestml(this NeuronDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return new NestmlModel(description).Write();
    }
}
