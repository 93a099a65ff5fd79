using System.Linq;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Syntax.Rules;

/// <summary>Noise enters differential equations only, and linearly: as a term times an amplitude.</summary>
internal static class NoiseRule
{
    public static void Check(NeuronSource source, NeuronModel model)
    {
        if (model.Noises.Count == 0) return;
        foreach (StateModel state in model.States)
        {
            string what = $"The equation of '{state.Name}'";
            if (state.Equation.Kind == EquationKind.Update) CheckFree(source, model, state.Equation.Expression, what, state.Equation.Property);
            else CheckLinear(source, model, state);
        }

        if (model.Spike is { } spike)
        {
            CheckFree(source, model, spike.Condition, "The spike condition", spike.Property);
            if (source.Single(Vocabulary.Margin) is { } margin) CheckFree(source, model, spike.Margin!, "The margin", margin.Name);
        }

        if (model.Output is { } output) CheckFree(source, model, output.Expression, "The output", output.Name);
        foreach (AssignmentModel assignment in model.Reset?.Assignments ?? [])
        {
            CheckFree(source, model, assignment.Value, "The reset", model.Reset!.Method);
        }
    }

    private static void CheckFree(NeuronSource source, NeuronModel model, Expression expression, string what, string member)
    {
        string? noise = null;
        if (Algebra.Mentions(model.Inline(expression), s => s.Kind == SymbolKind.Noise && (noise = s.Name) is not null))
        {
            source.Diagnostics.Report(Descriptors.MisplacedNoise, source.BodyLocation(member), what, noise!);
        }
    }

    private static void CheckLinear(NeuronSource source, NeuronModel model, StateModel state)
    {
        if (Linearity.NonlinearPart(model.Inline(state.Equation.Expression), s => s.Kind == SymbolKind.Noise) is { } part)
        {
            source.Diagnostics.Report(Descriptors.NonlinearNoise, source.BodyLocation(state.Equation.Property), state.Name, Infix.Text(part));
        }
    }
}
