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
/// Writes the kernels of a trainable layer. Forward: one vector of neurons through all time steps, its states in locals. Backward: the
/// states of all steps once more into a tile of scratch memory, then the adjoint of each step from the last to the first.
/// </summary>
internal sealed class LayerKernelEmitter(SourceWriter writer, NeuronModel model, string solver, HoistedProgram forward, HoistedProgram adjoint)
{
    private readonly string _type = CSharp.TypeName(model.Precision);
    private readonly List<MemberModel> _learnable = [.. model.Parameters.Where(p => p.Learnable)];

    /// <summary>What passes from step to step: states, the refractory count, the crossing flag; in the order of their rows in memory.</summary>
    private readonly List<Symbol> _carried =
    [
        .. model.States.Select(s => new Symbol(SymbolKind.State, s.Name)),
        .. model.Refractory is null ? Array.Empty<Symbol>() : [TimeStep.Remaining],
        .. model.CountsCrossings ? [TimeStep.Above] : Array.Empty<Symbol>(),
    ];

    /// <summary>What the layer's input may be fed to: inputs, then receiving states.</summary>
    private readonly List<Symbol> _ports =
    [
        .. model.Inputs.Select(i => new Symbol(SymbolKind.Input, i.Name)),
        .. model.States.Where(s => s.Receives).Select(s => new Symbol(SymbolKind.Arrival, s.Name)),
    ];

    public void Write()
    {
        PreambleEmitter.Write(writer, model, $"Prepare{solver}", forward, adjoint);
        WriteEntry("Forward", $"Carries a slice through all steps by {solver}.");
        WriteEntry("Backward", $"Carries the adjoint of a slice back through all steps of {solver}.");
        foreach (Dialect dialect in Dialects())
        {
            WriteForward(dialect);
            WriteBackward(dialect);
        }
    }

    private IEnumerable<Dialect> Dialects() =>
        [new VectorDialect(model.Precision, 512), new VectorDialect(model.Precision, 256), new VectorDialect(model.Precision, 128)];

    private void WriteEntry(string direction, string summary)
    {
        writer.Gap().Line($"/// <summary>{summary}</summary>");
        using (writer.Block($"internal static void {direction}{solver}(in LayerSlice<{_type}> slice, VectorWidth width)"))
        using (writer.Block("switch (width)"))
        {
            foreach (int width in new[] { 512, 256 }) writer.Line($"case VectorWidth.Bits{width}: {direction}{solver}{width}(in slice); break;");
            writer.Line($"default: {direction}{solver}128(in slice); break;");
        }
    }

    // The pass through all steps serves twice: going forwards it sends, going backwards it records the state at the start of every step.
    private void WriteForward(Dialect dialect)
    {
        Body body = new(this, dialect);
        writer.Gap();
        using (writer.Block($"private static void Forward{solver}{dialect.Suffix}(in LayerSlice<{_type}> slice)"))
        using (body.Loops())
        {
            writer.Line($"Carry{solver}{dialect.Suffix}(in slice, sample, feature, record: false);");
        }

        body = new Body(this, dialect);
        writer.Gap().Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"private static void Carry{solver}{dialect.Suffix}(in LayerSlice<{_type}> slice, nuint sample, nuint feature, bool record)"))
        {
            writer.Line("nuint element = (sample * slice.Stride) + feature, lane = feature % 16, at = 0;");
            body.LoadUniforms(forward, 0);
            foreach (Symbol carried in _carried) writer.Line($"{body.TypeOf(carried)} {body.Local(carried)} = {body.LoadCarried("slice.Initial", carried)};");
            using (writer.Block("for (nuint t = 0; t < (nuint)slice.Steps; t++)"))
            {
                body.LoadPorts(forward.Body);
                if (SendsSpikes) writer.Line("ulong bits = 0;");
                writer.Line($"{dialect.RealType} sent = {dialect.Constant(0)};");
                using (writer.Block("for (int substep = 0; substep < slice.Substeps; substep++)"))
                {
                    using (writer.Block("if (record)"))
                    {
                        for (int k = 0; k < _carried.Count; k++) writer.Line(dialect.Store(body.AsReal(_carried[k]), "slice.Tile", k == 0 ? "at" : $"at + {k * dialect.Lanes}"));
                        writer.Line($"at += {_carried.Count * dialect.Lanes};");
                    }

                    writer.Gap();
                    body.LoadNoise(forward.Body);
                    BodyPrinter printer = body.Print(forward.Body);
                    writer.Gap();
                    WriteSent(dialect, printer);
                    body.MoveCarried(forward.Body, printer);
                    body.EndArrivals(forward.Body);
                }

                writer.Gap();
                if (SendsSpikes)
                {
                    using (writer.Block("if (slice.SendsBits)"))
                    {
                        writer.Line("ref ushort mask = ref Unsafe.Add(ref slice.Masks, (t * (slice.StepStride / 16)) + (element / 16));");
                        writer.Line("mask = (ushort)((lane == 0 ? 0UL : mask) | (bits << (int)lane));");
                    }

                    using (writer.Block("else if (!record)")) writer.Line(dialect.Store("sent", "slice.Sent", "(t * slice.StepStride) + element"));
                }
                else
                {
                    writer.Line($"if (!record) {dialect.Store("sent", "slice.Sent", "(t * slice.StepStride) + element")}");
                }
            }

            writer.Gap();
            foreach (Symbol carried in _carried) writer.Line(body.StoreCarried("slice.Final", carried));
        }
    }

    private bool SendsSpikes => model.Output is null && model.Spike is not null;

    private void WriteSent(Dialect dialect, BodyPrinter printer)
    {
        if (forward.Body.Find(SymbolKind.Output) is { } output)
        {
            writer.Line($"sent += {printer[output.Value]};");
            return;
        }

        if (forward.Body.Find(SymbolKind.Fired) is not { } fired) return;
        writer.Line($"bits = {dialect.BitsFromMask(printer[fired.Value])};");
        string one = string.Format(CultureInfo.InvariantCulture, dialect.Format(Functions.Select), printer[fired.Value], dialect.Constant(1), dialect.Constant(0));
        writer.Line($"if (!slice.SendsBits) sent += {one};");
    }

    private void WriteBackward(Dialect dialect)
    {
        Body body = new(this, dialect);
        writer.Gap().Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"private static void Backward{solver}{dialect.Suffix}(in LayerSlice<{_type}> slice)"))
        using (body.Loops())
        {
            writer.Line("// The states at the start of every step once more, into the tile; then the adjoint of each step, from the last to the first.");
            writer.Line($"Carry{solver}{dialect.Suffix}(in slice, sample, feature, record: true);");
            writer.Line($"nuint element = (sample * slice.Stride) + feature, at = (nuint)(slice.Steps * slice.Substeps * {_carried.Count * dialect.Lanes});");
            body.LoadUniforms(adjoint, forward.Uniforms.Count);
            WriteAdjoint(dialect, body);
        }
    }

    private void WriteAdjoint(Dialect dialect, Body body)
    {
        NameScope scope = body.Scope;
        Dictionary<string, string> stateGradients = [];
        writer.Gap();
        for (int k = 0; k < model.States.Count; k++)
        {
            string name = stateGradients[model.States[k].Name] = scope.Take(model.States[k].Name + "Adjoint");
            body.Bind(new Symbol(SymbolKind.StateGradient, model.States[k].Name), name);
            writer.Line($"{dialect.RealType} {name} = {dialect.Load("slice.StateGradients", body.CarriedIndex(k))};");
        }

        List<string> parameterSums = [.. _learnable.Select(p => scope.Take(p.Name + "Sum"))];
        foreach (string sum in parameterSums) writer.Line($"{dialect.RealType} {sum} = {dialect.Constant(0)};");
        List<string> portSums = [.. _ports.Select(p => scope.Take(p.Name + "Sum"))];
        foreach (string sum in portSums) writer.Line($"{dialect.RealType} {sum} = {dialect.Constant(0)};");

        using (writer.Block("for (nuint t = (nuint)slice.Steps; t-- > 0;)"))
        {
            body.LoadPorts(adjoint.Body);
            body.Bind(Differentiate.SentGradient, "sent");
            writer.Line($"{dialect.RealType} sent = {dialect.Load("slice.Sent", "(t * slice.SentStepStride) + element")};");
            List<string> portGradients = [.. _ports.Select(p => scope.Take(p.Name + "AtStep"))];
            foreach (string gradient in portGradients) writer.Line($"{dialect.RealType} {gradient} = {dialect.Constant(0)};");
            using (writer.Block("for (int substep = slice.Substeps; substep-- > 0;)"))
            {
                writer.Line($"at -= {_carried.Count * dialect.Lanes};");
                for (int k = 0; k < _carried.Count; k++)
                {
                    Symbol carried = _carried[k];
                    if (!Loads(adjoint.Body, carried)) continue;
                    writer.Line($"{body.TypeOf(carried)} {body.Local(carried)} = {body.FromReal(carried, dialect.Load("slice.Tile", k == 0 ? "at" : $"at + {k * dialect.Lanes}"))};");
                }

                // Arrivals are added in the first solver step of a time step.
                body.MaskArrivals(adjoint.Body);
                body.LoadNoise(adjoint.Body);
                BodyPrinter printer = body.Print(adjoint.Body);
                writer.Gap();
                for (int k = 0; k < _ports.Count; k++)
                {
                    SymbolKind kind = _ports[k].Kind == SymbolKind.Input ? SymbolKind.InputGradient : SymbolKind.ArrivalGradient;
                    string add = $"{portGradients[k]} += {printer[adjoint.Body.Find(kind, _ports[k].Name)!.Value]};";
                    writer.Line(kind == SymbolKind.ArrivalGradient ? $"if (substep == 0) {add}" : add);
                }

                for (int k = 0; k < _learnable.Count; k++) writer.Line($"{parameterSums[k]} += {printer[adjoint.Body.Find(SymbolKind.ParameterGradient, _learnable[k].Name)!.Value]};");
                List<(string Target, string Value)> next = [.. model.States.Select(s => (stateGradients[s.Name], printer[adjoint.Body.Find(SymbolKind.StateGradient, s.Name)!.Value]))];
                body.AssignTogether(next);
            }

            writer.Gap();
            for (int k = 0; k < _ports.Count; k++)
            {
                string port = k.ToString(CultureInfo.InvariantCulture);
                writer.Line($"if (slice.PortStepStride({port}) == 0) {portSums[k]} += {portGradients[k]};");
                writer.Line($"else if (slice.WantsGradient({port})) {dialect.Store(portGradients[k], $"slice.PortGradient({port})", $"(t * slice.PortStepStride({port})) + element")}");
            }
        }

        writer.Gap();
        for (int k = 0; k < _ports.Count; k++)
        {
            string port = k.ToString(CultureInfo.InvariantCulture);
            writer.Line($"if (slice.PortStepStride({port}) == 0 && slice.WantsGradient({port})) {dialect.Store(portSums[k], $"slice.PortGradient({port})", "element")}");
        }

        for (int k = 0; k < _learnable.Count; k++)
        {
            string index = RowIndex(k, "slice.Stride", "feature");
            writer.Line(dialect.Store($"{dialect.Load("slice.ParameterGradients", index)} + {parameterSums[k]}", "slice.ParameterGradients", index));
        }

        for (int k = 0; k < model.States.Count; k++) writer.Line(dialect.Store(stateGradients[model.States[k].Name], "slice.StateGradients", body.CarriedIndex(k)));
    }

    private static string RowIndex(int row, string stride, string offset) =>
        row == 0 ? offset : row == 1 ? $"{stride} + {offset}" : $"({row.ToString(CultureInfo.InvariantCulture)} * {stride}) + {offset}";

    private static bool Loads(StepProgram program, Symbol symbol) => program.Operations.Any(o => symbol.Equals(o.Symbol));

    /// <summary>The names of one kernel and the statements that loads and carried values share.</summary>
    private sealed class Body(LayerKernelEmitter kernel, Dialect dialect)
    {
        private readonly Dictionary<Symbol, string> _locals = [];

        private SourceWriter Writer => kernel.Writer;

        public NameScope Scope { get; } = new();

        public void Bind(Symbol symbol, string local) => _locals[symbol] = local;

        public string Local(Symbol symbol)
        {
            if (!_locals.TryGetValue(symbol, out string? name)) _locals[symbol] = name = Scope.Take(symbol.Name);
            return name;
        }

        public string TypeOf(Symbol symbol) => symbol.Type == TermType.Bool ? dialect.BoolType : dialect.RealType;

        /// <summary>The loops over samples and vectors of features.</summary>
        public IDisposable Loops()
        {
            IDisposable samples = Writer.Block("for (nuint sample = (nuint)slice.First; sample < (nuint)slice.End; sample++)");
            IDisposable features = Writer.Block($"for (nuint feature = 0; feature < slice.Stride; feature += {dialect.Lanes})");
            return new Closing(features, samples);
        }

        public void LoadUniforms(HoistedProgram program, int offset)
        {
            for (int k = 0; k < program.Uniforms.Count; k++)
            {
                int row = offset + k;
                Writer.Line($"{dialect.RealType} {Local(program.Uniforms[k])} = {dialect.Load("slice.Uniforms", RowIndex(row, "slice.Stride", "feature"))};");
            }
        }

        public void LoadPorts(StepProgram program)
        {
            for (int k = 0; k < kernel._ports.Count; k++)
            {
                Symbol port = kernel._ports[k];
                if (!Loads(program, port)) continue;
                string at = $"(t * slice.PortStepStride({k})) + (sample * slice.PortSampleStride({k})) + feature";
                Writer.Line($"{dialect.RealType} {Local(port)} = {dialect.Load($"slice.Port({k})", at)};");
            }
        }

        public void LoadNoise(StepProgram program)
        {
            for (int k = 0; k < kernel.Model.Noises.Count; k++)
            {
                Symbol noise = new(SymbolKind.Noise, kernel.Model.Noises[k].Name);
                if (!Loads(program, noise)) continue;
                string step = $"(((({k} * (nuint)slice.Steps) + t) * (nuint)slice.Substeps) + (nuint)substep) * slice.StepStride";
                Writer.Line($"{dialect.RealType} {Local(noise)} = {dialect.Load("slice.Noise", $"({step}) + element")};");
            }
        }

        public BodyPrinter Print(StepProgram program)
        {
            BodyPrinter printer = new(program, dialect, Local, Scope);
            printer.Print(Writer);
            return printer;
        }

        public string CarriedIndex(int row) => RowIndex(row, "slice.StepStride", "element");

        public string LoadCarried(string memory, Symbol carried) => FromReal(carried, dialect.Load(memory, CarriedIndex(kernel._carried.IndexOf(carried))));

        public string StoreCarried(string memory, Symbol carried) => dialect.Store(AsReal(carried), memory, CarriedIndex(kernel._carried.IndexOf(carried)));

        /// <summary>Memory holds numbers: a truth value travels as 1 or 0.</summary>
        public string AsReal(Symbol carried) => carried.Type == TermType.Real
            ? Local(carried)
            : string.Format(CultureInfo.InvariantCulture, dialect.Format(Functions.Select), Local(carried), dialect.Constant(1), dialect.Constant(0));

        public string FromReal(Symbol carried, string value) => carried.Type == TermType.Real
            ? value
            : string.Format(CultureInfo.InvariantCulture, dialect.Format(Functions.NotEqual), value, dialect.Constant(0));

        public void MoveCarried(StepProgram program, BodyPrinter printer) =>
            AssignTogether([.. kernel._carried.Select(c => (Local(c), printer[program.Results.First(r => r.Target.Equals(c)).Value]))]);

        /// <summary>Assigns as if at once: a value that another target's old value is part of must be read before that target is written.</summary>
        public void AssignTogether(List<(string Target, string Value)> assignments)
        {
            assignments = [.. assignments.Where(a => a.Target != a.Value)];
            if (assignments.Count == 0) return;
            if (assignments.Count == 1) Writer.Line($"{assignments[0].Target} = {assignments[0].Value};");
            else Writer.Line($"({string.Join(", ", assignments.Select(a => a.Target))}) = ({string.Join(", ", assignments.Select(a => a.Value))});");
        }

        /// <summary>Within a time step, arrivals are added in the first solver step alone.</summary>
        public void EndArrivals(StepProgram program)
        {
            foreach (Symbol arrival in kernel._ports.Where(p => p.Kind == SymbolKind.Arrival && Loads(program, p))) Writer.Line($"{Local(arrival)} = {dialect.Constant(0)};");
        }

        public void MaskArrivals(StepProgram program)
        {
            foreach (Symbol arrival in kernel._ports.Where(p => p.Kind == SymbolKind.Arrival && Loads(program, p)).ToList())
            {
                string masked = Scope.Take(arrival.Name + "Now");
                Writer.Line($"{dialect.RealType} {masked} = substep == 0 ? {Local(arrival)} : {dialect.Constant(0)};");
                Bind(arrival, masked);
            }
        }
    }

    private SourceWriter Writer => writer;

    private NeuronModel Model => model;

    private sealed class Closing(params IDisposable[] blocks) : IDisposable
    {
        public void Dispose()
        {
            foreach (IDisposable block in blocks) block.Dispose();
        }
    }
}
