using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Analysis;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Syntax.Rules;

/// <summary>Everything declared has an effect: parameters on some equation, states on something beside themselves, learnable parameters on the loss.</summary>
internal static class UsageRule
{
    public static void Check(NeuronSource source, NeuronModel model, Setting setting, IReadOnlyList<Expression> initials)
    {
        List<(string? State, Expression Expression)> all =
        [
            .. model.States.Select(s => ((string?)s.Name, s.Equation.Expression)),
            .. initials.Select(i => ((string?)null, i)),
        ];
        if (model.Spike is { } spike) all.AddRange([(null, spike.Condition), (null, spike.Margin ?? 0)]);
        if (model.Output is { } output) all.Add((null, output.Expression));
        foreach (AssignmentModel assignment in model.Reset?.Assignments ?? []) all.Add((assignment.State, assignment.Value));
        List<(string? State, HashSet<Symbol> Symbols)> reads = [.. all.Select(e => (e.State, Symbols(model.Inline(e.Expression))))];

        foreach (ParameterModel parameter in model.Parameters)
        {
            Symbol symbol = new(SymbolKind.Parameter, parameter.Name);
            if (parameter.Name != model.Refractory && !reads.Any(r => r.Symbols.Contains(symbol))) Report(Descriptors.UnusedParameter, parameter.Name);
        }

        foreach (StateModel state in model.States)
        {
            Symbol symbol = new(SymbolKind.State, state.Name);
            if (model.States.Count > 1 && !reads.Any(r => r.State != state.Name && r.Symbols.Contains(symbol))) Report(Descriptors.UnreadState, state.Name);
        }

        if (!model.Targets.HasFlag(Target.Training)) return;
        foreach (string name in Gradients.Unreached(model))
        {
            bool read = reads.Any(r => r.Symbols.Contains(new Symbol(SymbolKind.Parameter, name)));
            if (read) Report(Descriptors.NoGradient, name, "through comparisons and steps alone, or not at all", "let it enter an equation or the margin smoothly, or make it an ordinary parameter");
        }

        if (model.Spike is { Margin: not null } && setting.Evaluate(Algebra.Substitute(model.Spike.Slope, s => s.Equals(SurrogateFunctions.Argument) ? 0 : null)) == 0)
        {
            source.Diagnostics.Report(Descriptors.ZeroSurrogate, source.Single(Vocabulary.Spike)!.LocationOfArgument(0));
        }

        void Report(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, string name, params string[] more) =>
            source.Diagnostics.Report(descriptor, source.Type.GetMembers(name)[0].Locations[0], [name, .. more]);
    }

    private static HashSet<Symbol> Symbols(Expression expression)
    {
        HashSet<Symbol> symbols = [];
        Algebra.Mentions(expression, s => symbols.Add(s) && false);
        return symbols;
    }
}
