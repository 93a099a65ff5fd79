using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Analysis;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Generator.Syntax.Rules;
using SymbolKind = NeuronDsl.Generator.Symbolics.SymbolKind;

namespace NeuronDsl.Generator.Syntax;

/// <summary>Reads a class marked <c>[Neuron]</c>: the front end's table of contents.</summary>
internal static class NeuronReader
{
    public static Result Read(Compilation compilation, TypeDeclarationSyntax node, CancellationToken token)
    {
        using InvariantCulture culture = InvariantCulture.Enter();
        using Interning interning = Interning.Enter();

        // C# itself objects to an attribute given twice, to a struct and to a missing name; the class is read once, the others not at all.
        INamedTypeSymbol? type = compilation.GetSemanticModel(node.SyntaxTree).GetDeclaredSymbol(node, token);
        if (type is null || type.TypeKind != TypeKind.Class || type.Name.Length == 0) return new(null, default);
        AttributeData? attribute = type.GetAttributes().FirstOrDefault(a => Vocabulary.WordOf(a) == "Neuron");
        if (attribute is null || !attribute.Syntax().Ancestors().Contains(node)) return new(null, default);

        // A mistyped attribute C# reports by itself, at the attribute: what would be missing without it is not worth saying beside.
        NeuronSource source = new(type, attribute, compilation, token);
        return source.HasUnknownAttribute ? new(null, default) : Read(source);
    }

    private static Result Read(NeuronSource source)
    {
        TypeModel type = TypeReader.Read(source);
        if (!Roles.Check(source)) return new(null, source.Diagnostics.Items);

        List<Variable> variables = VariableReader.Read(source);
        Precision precision = VariableReader.ReadPrecision(source, variables);
        MarkedMember? spikeMember = source.Single(Vocabulary.Spike), resetMember = source.Single(Vocabulary.Reset);
        MarkedMember? outputMember = source.Single(Vocabulary.Output), refractory = source.Single(Vocabulary.Refractory);

        PropertyReader properties = new(source, spikeMember);
        EquationReader equations = new(source, properties, variables, precision);
        List<StateModel> states = equations.ReadStates();
        SpikeModel? spike = spikeMember is null ? null : SpikeReader.Read(source, properties, equations, spikeMember);
        ResetModel? reset = resetMember is null ? null : new ResetReader(source, properties).Read(resetMember);
        HelperModel? output = outputMember is null ? null : equations.Read(outputMember);

        bool hasDerivatives = source.Marked(Vocabulary.Derivative).Any(), hasNoise = source.Marked(Vocabulary.Noise).Any();
        IReadOnlyList<Solver> solvers = SolverReader.Read(source, hasDerivatives, hasNoise);
        Target targets = TargetReader.Read(source, spikeMember, spike, outputMember is not null);
        List<FixedModel> forms = FixedReader.Read(source, targets, solvers);
        Defaults? defaults = forms.Count == 0 ? null : new(source, properties, variables);
        NeuronModel model = new()
        {
            Type = type,
            Summary = DocumentationReader.Summary(source.Type, source.Token),
            Precision = precision,
            States = defaults is null ? states : states.Select(s => s with { Default = defaults.Of(s) }).ToList(),
            Parameters = variables.Where(v => v.Kind == SymbolKind.Parameter).Select(v => Parameter(source, v) with { Default = defaults?.Of(v.Name) ?? 0 }).ToList(),
            Inputs = variables.Where(v => v.Kind == SymbolKind.Input).Select(v => v.Declared with { Default = defaults?.Of(v.Name) ?? 0 }).ToList(),
            Noises = variables.Where(v => v.Kind == SymbolKind.Noise).Select(v => v.Declared).ToList(),
            Helpers = properties.Helpers.ToList(),
            Spike = spike,
            Reset = reset,
            Refractory = refractory is null ? null : refractory.Symbol.Name,
            Output = output,
            Solvers = solvers.ToList(),
            TrainingSolvers = SolverReader.ReadTraining(source, solvers).ToList(),
            Targets = targets,
            Fixed = forms,
            Reassociate = source.Attribute.NamedValue(Vocabulary.Reassociate) is not false,
            Dt = ReadStep(source),
        };

        // What follows needs a model that is whole.
        if (!source.Diagnostics.Failed)
        {
            NoiseRule.Check(source, model);
            LinearityRule.Check(source, model);
            InitialRule.Check(source, model, properties);
            NameRule.Check(source, model);
        }

        if (!source.Diagnostics.Failed) Advise(source, model, properties);

        return new(source.Diagnostics.Failed ? null : model, source.Diagnostics.Items) { Places = forms.Count == 0 ? default : Places(source, type, variables) };
    }

    private static EquatableArray<Place> Places(NeuronSource source, TypeModel type, IReadOnlyList<Variable> variables)
    {
        IEnumerable<(string Name, Location Location)> named = variables.Select(v => (v.Name, v.Symbol.Locations[0]));
        IEnumerable<(string Name, Location Location)> computed = source.Type.GetMembers().OfType<IPropertySymbol>()
            .Where(p => variables.All(v => v.Name != p.Name) && Bodies.BodyOf(p, source.Token) is not null).Select(p => (p.Name, source.BodyLocation(p.Name)));
        return named.Concat(computed).Select(m => new Place(type.HintName, m.Name, LocationInfo.From(m.Location))).ToList();
    }

    // What is right, but may not be meant.
    private static void Advise(NeuronSource source, NeuronModel model, PropertyReader properties)
    {
        Expression? InitialOf(StateModel state) => state.InitialProperty is { } name && source.Property(name) is { } property ? properties.Read(property, property.Locations[0]) : null;
        Setting setting = new(model, InitialOf);
        UnitRule.Check(source, model);
        StabilityRule.Check(source, model, setting);
        SolverRule.Check(source, model);
        UsageRule.Check(source, model, setting, [.. model.States.Select(InitialOf).OfType<Expression>()]);
        new SingularityRule(source, model, properties, setting).Check();
    }

    private static ParameterModel Parameter(NeuronSource source, Variable variable) => new(variable.Name)
    {
        Unit = variable.Declared.Unit,
        Range = variable.Declared.Range,
        Value = variable.Declared.Value,
        Summary = variable.Declared.Summary,
        Learnable = source.Mark(variable.Symbol, Vocabulary.Parameter)?.Attribute.NamedValue(Vocabulary.Learnable) is true,
    };

    private static double ReadStep(NeuronSource source)
    {
        if (source.Attribute.NamedValue(Vocabulary.Dt) is not double dt) return 0;
        if (dt > 0 && !double.IsInfinity(dt)) return dt;
        source.Diagnostics.Report(Descriptors.InvalidStep, source.Attribute.NamedArgument(Vocabulary.Dt)!.GetLocation(), dt);
        return 0;
    }
}
