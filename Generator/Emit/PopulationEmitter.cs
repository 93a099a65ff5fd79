using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;

namespace NeuronDsl.Generator.Emit;

/// <summary>Writes the neuron's <c>Population</c>: a property per member over the runtime's rows, and the kernels beside it.</summary>
internal static class PopulationEmitter
{
    /// <param name="model">The neuron.</param>
    /// <param name="programs">Its step by each solver.</param>
    public static SourceText Emit(NeuronModel model, IReadOnlyList<KernelProgram> programs)
    {
        string type = CSharp.TypeName(model.Precision), neuron = model.Type.FullName();
        string kernels = KernelClass(model, "PopulationKernels");
        SourceWriter writer = TypeShell.Open($"{model.Type.Name}: many neurons at once.");
        List<KernelEmitter> emitters = [.. programs.Select(p => new KernelEmitter(writer, model, p.Name, p.Hoisted, p.Spikes))];
        using (writer.Reopen(model.Type))
        {
            writer.Line($"/// <summary>Many {model.Type.Name} neurons in structure-of-arrays form, advanced together by vector instructions.</summary>");
            writer.Line(TypeShell.NotUserCode);
            using (writer.Block($"public sealed class Population : global::NeuronDsl.Simulation.Population<{type}>"))
            {
                WriteConstructor(writer, model, type, neuron);
                WriteMembers(writer, model, type);
                WriteIndexer(writer, model, neuron);
                WriteDispatch(writer, type, programs, kernels);
                writer.Gap().Line("/// <inheritdoc/>");
                writer.Line($"protected override int ScratchLength => {emitters.Max(e => e.ScratchLength).ToString(CultureInfo.InvariantCulture)};");
            }
        }

        writer.Gap();
        using (writer.Block("namespace NeuronDsl.Generated"))
        {
            WriteUsings(writer);
            writer.Gap().Line($"/// <summary>The arithmetic of many {model.Type.Name} neurons, solver by solver and width by width.</summary>");
            writer.Line(TypeShell.NotUserCode);
            using (writer.Block($"file static class {kernels}"))
            {
                foreach (KernelEmitter emitter in emitters) emitter.Write();
            }
        }

        return writer.Text();
    }

    /// <summary>The name of a class of kernels: letters and digits of the neuron's own name suffice, the class being local to its file.</summary>
    public static string KernelClass(NeuronModel model, string suffix) => model.Type.Name.Replace("@", "") + suffix;

    public static void WriteUsings(SourceWriter writer) => writer
        .Line("using System;")
        .Line("using System.Runtime.CompilerServices;")
        .Line("using System.Runtime.Intrinsics;")
        .Line("using System.Runtime.Intrinsics.X86;")
        .Line("using NeuronDsl.Numerics;")
        .Line("using NeuronDsl.Simulation;");

    private static void WriteConstructor(SourceWriter writer, NeuronModel model, string type, string neuron)
    {
        writer.Line("/// <summary>Makes a population of equal neurons.</summary>");
        writer.Line("/// <param name=\"count\">How many neurons.</param>");
        writer.Line("/// <param name=\"prototype\">The neuron to copy parameters, states and inputs from; left out, a new one.</param>");
        writer.Line("/// <param name=\"solver\">The solver; left out, the first that the neuron declares.</param>");
        using (writer.Block($"public Population(int count, {neuron}? prototype = null, global::NeuronDsl.Solver solver = global::NeuronDsl.Solver.None)\n    : base({neuron}.NeuronLayout, count, solver)"))
        {
            writer.Line($"{neuron} copy = prototype is null ? new {neuron}() : ({neuron})prototype.MemberwiseClone();");
            writer.Line("copy.Initialize();");
            Each(model.Parameters, (name, k) => writer.Line($"SetParameter({k}, copy.{name});"));
            Each(model.States.Concat(model.Inputs), (name, k) => writer.Line($"FillRow({k}, copy.{name});"));
            if (!model.CountsCrossings) return;
            writer.Line("if (!copy.__step.Above) return;");
            writer.Line("for (int neuron = 0; neuron < count; neuron++) SetAbove(neuron, true);");
        }
    }

    private static void WriteMembers(SourceWriter writer, NeuronModel model, string type)
    {
        int states = model.States.Count, inputs = model.Inputs.Count;
        Each(model.States, (name, k) => Row(model.States[k], "The state", name, k));
        Each(model.Inputs, (name, k) => Row(model.Inputs[k], "The input", name, states + k));
        Each(model.States.Where(s => s.Receives), (name, k) => Row(
            new MemberModel(name) { Summary = "What arrived since the last step" }, "The arrivals at", name, states + inputs + k, "Arrivals"));
        Each(model.Parameters, (name, k) =>
        {
            writer.Gap().Line($"/// <summary>The parameter {name}{Details(model.Parameters[k])}: one value, or one for each neuron.</summary>");
            using (writer.Block($"public global::NeuronDsl.Simulation.ParameterValues<{type}> {Hiding(name)}"))
            {
                writer.Line($"get => GetParameter({k});");
                writer.Line($"set => SetParameter({k}, value);");
            }
        });

        void Row(MemberModel member, string what, string name, int row, string suffix = "")
        {
            writer.Gap().Line($"/// <summary>{what} {name}{Details(member)}, [neurons].</summary>");
            writer.Line($"public global::System.Span<{type}> {Hiding(name.TrimStart('@') + suffix)} => Row({row.ToString(CultureInfo.InvariantCulture)});");
        }
    }

    private static void WriteIndexer(SourceWriter writer, NeuronModel model, string neuron)
    {
        writer.Gap().Line("/// <summary>One neuron with its parameters, states and inputs: a copy to read, or the values to write. Parameters are not written.</summary>");
        writer.Line("/// <param name=\"neuron\">Which neuron.</param>");
        using (writer.Block($"public {neuron} this[int neuron]"))
        {
            using (writer.Block("get"))
            {
                using (writer.Block($"{neuron} copy = new()", "};"))
                {
                    Each(model.Parameters, (name, k) => writer.Line($"{name} = GetParameter({k})[neuron],"));
                    Each(model.States.Concat(model.Inputs), (name, k) => writer.Line($"{name} = Row({k})[neuron],"));
                }

                writer.Line("copy.__step.Begin(StepIndex, Seed, neuron);");
                if (model.Refractory is not null) writer.Line("copy.__step.Remaining = RemainingSteps[neuron];");
                if (model.CountsCrossings) writer.Line("copy.__step.Above = GetAbove(neuron);");
                writer.Line("return copy;");
            }

            using (writer.Block("set"))
            {
                writer.Line("global::System.ArgumentNullException.ThrowIfNull(value);");
                Each(model.States.Concat(model.Inputs), (name, k) => writer.Line($"Row({k})[neuron] = value.{name};"));
                if (model.Refractory is not null) writer.Line("RemainingSteps[neuron] = value.__step.Remaining;");
                if (model.CountsCrossings) writer.Line("SetAbove(neuron, value.__step.Above);");
            }
        }

        writer.Gap().Line("/// <summary>Gives every neuron its initial state, from its own parameters where initial values depend on them.</summary>");
        using (writer.Block("public void Initialize()"))
        using (writer.Block("for (int neuron = 0; neuron < Count; neuron++)"))
        {
            writer.Line($"{neuron} copy = this[neuron];");
            writer.Line("copy.Initialize();");
            writer.Line("this[neuron] = copy;");
        }
    }

    private static void WriteDispatch(SourceWriter writer, string type, IReadOnlyList<KernelProgram> programs, string kernels)
    {
        kernels = $"global::NeuronDsl.Generated.{kernels}";
        IEnumerable<string> solvers = programs.Select(p => p.Name);
        SolverDispatch.WriteValue(writer, "int UniformCount", programs.Select(p => (p.Name, p.Hoisted.Uniforms.Count.ToString(CultureInfo.InvariantCulture))));
        SolverDispatch.WriteMethod(
            writer, $"void Prepare({type} dt, global::System.ReadOnlySpan<{type}> parameters, global::System.Span<{type}> uniforms)", solvers,
            solver => $"{kernels}.Prepare{solver}(dt, parameters, uniforms);");
        SolverDispatch.WriteValue(
            writer, $"long Run(in global::NeuronDsl.Simulation.StepSlice<{type}> slice)", solvers.Select(solver => (solver, $"{kernels}.{solver}(in slice, VectorWidth)")));
    }

    /// <summary>What a member's documentation adds: its own summary and unit.</summary>
    internal static string Details(MemberModel member)
    {
        string unit = member.Unit is null ? "" : $" [{CSharp.Xml(member.Unit)}]";
        return member.Summary is null ? unit : $"{unit} ({CSharp.Xml(member.Summary.TrimEnd('.'))})";
    }

    // Members of the runtime's population that a neuron's member may happen to hide.
    private static readonly HashSet<string> Inherited =
    [
        "Layout", "Count", "Solver", "StepIndex", "Seed", "VectorWidth", "SpikeMask", "SpikeCount", "SpikingNeurons", "State", "Input", "Arrivals", "Parameter",
        "SetParameter", "Step", "Dispose", "UniformCount", "Prepare", "Run", "Row", "GetParameter", "FillRow", "RemainingSteps", "GetAbove", "SetAbove", "ScratchLength", "Initialize", "Population",
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
    ];

    /// <summary>The property of a member whose name the population needs itself gets an underscore behind it.</summary>
    private static string Hiding(string name) => CSharp.Identifier(Inherited.Contains(name) ? name + "_" : name.TrimStart('@'));

    private static void Each(IEnumerable<MemberModel> members, Action<string, int> write)
    {
        int k = 0;
        foreach (MemberModel member in members) write(CSharp.Identifier(member.Name), k++);
    }
}
