using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Syntax;

/// <summary>Reads what to emit.</summary>
internal static class TargetReader
{
    private const Target Default = Target.Simulation | Target.Training, Defined = Default | Target.Eligibility | Target.Microcode;

    /// <summary>The targets asked for; left out, simulation, and training where a gradient passes through all that the neuron sends.</summary>
    public static Target Read(NeuronSource source, MarkedMember? spike, SpikeModel? condition, bool hasOutput)
    {
        bool compound = spike is not null && condition?.Margin is null;
        ExpressionSyntax? syntax = source.Attribute.NamedArgument(Vocabulary.Targets);
        if (syntax is null || source.Attribute.NamedValue(Vocabulary.Targets) is not int value)
        {
            return (spike is not null || hasOutput) && !compound ? Default : Target.Simulation;
        }

        Target targets = (Target)value;
        if ((targets & ~Defined) != Target.None)
        {
            source.Diagnostics.Report(Descriptors.UndefinedValue, syntax.GetLocation(), (int)(targets & ~Defined), nameof(Target));
        }
        else if ((targets & (Target.Training | Target.Eligibility)) != Target.None)
        {
            if (spike is null && !hasOutput) source.Diagnostics.Report(Descriptors.NothingToTrain, syntax.GetLocation(), source.Type.Name);
            if (condition is { Margin: null })
            {
                Location place = Bodies.Location(Bodies.BodyOf((IPropertySymbol)spike!.Symbol, source.Token)!);
                source.Diagnostics.Report(Descriptors.NeedsMargin, place, spike.Name);
            }
        }

        return targets;
    }
}
