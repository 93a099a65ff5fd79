using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;

namespace NeuronDsl.Generator.Emit;

/// <summary>Writes the neuron's trainable layer: the factory, the class over the runtime's layer, and the kernels beside it.</summary>
internal static class LayerEmitter
{
    public static SourceText Emit(NeuronModel model, IReadOnlyList<LayerProgram> programs)
    {
        string type = CSharp.TypeName(model.Precision), neuron = model.Type.FullName();
        string kernels = PopulationEmitter.KernelClass(model, "LayerKernels");
        SourceWriter writer = TypeShell.Open($"{model.Type.Name}: a trainable layer.");
        using (writer.Reopen(model.Type))
        {
            WriteFactory(writer, model, type, neuron);
            writer.Gap().Line($"/// <summary>A trainable layer of {model.Type.Name} neurons; <see cref=\"Layer\"/> makes one.</summary>");
            writer.Line(TypeShell.NotUserCode);
            using (writer.Block($"public sealed class TrainableLayer : global::NeuronDsl.Training.NeuronLayer<{type}>"))
            {
                using (writer.Block($"internal TrainableLayer(global::NeuronDsl.Training.NeuronLayerOptions<{type}> options, {neuron} prototype)\n    : base({neuron}.NeuronLayout, options, {Values(model.Parameters)}, {Values(model.States)}, {Values(model.Inputs)}, prototype.__step.Above)"))
                {
                }

                WriteSharing(writer, model);
                WriteOverrides(writer, type, programs, $"global::NeuronDsl.Generated.{kernels}");
            }
        }

        writer.Gap();
        using (writer.Block("namespace NeuronDsl.Generated"))
        {
            PopulationEmitter.WriteUsings(writer);
            writer.Line("using NeuronDsl.Training;");
            writer.Gap().Line($"/// <summary>The multi-step forward pass of {model.Type.Name} neurons and its adjoint, solver by solver and width by width.</summary>");
            writer.Line(TypeShell.NotUserCode);
            using (writer.Block($"file static class {kernels}"))
            {
                foreach (LayerProgram program in programs) new LayerKernelEmitter(writer, model, program).Write();
            }
        }

        return writer.Text();
    }

    private static string Values(IEnumerable<MemberModel> members) => $"[{string.Join(", ", members.Select(m => "prototype." + CSharp.Identifier(m.Name)))}]";

    private static void WriteFactory(SourceWriter writer, NeuronModel model, string type, string neuron)
    {
        string one = CSharp.Literal(1, model.Precision);
        writer.Line($"/// <summary>A trainable layer of {model.Type.Name} neurons: [steps, batch, shape] in and out.</summary>");
        writer.Line("/// <param name=\"shape\">Neurons: how many, or channels x height x width.</param>");
        writer.Line("/// <param name=\"dt\">The time step, in the neuron's unit of time.</param>");
        writer.Line("/// <param name=\"solver\">The solver; left out, the first that the neuron declares.</param>");
        writer.Line("/// <param name=\"substeps\">Solver steps within a time step.</param>");
        writer.Line("/// <param name=\"prototype\">The neuron to copy parameters, states and inputs from; left out, a new one.</param>");
        writer.Line("/// <param name=\"sharing\">How many values each learnable parameter has.</param>");
        writer.Line("/// <param name=\"ports\">The inputs or receiving states to feed; left out, all inputs.</param>");
        writer.Line(TypeShell.NotUserCode);
        writer.Line("public static TrainableLayer Layer(");
        writer.Line($"    global::NeuronDsl.Data.Shape shape, {type} dt = {one}, global::NeuronDsl.Solver solver = global::NeuronDsl.Solver.None, int substeps = 1, {neuron}? prototype = null,");
        using (writer.Block("    global::NeuronDsl.Training.ParameterSharing sharing = global::NeuronDsl.Training.ParameterSharing.PerLayer, params string[] ports)"))
        {
            writer.Line($"{neuron} copy = prototype is null ? new {neuron}() : ({neuron})prototype.MemberwiseClone();");
            writer.Line("copy.Initialize();");
            writer.Line("return new TrainableLayer(new(shape, dt, solver, substeps, sharing, ports is { Length: > 0 } ? ports : null), copy);");
        }
    }

    private static void WriteSharing(SourceWriter writer, NeuronModel model)
    {
        List<string> learnable = [.. model.Parameters.Where(p => p.Learnable).Select(p => CSharp.Identifier(p.Name))];
        if (learnable.Count == 0) return;
        const string Sharing = "global::NeuronDsl.Training.ParameterSharing";
        writer.Gap().Line("/// <summary>Says how many values each learnable parameter has; before the layer becomes part of a network.</summary>");
        foreach (string parameter in learnable) writer.Line($"/// <param name=\"{parameter.TrimStart('@')}\">Of {parameter.TrimStart('@')}.</param>");
        using (writer.Block($"public TrainableLayer Share({string.Join(", ", learnable.Select(p => $"{Sharing} {p} = {Sharing}.PerLayer"))})"))
        {
            writer.Line($"SetSharing({string.Join(", ", learnable)});");
            writer.Line("return this;");
        }
    }

    private static void WriteOverrides(
        SourceWriter writer, string type, IReadOnlyList<LayerProgram> programs, string kernels)
    {
        SolverDispatch.WriteValue(writer, "int UniformCount", programs.Select(p => (p.Solver, p.Hoisted.Uniforms.Count.ToString(CultureInfo.InvariantCulture))));
        writer.Gap().Line("/// <inheritdoc/>");
        writer.Line($"protected override int VectorsAtOnce => VectorWidth == global::NeuronDsl.Simulation.VectorWidth.Bits512 ? {OfEach(LayerKernelEmitter.VectorsAtOnce)} : 1;");
        writer.Gap().Line("/// <inheritdoc/>");
        writer.Line($"protected override int TapeRows => {OfEach(p => p.Taped.Rows)};");

        Dispatch($"Prepare({type} dt, global::System.ReadOnlySpan<{type}> parameters, global::System.Span<{type}> uniforms)", "Prepare", "dt, parameters, uniforms");
        Dispatch($"RunForward(in global::NeuronDsl.Training.LayerSlice<{type}> slice)", "Forward", "in slice, VectorWidth");
        Dispatch($"RunBackward(in global::NeuronDsl.Training.LayerSlice<{type}> slice)", "Backward", "in slice, VectorWidth");

        string OfEach(Func<LayerProgram, int> value)
        {
            string[] values = [.. programs.Select(p => value(p).ToString(CultureInfo.InvariantCulture))];
            return values.Distinct().Count() == 1
                ? values[0]
                : $"Solver switch {{ {string.Concat(programs.Skip(1).Select((p, i) => $"global::NeuronDsl.Solver.{p.Solver} => {values[i + 1]}, "))}_ => {values[0]} }}";
        }

        void Dispatch(string signature, string method, string arguments) =>
            SolverDispatch.WriteMethod(writer, $"void {signature}", programs.Select(p => p.Solver), solver => $"{kernels}.{method}{solver}({arguments});");
    }
}
