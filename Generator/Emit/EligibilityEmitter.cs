using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>Writes the neurons that leave eligibility traces: the factory, the class over the runtime's, and the kernels beside it.</summary>
internal static class EligibilityEmitter
{
    public static SourceText Emit(NeuronModel model, IReadOnlyList<(string Solver, EligibilityPrograms Programs)> programs)
    {
        string type = CSharp.TypeName(model.Precision), neuron = model.Type.FullName(), kernels = PopulationEmitter.KernelClass(model, "EligibilityKernels");
        SourceWriter writer = TypeShell.Open($"{model.Type.Name}: neurons that leave eligibility traces.");
        using (writer.Reopen(model.Type))
        {
            WriteFactory(writer, model, type, neuron);
            writer.Gap().Line($"/// <summary>{model.Type.Name} neurons that leave eligibility traces; <see cref=\"Eligible\"/> makes them.</summary>");
            writer.Line(TypeShell.NotUserCode);
            using (writer.Block($"public sealed class EligibleNeurons : global::NeuronDsl.Training.EligibleNeurons<{type}>"))
            {
                string constructor = $"internal EligibleNeurons(global::NeuronDsl.Training.EligibilityOptions<{type}> options, {neuron} prototype)";
                using (writer.Block($"{constructor}\n    : base({neuron}.NeuronLayout, options, {Values(model.Parameters)}, {Values(model.States)}, {Values(model.Inputs)}, prototype.__step.Above)"))
                {
                }

                WriteCounts(writer, programs);
                WriteOverrides(writer, type, programs, $"global::NeuronDsl.Generated.{kernels}");
            }
        }

        writer.Gap();
        using (writer.Block("namespace NeuronDsl.Generated"))
        {
            PopulationEmitter.WriteUsings(writer);
            writer.Line("using NeuronDsl.Training;");
            writer.Gap().Line($"/// <summary>The step of {model.Type.Name} neurons and the recursion of their eligibility traces, solver by solver and width by width.</summary>");
            writer.Line(TypeShell.NotUserCode);
            using (writer.Block($"file static class {kernels}"))
            {
                foreach ((string solver, EligibilityPrograms program) in programs) new EligibilityKernelEmitter(writer, model, solver, program).Write();
            }
        }

        return writer.Text();
    }

    private static string Values(IEnumerable<MemberModel> members) => $"[{string.Join(", ", members.Select(m => "prototype." + CSharp.Identifier(m.Name)))}]";

    private static void WriteFactory(SourceWriter writer, NeuronModel model, string type, string neuron)
    {
        writer.Line($"/// <summary>{model.Type.Name} neurons for learning online, by eligibility propagation.</summary>");
        writer.Line("/// <param name=\"size\">Neurons.</param>");
        writer.Line("/// <param name=\"dt\">The time step, in the neuron's unit of time.</param>");
        writer.Line("/// <param name=\"solver\">The solver; left out, the first that the neuron declares.</param>");
        writer.Line("/// <param name=\"prototype\">The neuron to copy parameters, states and inputs from; left out, a new one.</param>");
        writer.Line("/// <param name=\"refractorySlope\">What stands for the spike's derivative while a neuron is refractory.</param>");
        writer.Line(TypeShell.NotUserCode);
        writer.Line("public static EligibleNeurons Eligible(");
        writer.Line($"    int size, {type} dt = {CSharp.Literal(1, model.Precision)}, global::NeuronDsl.Solver solver = global::NeuronDsl.Solver.None, {neuron}? prototype = null,");
        using (writer.Block($"    {type} refractorySlope = {CSharp.Literal(0, model.Precision)})"))
        {
            writer.Line($"{neuron} copy = prototype is null ? new {neuron}() : ({neuron})prototype.MemberwiseClone();");
            writer.Line("copy.Initialize();");
            writer.Line("return new EligibleNeurons(new(size, dt, solver, refractorySlope), copy);");
        }
    }

    private static void WriteCounts(SourceWriter writer, IReadOnlyList<(string Solver, EligibilityPrograms Programs)> programs) =>
        SolverDispatch.WriteValue(writer, "global::NeuronDsl.Training.EligibilityCounts Counts", programs.Select(p => (p.Solver, $"new({Counts(p.Programs)})")));

    private static string Counts(EligibilityPrograms p)
    {
        int[] counts = [p.Post.Uniforms.Count, p.Pre.Uniforms.Count, p.Synapse.Uniforms.Count, p.Transposed.Uniforms.Count, p.Coefficients.Count, p.Traces.Count, p.PreTangents.Count, p.SynapseTangents.Count];
        return string.Join(", ", counts.Select(c => c.ToString(CultureInfo.InvariantCulture)));
    }

    private static void WriteOverrides(SourceWriter writer, string type, IReadOnlyList<(string Solver, EligibilityPrograms Programs)> programs, string kernels)
    {
        string slice = $"(in global::NeuronDsl.Training.TraceSlice<{type}> slice)";
        Dispatch($"Prepare({type} dt, global::System.ReadOnlySpan<{type}> parameters, global::System.Span<{type}> uniforms)", "Prepare", "dt, parameters, uniforms");
        Dispatch("RunStep" + slice, "Step", "in slice, VectorWidth");
        Dispatch("RunTraces" + slice, "Traces", "in slice, VectorWidth");
        Dispatch("RunSynapses" + slice, "Synapses", "in slice, VectorWidth");
        Dispatch("RunTransposed" + slice, "Transposed", "in slice, VectorWidth");

        void Dispatch(string signature, string method, string arguments) =>
            SolverDispatch.WriteMethod(writer, $"void {signature}", programs.Select(p => p.Solver), solver => $"{kernels}.{method}{solver}({arguments});");
    }
}

/// <summary>The programs of a linearised step, made ready for printing, and what passes between them in the order of its rows.</summary>
internal sealed record EligibilityPrograms(HoistedProgram Post, HoistedProgram Pre, HoistedProgram Synapse, HoistedProgram Transposed)
{
    public IReadOnlyList<Symbol> Coefficients { get; } = Targets(Post, SymbolKind.Coefficient);

    public IReadOnlyList<Symbol> Traces { get; } = Targets(Pre, SymbolKind.Trace);

    public IReadOnlyList<Symbol> PreTangents { get; } = Targets(Pre, SymbolKind.StateTangent);

    public IReadOnlyList<Symbol> SynapseTangents { get; } = Targets(Synapse, SymbolKind.StateTangent);

    private static IReadOnlyList<Symbol> Targets(HoistedProgram program, SymbolKind kind) =>
        [.. program.Body.Results.Select(r => r.Target).Where(t => t.Kind == kind)];
}
