using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>Writes the neuron's description: its own text, and what the compiler made of it.</summary>
internal static class DescriptionEmitter
{
    public static string Emit(NeuronModel model, IReadOnlyList<(Solver Solver, HoistedProgram Program)> kernels)
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
                List("Kernels", kernels.Select(k => Kernel(model, k.Solver, k.Program)));
            }

            StatementEmitter.WriteValues(writer, model);
        }

        return writer.ToString();

        void List(string name, IEnumerable<string> items)
        {
            writer.Line($"{name} =");
            using (writer.List()) foreach (string item in items) writer.Line(item + ",");
        }
    }

    private static IEnumerable<string> Members(NeuronModel model) =>
        model.States.Select(s => Member(s.Receives ? "receiving state" : "state", s))
            .Concat(model.Parameters.Select(p => Member(p.Learnable ? "learnable parameter" : "parameter", p)))
            .Concat(model.Inputs.Select(i => Member("input", i)))
            .Concat(model.Noises.Select(n => Member("noise", n)));

    private static string Member(string kind, MemberModel member) =>
        $"new({CSharp.Literal(kind)}, {CSharp.Literal(member.Name)}, {CSharp.Literal(member.Unit ?? "")}, {CSharp.Literal(member.Summary ?? "")})";

    private static IEnumerable<string> Equations(NeuronModel model)
    {
        foreach (StateModel state in model.States)
        {
            yield return state.Equation.Kind == EquationKind.Derivative ? $"d{state.Name}/dt = {state.Equation.Text}" : $"{state.Name} <- {state.Equation.Text}";
        }

        foreach (HelperModel helper in model.Helpers) yield return $"{helper.Name} = {helper.Text}";
        if (model.Spike is not null) yield return $"spike: {model.Spike.Text}";
        if (model.Output is not null) yield return $"output: {model.Output.Text}";
        if (model.Reset is not null) yield return $"reset: {model.Reset.Text}";
        if (model.Refractory is not null) yield return $"refractory: {model.Refractory}";
    }

    private static string Kernel(NeuronModel model, Solver solver, HoistedProgram program)
    {
        StepProgram body = program.Body;
        int operations = body.Operations.Count(o => o.Function is not null);
        int divisions = body.Operations.Count(o => o.Function == Functions.Divide || o.Function == Functions.Sqrt);
        int loads = body.Operations.Count(o => o.Symbol is not null && o.Symbol.Kind != SymbolKind.Uniform && o.Symbol.Type == TermType.Real);
        int stores = body.Results.Count(r => r.Target.Type == TermType.Real) + body.Operations.Count(o => o.Symbol?.Kind == SymbolKind.Arrival);
        int bytes = (loads + stores) * (model.Precision == Precision.Single ? 4 : 8);
        string counts = string.Join(", ", new[] { operations, divisions, Split.Apply(body).Parts.Count, bytes }.Select(n => n.ToString(CultureInfo.InvariantCulture)));
        return $"new(global::NeuronDsl.Solver.{solver}, {counts})";
    }
}
