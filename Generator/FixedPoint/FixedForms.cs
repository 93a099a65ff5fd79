using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Microcode;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>A neuron's fixed-point programs as text, and what is to be reported of them. Compares by value, as the generator's steps need it.</summary>
internal sealed record FixedForms(TypeModel Type, EquatableArray<string> Programs, EquatableArray<Fault> Faults)
{
    /// <summary>All forms that the neuron asks for.</summary>
    public static FixedForms Compile(NeuronModel model)
    {
        using InvariantCulture culture = InvariantCulture.Enter();
        List<Fault> faults = [];
        List<string> programs = [];
        foreach (FixedModel form in model.Fixed)
        {
            Solver[] solvers = form.Solvers.Count == 0 ? [Solver.None] : [.. form.Solvers];
            foreach (Solver solver in solvers) if (Quantiser.Compile(model, solver, form, faults) is { } program) programs.Add(FixedText.Write(program));
        }

        return new(model.Type, programs, faults.Distinct().ToList());
    }
}
