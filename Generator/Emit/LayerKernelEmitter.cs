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
        [new VectorDialect(model.Precision, 512), new VectorDialect(model.Precision, 256), new VectorDialect(model.Precision, 128), new ScalarDialect(model.Precision)];

    private void WriteEntry(string direction, string summary)
    {
        writer.Gap().Line($"/// <summary>{summary}</summary>");
        using (writer.Block($"internal static void {direction}{solver}(in LayerSlice<{_type}> slice, VectorWidth width)"))
        using (writer.Block("switch (width)"))
        {
            foreach (int width in new[] { 512, 256, 128 }) writer.Line($"case VectorWidth.Bits{width}: {direction}{solver}{width}(in slice); break;");
            writer.Line($"default: {direction}{solver}Scalar(in slice); break;");
        }
    }

    private void WriteForward(Dialect dialect)
    {
        Body body = new(this, dialect);
        writer.Gap().Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"private static void Forward{solver}{dialect.Suffix}(in LayerSlice<{_type}> slice)"))
        using (body.Loops())
        {
            body.LoadUniforms(forward, 0);
            foreach (Symbol carried in _carried) writer.Line($"{body.TypeOf(carried)} {body.Local(carried)} = {body.LoadCarried("slice.Initial", carried)};");
            using (writer.Block("for (nuint t = 0; t < (nuint)slice.Steps; t++)"))
            {
                body.LoadPorts(forward.Body);
                if (model.Spike is not null) writer.Line("ulong bits = 0;");
                writer.Line($"{dialect.RealType} sent = {dialect.Constant(0)};");
                using (writer.Block("for (int substep = 0; substep < slice.Substeps; substep++)"))
                {
                    body.LoadNoise(forward.Body);
                    BodyPrinter printer = body.Print(forward.Body);
                    writer.Gap();
                    WriteSent(dialect, printer);
                    body.MoveCarried(forward.Body, printer);
                    body.EndArrivals(forward.Body);
                }

                writer.Gap();
                if (model.Output is null && model.Spike is not null)
                {
                    using (writer.Block("if (slice.SendsBits)"))
                    {
                        writer.Line("ref ushort mask = ref Unsafe.Add(ref slice.Masks, (t * (slice.StepStride / 16)) + ((element - lane) / 16));");
                        writer.Line("mask = (ushort)((lane == 0 ? 0UL : mask) | (bits << (int)lane));");
                    }

                    using (writer.Block("else")) writer.Line(dialect.Store("sent", "slice.Sent", "(t * slice.StepStride) + element"));
                }
                else
                {
                    writer.Line(dialect.Store("sent", "slice.Sent", "(t * slice.StepStride) + element"));
                }
            }

            writer.Gap();
            foreach (Symbol carried in _carried) writer.Line(body.StoreCarried("slice.Final", carried));
        }
    }

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
            WriteRecomputation(dialect, new Body(this, dialect));
            writer.Gap();
            using (writer.Block())
            {
                body.LoadUniforms(adjoint, forward.Uniforms.Count);
                WriteAdjoint(dialect, body);
            }
        }
    }

    // The states at the start of every step, into the tile.
    private void WriteRecomputation(Dialect dialect, Body body)
    {
        writer.Line("nuint at = 0;");
        using (writer.Block())
        {
            body.LoadUniforms(forward, 0);
            foreach (Symbol carried in _carried) writer.Line($"{body.TypeOf(carried)} {body.Local(carried)} = {body.LoadCarried("slice.Initial", carried)};");
            using (writer.Block("for (nuint t = 0; t < (nuint)slice.Steps; t++)"))
            {
                StepProgram states = Prune.Apply(new StepProgram(forward.Body.Precision, forward.Body.Operations,
                    [.. forward.Body.Results.Where(r => _carried.Contains(r.Target))]));
                body.LoadPorts(states);
                using (writer.Block("for (int substep = 0; substep < slice.Substeps; substep++)"))
                {
                    foreach (Symbol carried in _carried)
                    {
                        writer.Line(dialect.Store(body.AsReal(carried), "slice.Tile", "at"));
                        writer.Line($"at += {dialect.Lanes};");
                    }

                    body.LoadNoise(states);
                    BodyPrinter printer = body.Print(states);
                    writer.Gap();
                    body.MoveCarried(states, printer);
                    body.EndArrivals(states);
                }
            }
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

        /// <summary>The loops over samples, groups of 16 features, and vectors within a group.</summary>
        public IDisposable Loops()
        {
            IDisposable samples = Writer.Block("for (nuint sample = (nuint)slice.First; sample < (nuint)slice.End; sample++)");
            IDisposable groups = Writer.Block("for (nuint group = 0; group < slice.Stride; group += 16)");
            IDisposable lanes = Writer.Block($"for (nuint lane = 0; lane < 16; lane += {dialect.Lanes})");
            Writer.Line("nuint feature = group + lane, element = (sample * slice.Stride) + feature;");
            return new Closing(lanes, groups, samples);
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
