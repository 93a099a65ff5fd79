using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Syntax.Rules;

/// <summary>What the build adds to the class has a name that the class does not use itself.</summary>
internal static class NameRule
{
    public static void Check(NeuronSource source, NeuronModel model)
    {
        HashSet<string> generic = [.. source.Type.TypeParameters.Select(p => p.Name)];
        foreach ((string name, string what) in Added(model))
        {
            if (source.Type.Name == name || generic.Contains(name)) source.Diagnostics.Report(Descriptors.NameTaken, source.Type.Locations[0], name, what);
            foreach (ISymbol member in source.Type.GetMembers(name).Where(m => !m.IsImplicitlyDeclared && m.CanBeReferencedByName))
            {
                source.Diagnostics.Report(Descriptors.NameTaken, member.Locations[0], name, what);
            }
        }

        // A population has a row of arrivals beside those of the states and inputs.
        string[] arrivals = [.. model.States.Where(s => s.Receives).Select(s => s.Name + "Arrivals")];
        foreach (MemberModel member in model.States.Concat<MemberModel>(model.Parameters).Concat(model.Inputs).Where(m => arrivals.Contains(m.Name)))
        {
            source.Diagnostics.Report(Descriptors.NameTaken, source.Type.GetMembers(member.Name)[0].Locations[0], member.Name, "to the population the arrivals");
        }
    }

    /// <summary>The members that the build adds, each with what it is.</summary>
    public static IEnumerable<(string Name, string What)> Added(NeuronModel model)
    {
        yield return ("NeuronLayout", "the property");
        yield return ("Description", "the property");
        yield return ("Initialize", "the method");
        yield return ("Step", "the method");
        yield return ("__step", "the field");
        foreach (StateModel state in model.States.Where(s => s.Receives)) yield return (state.Name + "Arrival", "the field");
        foreach (Solver solver in model.Solvers) yield return ($"Advance{solver}", "the method");
        if (model.Output is not null) yield return ("LastOutput", "the property");
        if (model.Noises.Count > 0) yield return ("SeedNoise", "the method");
        if (model.Targets.HasFlag(Target.Simulation)) yield return ("Population", "the class");
        yield return ("Describe", "the method");
        yield return ("ValuesOf", "the method");
        if (model.Targets.HasFlag(Target.Eligibility))
        {
            yield return ("EligibleNeurons", "the class");
            yield return ("Eligible", "the method");
        }

        if (model.Targets.HasFlag(Target.Microcode)) yield return ("Microcode", "the property");
        if (!model.Targets.HasFlag(Target.Training)) yield break;
        yield return ("TrainableLayer", "the class");
        yield return ("Layer", "the method");
    }
}
