using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Solvers;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>
/// Writes the kernels of neurons that leave eligibility traces. Step: one time step of all neurons, with the coefficients that their synapses need.
/// Traces: what depends on presynaptic neurons alone, through a window of time. Transposed: a sequence from its end, what each presynaptic trace is to be
/// multiplied by. Synapses: a vector of postsynaptic neurons by a few presynaptic ones, their traces in registers through the window, summed to a
/// gradient under the learning signal.
/// </summary>
internal sealed class EligibilityKernelEmitter(SourceWriter writer, NeuronModel model, string solver, EligibilityPrograms programs)
{
    private const int Registers = 24, MostSynapses = 4;

    private readonly string _type = CSharp.TypeName(model.Precision);

    private readonly List<Symbol> _carried = KernelRows.Carried(model), _ports = KernelRows.Ports(model);

    public void Write()
    {
        PreambleEmitter.Write(writer, WithSlope(model), $"Prepare{solver}", programs.Post, programs.Pre, programs.Synapse, programs.Transposed);
        WriteEntry("Step", $"Advances all neurons by one step of {solver}.");
        WriteEntry("Traces", "Carries what depends on presynaptic neurons alone through a window of time.");
        WriteEntry("Transposed", "Goes back through a sequence, to what each presynaptic trace is to be multiplied by.");
        WriteEntry("Synapses", "Carries the traces of all synapses through a window of time and sums the gradient.");
        foreach (int width in new[] { 512, 256, 128 })
        {
            VectorDialect dialect = VectorDialect.Of(model.Precision, width);
            WriteStep(dialect);
            WriteTraces(dialect);
            WriteTransposed(dialect);
            WriteSynapses(dialect, bounded: false);
            WriteSynapses(dialect, bounded: true);
        }
    }

    // The slope while refractory belongs to the rule; it is prepared like a parameter, after those of the neuron.
    private static NeuronModel WithSlope(NeuronModel model) =>
        model with { Parameters = (ParameterModel[])[.. model.Parameters, new ParameterModel(Linearize.RefractorySlope)] };

    private void WriteEntry(string method, string summary)
    {
        writer.Gap().Line($"/// <summary>{summary}</summary>");
        using (writer.Block($"internal static void {method}{solver}(in TraceSlice<{_type}> slice, VectorWidth width)"))
        using (writer.Block("switch (width)"))
        {
            foreach (int width in new[] { 512, 256, 128 })
            {
                string label = width == 128 ? "default" : $"case VectorWidth.Bits{width}";
                writer.Line(method == "Synapses"
                    ? $"{label}: if (slice.IsBounded) SynapsesBounded{solver}{width}(in slice); else Synapses{solver}{width}(in slice); break;"
                    : $"{label}: {method}{solver}{width}(in slice); break;");
            }
        }
    }

    private IDisposable Open(string method, Dialect dialect)
    {
        writer.Gap().Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        return writer.Kernel($"private static void {method}{solver}{dialect.Suffix}(in TraceSlice<{_type}> slice)");
    }

    private void WriteStep(Dialect dialect)
    {
        StepProgram program = programs.Post.Body;
        Names names = new();
        using (Open("Step", dialect))
        using (writer.Block("for (nuint sample = slice.First; sample < slice.End; sample++)"))
        using (writer.Block($"for (nuint feature = 0; feature < slice.Stride; feature += {dialect.Lanes})"))
        {
            writer.Line("nuint element = (sample * slice.Stride) + feature;");
            LoadUniforms(dialect, names, programs.Post, 0, "feature");
            for (int k = 0; k < _carried.Count; k++) writer.Line($"{dialect.TypeOf(_carried[k])} {names.Of(_carried[k])} = {dialect.FromMemory(_carried[k], dialect.Load("slice.Carried", KernelRows.Index(k, "slice.StepStride", "element")))};");
            for (int k = 0; k < _ports.Count; k++)
            {
                if (program.Loads(_ports[k])) writer.Line($"{dialect.RealType} {names.Of(_ports[k])} = {dialect.Load($"slice.Port({k})", "element")};");
            }

            for (int k = 0; k < model.Noises.Count; k++)
            {
                Symbol noise = new(SymbolKind.Noise, model.Noises[k].Name);
                if (program.Loads(noise)) writer.Line($"{dialect.RealType} {names.Of(noise)} = {dialect.Load("slice.Noise", KernelRows.Index(k, "slice.StepStride", "element"))};");
            }

            BodyPrinter printer = new(program, dialect, names.Of, names.Scope);
            printer.Print(writer);
            writer.Gap();
            for (int k = 0; k < _carried.Count; k++)
            {
                string value = dialect.ToMemory(_carried[k], printer[program.Results.First(r => r.Target.Equals(_carried[k])).Value]);
                writer.Line(dialect.Store(value, "slice.Carried", KernelRows.Index(k, "slice.StepStride", "element")));
            }

            string sent = program.Find(SymbolKind.Output) is { } output ? printer[output.Value]
                : program.Find(SymbolKind.Fired) is { } fired ? dialect.FromTruth(printer[fired.Value]) : dialect.Constant(0);
            writer.Line(dialect.Store(sent, "slice.Sent", "element"));
            if (programs.Coefficients.Count == 0) return;
            writer.Gap().Line("nuint tile = slice.TileOf(sample, feature);");
            for (int k = 0; k < programs.Coefficients.Count; k++)
            {
                writer.Line(dialect.Store(printer[program.Results.First(r => r.Target.Equals(programs.Coefficients[k])).Value], "slice.Coefficients", KernelRows.Index(k, "16", "tile")));
            }
        }
    }

    private void WriteTraces(Dialect dialect)
    {
        StepProgram program = programs.Pre.Body;
        Names names = new();
        Symbol presynaptic = new(SymbolKind.Presynaptic, "presynaptic");
        using (Open("Traces", dialect))
        using (writer.Block("for (nuint sample = slice.First; sample < slice.End; sample++)"))
        using (writer.Block($"for (nuint input = 0; input < slice.InputStride; input += {dialect.Lanes})"))
        {
            // All neurons share what the presynaptic traces are made of: the first one's serves.
            for (int k = 0; k < programs.Pre.Uniforms.Count; k++)
            {
                string scalar = $"Unsafe.Add(ref slice.Uniforms, {KernelRows.Index(programs.Post.Uniforms.Count + k, "slice.Stride", "0")})";
                writer.Line($"{dialect.RealType} {names.Of(programs.Pre.Uniforms[k])} = {dialect.Broadcast(scalar)};");
            }

            for (int k = 0; k < programs.PreTangents.Count; k++)
            {
                writer.Line($"{dialect.RealType} {names.Of(programs.PreTangents[k], "Trace")} = {dialect.Load("slice.CarriedTraces", CarriedTrace(k))};");
            }

            for (int k = 0; k < programs.PreTangents.Count; k++) writer.Line($"{dialect.RealType} {names.Of(Bound(programs.PreTangents[k]))} = {dialect.Broadcast(BoundOf(programs.PreTangents[k]))};");
            writer.Line("nuint at = slice.TraceStart(sample, input);");
            using (writer.Block("for (nuint t = 0; t < slice.Steps; t++)"))
            {
                if (program.Loads(presynaptic)) writer.Line($"{dialect.RealType} {names.Of(presynaptic)} = {dialect.Load("slice.Presynaptic", "(((t * slice.Samples) + sample) * slice.InputStride) + input")};");
                BodyPrinter printer = new(program, dialect, s => names.Of(s, "Trace"), names.Scope);
                printer.Print(writer);
                writer.Gap();
                for (int k = 0; k < programs.Traces.Count; k++) writer.Line(dialect.Store(Of(programs.Traces[k]), "slice.Traces", KernelRows.Index(k, "slice.TraceRowStride", "at")));
                writer.Line("at += slice.TraceStepStride;");
                writer.AssignTogether([.. programs.PreTangents.Select(s => (names.Of(s, "Trace"), Bounded(dialect, Of(s), names.Of(Bound(s)))))]);

                string Of(Symbol symbol) => printer[program.Results.First(r => r.Target.Equals(symbol)).Value];
            }

            for (int k = 0; k < programs.PreTangents.Count; k++) writer.Line(dialect.Store(names.Of(programs.PreTangents[k], "Trace"), "slice.CarriedTraces", CarriedTrace(k)));
        }

        static string CarriedTrace(int k) => $"((({k} * slice.Samples) + sample) * slice.InputStride) + input";
    }

    private void WriteTransposed(Dialect dialect)
    {
        StepProgram program = programs.Transposed.Body;
        Names names = new();
        Symbol[] adjoints = [.. programs.SynapseTangents.Select(s => new Symbol(SymbolKind.StateGradient, s.Name))];
        using (Open("Transposed", dialect))
        using (writer.Block("for (nuint sample = slice.First; sample < slice.End; sample++)"))
        using (writer.Block($"for (nuint feature = 0; feature < slice.Stride; feature += {dialect.Lanes})"))
        {
            LoadUniforms(dialect, names, programs.Transposed, programs.Post.Uniforms.Count + programs.Pre.Uniforms.Count + programs.Synapse.Uniforms.Count, "feature");
            foreach (Symbol adjoint in adjoints) writer.Line($"{dialect.RealType} {names.Of(adjoint, "Gradient")} = {dialect.Constant(0)};");
            int coefficients = 16 * programs.Coefficients.Count;
            writer.Line($"nuint tile = slice.TileStart(sample, feature) + (slice.Steps * {coefficients}), at = (((slice.Steps * slice.Samples) + sample) * slice.Stride) + feature;");
            using (writer.Block("for (nuint t = 0; t < slice.Steps; t++)"))
            {
                writer.Line($"(tile, at) = (tile - {coefficients}, at - slice.StepStride);");
                if (program.Loads(Differentiate.SentGradient)) writer.Line($"{dialect.RealType} {names.Of(Differentiate.SentGradient)} = {dialect.Load("slice.Learning", "at")};");
                LoadCoefficients(dialect, names, program);
                BodyPrinter printer = new(program, dialect, s => names.Of(s, "Gradient"), names.Scope);
                printer.Print(writer);
                writer.Gap();
                for (int k = 0; k < programs.Traces.Count; k++) writer.Line(dialect.Store(Of(new Symbol(SymbolKind.TraceGradient, programs.Traces[k].Name)), "slice.Signals", KernelRows.Index(k, "slice.SignalRowStride", "at")));
                writer.AssignTogether([.. adjoints.Select(s => (names.Of(s, "Gradient"), Of(s)))]);

                string Of(Symbol symbol) => printer[program.Results.First(r => r.Target.Equals(symbol)).Value];
            }
        }
    }

    private void WriteSynapses(Dialect dialect, bool bounded)
    {
        StepProgram program = programs.Synapse.Body;
        Names names = new();
        int states = programs.SynapseTangents.Count, perSynapse = states + 2;
        int synapses = Math.Max(1, Math.Min(MostSynapses, (Registers - programs.Coefficients.Count - programs.Synapse.Uniforms.Count) / Math.Max(1, perSynapse + 1)));
        synapses = synapses == 3 ? 2 : synapses;
        Names[] own = [.. Enumerable.Range(0, synapses).Select(_ => names.Nested())];
        using (Open(bounded ? "SynapsesBounded" : "Synapses", dialect))
        using (writer.Block($"for (nuint feature = slice.First; feature < slice.End; feature += {dialect.Lanes})"))
        {
            LoadUniforms(dialect, names, programs.Synapse, programs.Post.Uniforms.Count + programs.Pre.Uniforms.Count, "feature");
            writer.Line($"{dialect.RealType} kappa = {dialect.Broadcast("slice.Kappa")};");
            foreach (Symbol state in bounded ? programs.SynapseTangents : []) writer.Line($"{dialect.RealType} {names.Of(Bound(state))} = {dialect.Broadcast(BoundOf(state))};");
            using (writer.Block("for (nuint sample = 0; sample < slice.Samples; sample++)"))
            using (writer.Block($"for (nuint input = 0; input < slice.Inputs; input += {synapses})"))
            {
                WriteSynapseGroup(dialect, program, names, own, bounded, states);
            }
        }
    }

    private void WriteSynapseGroup(Dialect dialect, StepProgram program, Names names, Names[] own, bool bounded, int states)
    {
        int synapses = own.Length;
        string[] sums = new string[synapses], filtered = new string[synapses];
        for (int q = 0; q < synapses; q++)
        {
            sums[q] = names.Scope.Take($"sum{q}");
            writer.Line($"{dialect.RealType} {sums[q]} = {dialect.Constant(0)};");
            for (int k = 0; k < states; k++)
            {
                writer.Line($"{dialect.RealType} {own[q].Of(programs.SynapseTangents[k], $"Trace{q}")} = {dialect.Load("slice.Synapses", Synapse(k, q))};");
            }

            filtered[q] = names.Scope.Take($"filtered{q}");
            writer.Line($"{dialect.RealType} {filtered[q]} = {dialect.Load("slice.Synapses", Synapse(states, q))};");
        }

        writer.Line("nuint tile = slice.TileStart(sample, feature), learning = slice.LearningStart(sample, feature), pre = slice.TraceStart(sample, input);");
        using (writer.Block("for (nuint t = 0; t < slice.Steps; t++)"))
        {
            string signal = names.Scope.Take("signal");
            writer.Line($"{dialect.RealType} {signal} = {dialect.Load("slice.Learning", "learning")};");
            LoadCoefficients(dialect, names, program);
            for (int q = 0; q < synapses; q++)
            {
                int synapse = q;
                writer.Gap();
                for (int k = 0; k < programs.Traces.Count; k++)
                {
                    int offset = (16 * k) + q;
                    string at = offset == 0 ? "pre" : $"pre + {offset.ToString(CultureInfo.InvariantCulture)}";
                    writer.Line($"{dialect.RealType} {own[q].Of(programs.Traces[k], $"Of{q}")} = {dialect.Broadcast($"Unsafe.Add(ref slice.Traces, {at})")};");
                }

                BodyPrinter printer = new(program, dialect, s => s.Kind is SymbolKind.StateTangent ? own[synapse].Of(s, $"Trace{synapse}") : s.Kind is SymbolKind.Trace ? own[synapse].Of(s, $"Of{synapse}") : names.Of(s), names.Scope);
                printer.Print(writer);
                string eligibility = printer[program.Find(SymbolKind.SentTangent)!.Value];
                writer.Line($"{filtered[q]} = {Fused(dialect, "kappa", filtered[q], eligibility)};");
                writer.Line($"{sums[q]} = {Fused(dialect, signal, filtered[q], sums[q])};");
                writer.AssignTogether([.. programs.SynapseTangents.Select(s => (own[synapse].Of(s, $"Trace{synapse}"), Next(s)))]);

                string Next(Symbol state)
                {
                    string next = printer[program.Results.First(r => r.Target.Equals(state)).Value];
                    return bounded ? Bounded(dialect, next, names.Of(Bound(state))) : next;
                }
            }

            writer.Gap().Line($"(tile, learning, pre) = (tile + {16 * programs.Coefficients.Count}, learning + 16, pre + {16 * programs.Traces.Count});");
        }

        writer.Gap();
        for (int q = 0; q < synapses; q++)
        {
            string at = $"((input + {q}) * slice.Stride) + feature";
            writer.Line(dialect.Store($"{dialect.Load("slice.Gradient", at)} + {sums[q]}", "slice.Gradient", at));
            for (int k = 0; k < states; k++) writer.Line(dialect.Store(own[q].Of(programs.SynapseTangents[k], $"Trace{q}"), "slice.Synapses", Synapse(k, q)));
            writer.Line(dialect.Store(filtered[q], "slice.Synapses", Synapse(states, q)));
        }

        string Synapse(int row, int q) => $"((((sample * {states + 1}) + {row}) * slice.InputStride) + input + {q}) * slice.Stride + feature";
    }

    private static string Fused(Dialect dialect, string a, string b, string c) => string.Format(CultureInfo.InvariantCulture, dialect.Format(Functions.FusedMultiplyAdd), a, b, c);

    // What a trace that is carried to the next step may come to. The bounds stand in the order of the neuron's states.
    private static Symbol Bound(Symbol state) => new(SymbolKind.Parameter, state.Name + "Bound");

    private string BoundOf(Symbol state)
    {
        int index = 0;
        while (model.States[index].Name != state.Name) index++;
        return $"Unsafe.Add(ref slice.Bounds, {index.ToString(CultureInfo.InvariantCulture)})";
    }

    private static string Bounded(Dialect dialect, string value, string bound)
    {
        string negated = string.Format(CultureInfo.InvariantCulture, dialect.Format(Functions.Negate), bound);
        string above = string.Format(CultureInfo.InvariantCulture, dialect.Format(Functions.AtLeast), value, negated);
        return string.Format(CultureInfo.InvariantCulture, dialect.Format(Functions.AtMost), above, bound);
    }

    private void LoadCoefficients(Dialect dialect, Names names, StepProgram program)
    {
        for (int k = 0; k < programs.Coefficients.Count; k++)
        {
            if (program.Loads(programs.Coefficients[k])) writer.Line($"{dialect.RealType} {names.Of(programs.Coefficients[k])} = {dialect.Load("slice.Coefficients", KernelRows.Index(k, "16", "tile"))};");
        }
    }

    private void LoadUniforms(Dialect dialect, Names names, HoistedProgram program, int offset, string feature)
    {
        for (int k = 0; k < program.Uniforms.Count; k++) writer.Line($"{dialect.RealType} {names.Of(program.Uniforms[k])} = {dialect.Load("slice.Uniforms", KernelRows.Index(offset + k, "slice.Stride", feature))};");
    }

    /// <summary>The locals of one kernel.</summary>
    private sealed class Names
    {
        private readonly Dictionary<Symbol, string> _locals = [];

        public Names()
        {
            foreach (string name in new[] { "input", "tile", "learning", "pre", "kappa", "at" }) Scope.Take(name);
        }

        private Names(NameScope scope) => Scope = scope;

        public NameScope Scope { get; } = new();

        /// <summary>Names for symbols of their own, that collide with none of these.</summary>
        public Names Nested() => new(Scope);

        public string Of(Symbol symbol) => Of(symbol, "");

        public string Of(Symbol symbol, string suffix)
        {
            if (!_locals.TryGetValue(symbol, out string? name)) _locals[symbol] = name = Scope.Take(symbol.Name + (symbol.Kind is SymbolKind.StateTangent or SymbolKind.Trace or SymbolKind.StateGradient ? suffix : ""));
            return name;
        }
    }
}
