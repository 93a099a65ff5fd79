using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>Writes the neuron's equations as data, each in the function table's own names: what exporters to other simulators print.</summary>
internal static class StatementEmitter
{
    // Expressions share parts; written out, a chain of doublings would fill the disk.
    private const double MostTerms = 20_000;

    /// <summary>The statements as C#; none where one is too long to be written out.</summary>
    public static IEnumerable<string> Statements(NeuronModel model)
    {
        List<(string Kind, string Name, Expression Expression)> statements =
        [
            .. model.States.Select(s => (s.Equation.Kind.ToString(), s.Name, s.Equation.Expression)),
            .. model.Helpers.Select(h => ("Helper", h.Name, h.Expression)),
        ];
        if (model.Spike is { } spike) statements.Add(("Spike", spike.Property, spike.Condition));
        if (model.Output is { } output) statements.Add(("Output", output.Name, output.Expression));
        if (model.Reset is { } reset) statements.AddRange(reset.Assignments.Select(a => (a.Clamps ? "ResetAndHold" : "Reset", a.State, a.Value)));
        if (model.Refractory is { } period) statements.Add(("Refractory", period, new Symbol(SymbolKind.Parameter, period)));
        return statements.Sum(s => Terms(s.Expression)) > MostTerms
            ? []
            : statements.Select(s => $"new(global::NeuronDsl.StatementKind.{s.Kind}, {CSharp.Literal(s.Name)}, {CSharp.Literal(s.Expression.ToString())})");
    }

    /// <summary>A method that reads the numbers a neuron begins with, and one that describes a neuron with its own.</summary>
    public static void WriteValues(SourceWriter writer, NeuronModel model)
    {
        string neuron = model.Type.FullName();
        writer.Gap().Line("/// <summary>The description of this neuron: with the values that its members begin with.</summary>");
        writer.Line(TypeShell.NotUserCode);
        writer.Line($"public global::NeuronDsl.NeuronDescription Describe() => Description with {{ Values = () => ValuesOf(({neuron})MemberwiseClone()) }};");
        writer.Gap().Line(TypeShell.NotUserCode);
        using (writer.Block($"private static global::System.Collections.Generic.Dictionary<string, double> ValuesOf({neuron} neuron)"))
        {
            writer.Line("neuron.Initialize();");
            using (writer.Block("return new()", "};"))
            {
                foreach (MemberModel member in model.States.Concat<MemberModel>(model.Parameters).Concat(model.Inputs))
                {
                    writer.Line($"[{CSharp.Literal(member.Name)}] = neuron.{CSharp.Identifier(member.Name)},");
                }
            }
        }
    }

    private static double Terms(Expression expression)
    {
        Dictionary<Expression, double> known = [];
        return Go(expression);

        double Go(Expression e)
        {
            if (e is not Apply apply) return 1;
            if (!known.TryGetValue(e, out double terms)) known[e] = terms = 1 + apply.Arguments.Sum(Go);
            return terms;
        }
    }
}
