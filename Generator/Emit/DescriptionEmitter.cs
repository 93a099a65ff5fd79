using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>Writes the neuron's description: its own text, and what the compiler made of it.</summary>
internal static class DescriptionEmitter
{
    public static SourceText Emit(NeuronModel model, IReadOnlyList<KernelProgram> kernels)
    {
        SourceWriter writer = TypeShell.Open($"{model.Type.Name}: what it is, and what was made of it.");
        using (writer.Reopen(model.Type))
        {
            writer.Line("/// <summary>The neuron's equations, members and kernels; printed, a page of Markdown.</summary>");
            using (writer.Block("public static global::NeuronDsl.NeuronDescription Description { get; } = new()", "};"))
            {
                writer.Line($"Name = {CSharp.Literal(model.Type.Name.TrimStart('@'))},");
                if (model.Summary is not null) writer.Line($"Summary = {CSharp.Literal(model.Summary)},");
                writer.Line($"Precision = {CSharp.Literal(CSharp.TypeName(model.Precision))},");
                if (model.Dt > 0) writer.Line($"Dt = {CSharp.Literal(model.Dt, Precision.Double)},");
                writer.Line($"Solvers = [{string.Join(", ", model.Solvers.Select(s => $"global::NeuronDsl.Solver.{s}"))}],");
                writer.Line($"Values = static () => ValuesOf(new {model.Type.FullName()}()),");
                List("Members", Members(model));
                List("Equations", Equations(model).Select(CSharp.Literal));
                List("Statements", StatementEmitter.Statements(model));
                List("LatexEquations", LatexEquations(model).Select(CSharp.Literal));
                if (model.HasDerivatives) List("Jacobian", Jacobian(model).Select(CSharp.Literal));
                List("Kernels", kernels.Select(k => Kernel(model, k)));
            }

            StatementEmitter.WriteValues(writer, model);
        }

        return writer.Text();

        void List(string name, IEnumerable<string> items)
        {
            writer.Line($"{name} =");
            using (writer.List()) foreach (string item in items) writer.Line(item + ",");
        }
    }

    private static IEnumerable<string> Members(NeuronModel model) =>
        model.States.Select(s => Member(model.Precision, s.Receives ? "receiving state" : "state", s))
            .Concat(model.Parameters.Select(p => Member(model.Precision, p.Learnable ? "learnable parameter" : "parameter", p)))
            .Concat(model.Inputs.Select(i => Member(model.Precision, "input", i)))
            .Concat(model.Noises.Select(n => Member(model.Precision, "noise", n)));

    private static string Member(Precision precision, string kind, MemberModel member) =>
        $"new({CSharp.Literal(kind)}, {CSharp.Literal(member.Name)}, {CSharp.Literal(member.Unit ?? "")}, {CSharp.Literal(member.Summary ?? "")}){(member.Value is { } value ? $" {{ Value = {CSharp.Literal(value, precision).TrimEnd('f')} }}" : "")}";

    /// <summary>The neuron's equations as its class has them, each <c>left = right</c>.</summary>
    public static IEnumerable<string> Equations(NeuronModel model)
    {
        foreach (StateModel state in model.States)
        {
            yield return state.Equation.Kind == EquationKind.Derivative ? $"d{state.Name}/dt = {state.Equation.Text}" : $"{state.Name} <- {state.Equation.Text}";
        }

        foreach (HelperModel helper in model.Helpers) yield return $"{helper.Name} = {helper.Text}";
        if (model.Spike is not null) yield return $"spike: {model.Spike.Text}";
        if (model.Output is not null) yield return $"output: {model.Output.Text}";
        if (model.Reset is not null) yield return $"reset: {model.Reset.Text}".TrimEnd();
        if (model.Refractory is not null) yield return $"refractory: {model.Refractory}";
    }

    private static IEnumerable<string> LatexEquations(NeuronModel model)
    {
        foreach (StateModel state in model.States)
        {
            string name = Latex.Name(state.Name), right = Latex.Text(state.Equation.Expression);
            yield return state.Equation.Kind == EquationKind.Derivative ? $@"\frac{{d{name}}}{{dt}} &= {right}" : $@"{name} &\leftarrow {right}";
        }

        foreach (HelperModel helper in model.Helpers) yield return $"{Latex.Name(helper.Name)} &= {Latex.Text(helper.Expression)}";
        if (model.Spike is { } spike) yield return $@"\text{{spike: }} & {Latex.Text(spike.Condition)}";
        if (model.Output is { } output) yield return $@"\text{{output: }} & {Latex.Text(output.Expression)}";
        foreach (AssignmentModel assignment in model.Reset?.Assignments ?? []) yield return $@"\text{{reset: }} & {Latex.Name(assignment.State)} \leftarrow {Latex.Text(assignment.Value)}";
    }

    private static IEnumerable<string> Jacobian(NeuronModel model)
    {
        StateModel[] differential = [.. model.States.Where(s => s.Equation.Kind == EquationKind.Derivative)];
        foreach (StateModel row in differential)
        {
            Expression slope = model.Inline(row.Equation.Expression);
            foreach (StateModel column in differential)
            {
                Expression entry = Differentiation.Differentiate(slope, new Symbol(SymbolKind.State, column.Name));
                if (!entry.Is(0)) yield return $"d(d{row.Name}/dt)/d{column.Name} = {Infix.Text(entry)}";
            }
        }
    }

    private static string Kernel(NeuronModel model, KernelProgram kernel)
    {
        StepProgram body = kernel.Hoisted.Body;
        int operations = body.Operations.Count(o => o.Function is not null);
        int divisions = body.Operations.Count(o => o.Function == Functions.Divide || o.Function == Functions.Sqrt);
        int loads = body.Operations.Count(o => o.Symbol is not null && o.Symbol.Kind != SymbolKind.Uniform && o.Symbol.Type == TermType.Real);
        int stores = body.Results.Count(r => r.Target.Type == TermType.Real) + body.Operations.Count(o => o.Symbol?.Kind == SymbolKind.Arrival);
        int bytes = (loads + stores) * (model.Precision == Precision.Single ? 4 : 8);
        string counts = string.Join(", ", new[] { operations, divisions, kernel.Spikes.Parts.Parts.Count, bytes }.Select(n => n.ToString(CultureInfo.InvariantCulture)));
        return $"new(global::NeuronDsl.Solver.{kernel.Solver}, {counts})";
    }
}
