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
/// Writes the kernels of a trainable layer. Forward: some vectors of neurons at once through all time steps, their states in locals. Backward:
/// segment by segment from the last, all steps once more, with what the adjoint needs of each onto a tape in scratch memory, then the adjoint of
/// each step. What passes between the methods lies in memory, so that no vector has to live across a call.
/// </summary>
internal sealed class LayerKernelEmitter(SourceWriter writer, NeuronModel model, LayerProgram program)
{
    // A step is a chain of dependent operations, which leaves the processor idle unless it has several to work at; long ones are taken two at a
    // time, lest the kernels grow beyond the first-level cache.
    private const int LightStep = 100;

    // Beyond so many, uniforms are operands in memory: the compiler would spill them to where they are not aligned.
    private const int UniformRegisters = 8;

    // Uniforms lie in groups of 16 neurons, row after row.
    private const int RowLength = 16;

    private readonly string _solver = program.Solver;
    private readonly StepProgram _forward = program.Taped.Forward, _record = program.Taped.Record, _reverse = program.Taped.Reverse;
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

    private bool SendsSpikes => model.Output is null && model.Spike is not null;

    /// <summary>How many vectors of 512 bits a kernel for these programs takes at once.</summary>
    public static int VectorsAtOnce(LayerProgram program) => program.Taped.Record.Operations.Count(o => o.Function is not null) <= LightStep ? 4 : 2;

    public void Write()
    {
        PreambleEmitter.Write(writer, model, $"Prepare{_solver}", program.Hoisted);
        WriteEntry("Forward", $"Carries a slice through all steps by {_solver}.");
        WriteEntry("Backward", $"Carries the adjoint of a slice back through all steps of {_solver}.");
        foreach (int bits in new[] { 512, 256, 128 })
        {
            // The narrower ones have half the registers.
            VectorDialect dialect = new(model.Precision, bits);
            int vectors = bits == 512 ? VectorsAtOnce(program) : 1;
            WriteLoops(dialect, vectors);
            WriteCarry(new Body(this, dialect, vectors));
            WriteRecord(new Body(this, dialect, vectors));
            WriteAdjoint(new Body(this, dialect, vectors));
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string RowIndex(int row, string stride, string offset) =>
        row == 0 ? offset : row == 1 ? $"{stride} + {offset}" : $"({Number(row)} * {stride}) + {offset}";

    private static bool Loads(StepProgram steps, Symbol symbol) => steps.Operations.Any(o => symbol.Equals(o.Symbol));

    private void WriteEntry(string direction, string summary)
    {
        writer.Gap().Line($"/// <summary>{summary}</summary>");
        using (writer.Block($"internal static void {direction}{_solver}(in LayerSlice<{_type}> slice, VectorWidth width)"))
        using (writer.Block("switch (width)"))
        {
            foreach (int width in new[] { 512, 256 }) writer.Line($"case VectorWidth.Bits{width}: {direction}{_solver}{width}(in slice); break;");
            writer.Line($"default: {direction}{_solver}128(in slice); break;");
        }
    }

    private void WriteLoops(VectorDialect dialect, int vectors)
    {
        string elements = string.Join(", ", Enumerable.Range(1, vectors).Select(Element));
        writer.Gap();
        using (writer.Block($"private static void Forward{_solver}{dialect.Suffix}(in LayerSlice<{_type}> slice)"))
        using (OverVectors()) writer.Line($"Carry{_solver}{dialect.Suffix}(in slice, {elements}, 0, (nuint)slice.Steps, LayerPass.Send);");

        writer.Gap();
        using (writer.Block($"private static void Backward{_solver}{dialect.Suffix}(in LayerSlice<{_type}> slice)"))
        {
            writer.Line("nuint steps = (nuint)slice.Steps, segment = (nuint)slice.Segment;");
            using (OverVectors())
            {
                writer.Line("nuint start = 0, stop = steps;");
                writer.Line($"for (; start + segment < steps; start += segment) Carry{_solver}{dialect.Suffix}(in slice, {elements}, start, start + segment, LayerPass.Keep);");
                using (writer.Block("while (stop > 0)"))
                {
                    writer.Line($"Record{_solver}{dialect.Suffix}(in slice, {elements}, start, stop);");
                    writer.Line($"Adjoint{_solver}{dialect.Suffix}(in slice, {elements}, start, stop);");
                    writer.Line("stop = start;");
                    writer.Line("start -= Math.Min(segment, start);");
                }
            }
        }

        string Element(int vector) => vector == 1 ? "element" : $"Math.Min(element + {Number((vector - 1) * dialect.Lanes)}, last)";

        // The last vectors may be the last one several times.
        IDisposable OverVectors()
        {
            writer.Line($"nuint last = ((nuint)slice.End * slice.Stride) - {Number(dialect.Lanes)};");
            return writer.Block($"for (nuint element = (nuint)slice.First * slice.Stride; element <= last; element += {Number(vectors * dialect.Lanes)})");
        }
    }

    // The pass through the steps serves twice: forwards it sends; backwards it keeps the state where a segment ends.
    private void WriteCarry(Body body)
    {
        Dialect dialect = body.Dialect;
        writer.Gap().Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"private static void Carry{_solver}{dialect.Suffix}(in LayerSlice<{_type}> slice, {body.Parameters}, nuint start, nuint stop, LayerPass pass)"))
        {
            writer.Line($"bool sends = pass == LayerPass.Send, streams = slice.Streams{(SendsSpikes ? ", sendsBits = sends && slice.SendsBits" : "")};");
            WriteStart(body, _forward);
            using (writer.Block("for (nuint t = start; t < stop; t++)"))
            {
                body.LoadPorts(_forward);
                using (writer.Block("if (streams)")) body.Prefetch(_forward, gradients: false);
                writer.Gap();
                body.ForEach(lane =>
                {
                    if (SendsSpikes) writer.Line($"ulong {lane.Bits} = 0;");
                    writer.Line($"{dialect.RealType} {lane.Sent} = {dialect.Constant(0)};");
                });
                using (writer.Block("for (int substep = 0; substep < substeps; substep++)")) WriteSteps(body, _forward, WriteSent);

                writer.Gap();
                if (SendsSpikes)
                {
                    using (writer.Block("if (sendsBits)")) body.ForEach(lane => writer.Line(StoreBits(lane)));
                    writer.Line("else if (sends)");
                }
                else
                {
                    writer.Line("if (sends)");
                }

                using (writer.Block()) body.ForEach(lane => StoreLong(dialect, lane.Sent, "slice.Sent", $"(t * stepStride) + {lane.Element}"));
            }

            writer.Gap();
            using (writer.Block("if (sends)"))
                body.ForEach(lane => _carried.ForEach(c => writer.Line(dialect.Store(lane.AsReal(c), "slice.Final", lane.CarriedIndex(c)))));
            using (writer.Block("else"))
            {
                writer.Line($"kept += {Number(_carried.Count * body.Vectors * dialect.Lanes)};");
                body.ForEach(lane => _carried.ForEach(c => writer.Line(dialect.Store(lane.AsReal(c), "slice.Checkpoints", lane.ScratchIndex("kept", _carried.IndexOf(c))))));
            }
        }
    }

    // The same steps again, and what their adjoint will ask for onto the tape.
    private void WriteRecord(Body body)
    {
        Dialect dialect = body.Dialect;
        List<Result> tape = [.. _record.Results.Where(r => r.Target.Kind == SymbolKind.Scratch)];
        writer.Gap().Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"private static void Record{_solver}{dialect.Suffix}(in LayerSlice<{_type}> slice, {body.Parameters}, nuint start, nuint stop)"))
        {
            writer.Line("bool streams = slice.Streams;");
            writer.Line("nuint at = 0;");
            writer.Line($"ref {_type} tape = ref slice.Tape;");
            WriteStart(body, _record);
            using (writer.Block("for (nuint t = start; t < stop; t++)"))
            {
                body.LoadPorts(_record);
                using (writer.Block("if (streams)")) body.Prefetch(_record, gradients: true);
                writer.Gap();
                using (writer.Block("for (int substep = 0; substep < substeps; substep++)"))
                {
                    WriteSteps(body, _record, (lane, printer) =>
                    {
                        for (int row = 0; row < tape.Count; row++)
                        {
                            string value = printer[tape[row].Value];
                            if (_record[tape[row].Value].Type == TermType.Bool) value = lane.AsReal(value);
                            writer.Line(dialect.Store(value, "tape", lane.ScratchIndex("at", row)));
                        }
                    });
                    writer.Line($"at += {Number(tape.Count * body.Vectors * dialect.Lanes)};");
                }
            }
        }
    }

    // Where everything lies, and the states at the start: the layer's, or those where the segment before ended.
    private void WriteStart(Body body, StepProgram steps)
    {
        Dialect dialect = body.Dialect;
        writer.Line("int substeps = slice.Substeps;");
        writer.Line($"nuint stepStride = slice.StepStride, kept = start / (nuint)slice.Segment * {Number(_carried.Count * body.Vectors * dialect.Lanes)};");
        body.PointAtPorts(steps);
        body.LoadUniforms(steps);
        body.ForEach(lane => _carried.ForEach(c => writer.Line($"{lane.TypeOf(c)} {lane.Local(c)};")));
        using (writer.Block("if (start == 0)"))
            body.ForEach(lane => _carried.ForEach(c => writer.Line($"{lane.Local(c)} = {lane.FromReal(c, dialect.Load("slice.Initial", lane.CarriedIndex(c)))};")));
        using (writer.Block("else"))
            body.ForEach(lane => _carried.ForEach(c => writer.Line($"{lane.Local(c)} = {lane.FromReal(c, dialect.Load("slice.Checkpoints", lane.ScratchIndex("kept", _carried.IndexOf(c))))};")));
        writer.Gap();
    }

    private void WriteSteps(Body body, StepProgram steps, Action<Lane, BodyPrinter> then)
    {
        body.ForEach(lane =>
        {
            lane.LoadNoise(steps);
            BodyPrinter printer = lane.Print(steps);
            writer.Gap();
            then(lane, printer);
            lane.AssignTogether([.. _carried.Select(c => (lane.Local(c), printer[steps.Results.First(r => r.Target.Equals(c)).Value]))]);
        });

        // Within a time step, arrivals are added in the first solver step alone.
        body.ForEach(lane => _ports.Where(p => p.Kind == SymbolKind.Arrival && Loads(steps, p)).ToList()
            .ForEach(arrival => writer.Line($"{lane.Local(arrival)} = {body.Dialect.Constant(0)};")));
    }

    private void WriteSent(Lane lane, BodyPrinter printer)
    {
        Dialect dialect = lane.Dialect;
        if (_forward.Find(SymbolKind.Output) is { } output)
        {
            writer.Line($"{lane.Sent} += {printer[output.Value]};");
            return;
        }

        if (_forward.Find(SymbolKind.Fired) is not { } fired) return;
        string one = string.Format(CultureInfo.InvariantCulture, dialect.Format(Functions.Select), printer[fired.Value], dialect.Constant(1), dialect.Constant(0));
        writer.Line($"if (sendsBits) {lane.Bits} = {dialect.BitsFromMask(printer[fired.Value])};");
        writer.Line($"else {lane.Sent} += {one};");
    }

    // 16 neurons a mask: whole masks, whole bytes, or bits among others.
    private static string StoreBits(Lane lane)
    {
        string index = $"(t * stepStride) + {lane.Element}", bits = lane.Bits;
        return lane.Dialect.Lanes switch
        {
            16 => $"Unsafe.Add(ref slice.Masks, ({index}) / 16) = (ushort){bits};",
            8 => $"Unsafe.Add(ref Unsafe.As<ushort, byte>(ref slice.Masks), ({index}) / 8) = (byte){bits};",
            _ => $"LaneMask.Insert(ref Unsafe.Add(ref slice.Masks, ({index}) / 16), {bits}, {lane.Element} % 16);",
        };
    }

    // What is larger than the caches is written around them.
    private void StoreLong(Dialect dialect, string value, string row, string index, string condition = "streams")
    {
        writer.Line($"if ({condition}) Streaming.Store({value}, ref {row}, {index});");
        writer.Line($"else {dialect.Store(value, row, index)}");
    }

    private void WriteAdjoint(Body body)
    {
        Dialect dialect = body.Dialect;
        string rows = Number(program.Taped.Rows * body.Vectors * dialect.Lanes);
        writer.Gap().Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"private static void Adjoint{_solver}{dialect.Suffix}(in LayerSlice<{_type}> slice, {body.Parameters}, nuint start, nuint stop)"))
        {
            writer.Line("int substeps = slice.Substeps;");
            writer.Line($"nuint stepStride = slice.StepStride, sentStep = slice.SentStepStride, at = (stop - start) * (nuint)substeps * {rows};");
            writer.Line($"ref {_type} tape = ref slice.Tape;");
            writer.Line($"ref {_type} sentRow = ref slice.Sent;");
            for (int k = 0; k < _ports.Count; k++)
            {
                string port = $"port{Number(k)}";
                writer.Line($"ref {_type} {port}Gradient = ref slice.PortGradient({Number(k)});");
                writer.Line($"bool {port}Streams = slice.Streams && slice.PortStepStride({Number(k)}) != 0;");
                if (!Loads(_reverse, _ports[k])) writer.Line($"nuint {port}Step = slice.PortStepStride({Number(k)});");
            }

            body.PointAtPorts(_reverse);
            body.LoadUniforms(_reverse);
            body.ForEach(lane =>
            {
                for (int k = 0; k < model.States.Count; k++)
                {
                    Symbol gradient = new(SymbolKind.StateGradient, model.States[k].Name);
                    lane.Bind(gradient, lane.Own(model.States[k].Name + "Adjoint"));
                    writer.Line($"{dialect.RealType} {lane.Local(gradient)} = {dialect.Load("slice.StateGradients", RowIndex(k, "stepStride", lane.Element))};");
                }

                foreach (MemberModel parameter in _learnable) writer.Line($"{dialect.RealType} {lane.Own(parameter.Name + "Sum")} = {dialect.Constant(0)};");
            });

            writer.Gap();
            using (writer.Block("for (nuint t = stop; t-- > start;)"))
            {
                body.LoadPorts(_reverse);
                body.ForEach(lane =>
                {
                    lane.Bind(Differentiate.SentGradient, lane.Sent);
                    writer.Line($"{dialect.RealType} {lane.Sent} = {dialect.Load("sentRow", $"(t * sentStep) + {lane.Element}")};");
                    foreach (Symbol port in _ports) writer.Line($"{dialect.RealType} {lane.AtStep(port)} = {dialect.Constant(0)};");
                });
                using (writer.Block("for (int substep = substeps; substep-- > 0;)"))
                {
                    writer.Line($"at -= {rows};");
                    body.ForEach(WriteAdjointOfStep);
                }

                writer.Gap();
                for (int k = 0; k < _ports.Count; k++)
                {
                    // The gradient of what is the same at every step is the sum over the steps.
                    string gradient = $"port{Number(k)}Gradient";
                    using (writer.Block($"if (slice.WantsGradient({Number(k)}))"))
                    {
                        using (writer.Block($"if (port{Number(k)}Step == 0 && t + 1 < (nuint)slice.Steps)"))
                            body.ForEach(lane => writer.Line($"{lane.AtStep(_ports[k])} += {dialect.Load(gradient, lane.Element)};"));
                        body.ForEach(lane => StoreLong(dialect, lane.AtStep(_ports[k]), gradient, $"(t * port{Number(k)}Step) + {lane.Element}", $"port{Number(k)}Streams"));
                    }
                }
            }

            writer.Gap();
            body.ForEach(WriteSums);
        }
    }

    private void WriteAdjointOfStep(Lane lane)
    {
        Dialect dialect = lane.Dialect;
        for (int row = 0; row < program.Taped.Rows; row++) lane.Bind(new Symbol(SymbolKind.Scratch, Number(row)), dialect.Load("tape", lane.ScratchIndex("at", row)));

        // Arrivals are added in the first solver step of a time step.
        foreach (Symbol arrival in _ports.Where(p => p.Kind == SymbolKind.Arrival && Loads(_reverse, p)))
        {
            string masked = lane.Own(arrival.Name + "Now");
            writer.Line($"{dialect.RealType} {masked} = substep == 0 ? {lane.Local(arrival)} : {dialect.Constant(0)};");
            lane.Bind(arrival, masked);
        }

        lane.LoadNoise(_reverse);
        BodyPrinter printer = lane.Print(_reverse);
        writer.Gap();
        foreach (Symbol port in _ports)
        {
            SymbolKind kind = port.Kind == SymbolKind.Input ? SymbolKind.InputGradient : SymbolKind.ArrivalGradient;
            string add = $"{lane.AtStep(port)} += {printer[_reverse.Find(kind, port.Name)!.Value]};";
            writer.Line(kind == SymbolKind.ArrivalGradient ? $"if (substep == 0) {add}" : add);
        }

        foreach (MemberModel parameter in _learnable)
            writer.Line($"{lane.Own(parameter.Name + "Sum")} += {printer[_reverse.Find(SymbolKind.ParameterGradient, parameter.Name)!.Value]};");
        lane.AssignTogether([.. model.States.Select(s => (
            lane.Local(new Symbol(SymbolKind.StateGradient, s.Name)), printer[_reverse.Find(SymbolKind.StateGradient, s.Name)!.Value]))]);
    }

    private void WriteSums(Lane lane)
    {
        Dialect dialect = lane.Dialect;
        for (int k = 0; k < model.States.Count; k++)
            writer.Line(dialect.Store(lane.Local(new Symbol(SymbolKind.StateGradient, model.States[k].Name)), "slice.StateGradients", RowIndex(k, "stepStride", lane.Element)));

        if (_learnable.Count == 0) return;

        // A vector that is there twice counts once.
        using (lane.Index == 1 ? null : writer.Block($"if ({lane.Element} != {lane.ElementBefore})"))
        {
            for (int k = 0; k < _learnable.Count; k++)
            {
                string index = RowIndex(k, "slice.Stride", $"({lane.Element} % slice.Stride)");
                writer.Line(dialect.Store($"{dialect.Load("slice.ParameterGradients", index)} + {lane.Own(_learnable[k].Name + "Sum")}", "slice.ParameterGradients", index));
            }
        }
    }

    /// <summary>One kernel method: the vectors it takes at once, and what they share.</summary>
    private sealed class Body
    {
        private static readonly string[] Reserved =
        [
            "slice", "start", "stop", "pass", "t", "substep", "substeps", "at", "kept", "stride", "stepStride", "sends", "sendsBits", "streams", "tape", "sentRow", "sentStep", "uniforms",
            "LayerPass", "Streaming",
        ];

        private readonly LayerKernelEmitter _kernel;
        private readonly List<Lane> _lanes;

        public Body(LayerKernelEmitter kernel, Dialect dialect, int vectors)
        {
            (_kernel, Dialect, Vectors) = (kernel, dialect, vectors);
            NameScope scope = new();
            foreach (string name in Reserved) scope.Take(name);
            for (int k = 0; k < kernel._ports.Count; k++) new[] { "", "Step", "Gradient", "Streams" }.ToList().ForEach(suffix => scope.Take($"port{Number(k)}{suffix}"));
            _lanes = [.. Enumerable.Range(1, vectors).Select(index => new Lane(kernel, this, index, scope))];
            foreach (Lane lane in _lanes) new[] { lane.Element, lane.Sent, lane.Bits }.ToList().ForEach(name => scope.Take(name));
        }

        public Dialect Dialect { get; }

        public int Vectors { get; }

        /// <summary>The vectors' places in the slice, as parameters of a method.</summary>
        public string Parameters => string.Join(", ", _lanes.Select(l => $"nuint {l.Element}"));

        public Lane this[int index] => _lanes[index - 1];

        public void ForEach(Action<Lane> write) => _lanes.ForEach(write);

        /// <summary>Names what dt and parameters decide.</summary>
        public void LoadUniforms(StepProgram steps)
        {
            SourceWriter writer = _kernel.Writer;
            List<Symbol> all = [.. _kernel.Uniforms], used = [.. all.Where(u => Loads(steps, u))];
            if (used.Count == 0) return;
            writer.Line($"ref {_kernel._type} uniforms = ref slice.Uniforms;");
            bool inRegisters = used.Count * Vectors <= UniformRegisters;
            ForEach(lane =>
            {
                string place = lane.Own("uniformsFrom");
                writer.Line($"nuint {place} = slice.UniformIndex({lane.Element});");
                foreach (Symbol uniform in used)
                {
                    int row = RowLength * all.IndexOf(uniform);
                    string load = Dialect.Load("uniforms", row == 0 ? place : $"{place} + {Number(row)}");
                    if (inRegisters) writer.Line($"{Dialect.RealType} {lane.Local(uniform)} = {load};");
                    else lane.Bind(uniform, load);
                }
            });
        }

        /// <summary>Where each vector finds the ports' values; a port that is the same for all samples lies by features alone.</summary>
        public void PointAtPorts(StepProgram steps)
        {
            for (int k = 0; k < _kernel._ports.Count; k++)
            {
                if (!Loads(steps, _kernel._ports[k])) continue;
                _kernel.Writer.Line($"ref {_kernel._type} port{Number(k)} = ref slice.Port({Number(k)});");
                _kernel.Writer.Line($"nuint port{Number(k)}Step = slice.PortStepStride({Number(k)});");
                ForEach(lane => _kernel.Writer.Line(
                    $"nuint {lane.Own(_kernel._ports[k].Name + "At")} = slice.PortSampleStride({Number(k)}) == 0 ? {lane.Element} % slice.Stride : {lane.Element};"));
            }
        }

        /// <summary>Asks for what the next vectors will read of this step: the next lines of as many rows as there are steps, which no processor foresees.</summary>
        public void Prefetch(StepProgram steps, bool gradients)
        {
            string ahead = Number(Vectors * Dialect.Lanes);
            ForEach(lane =>
            {
                for (int k = 0; k < _kernel._ports.Count; k++)
                {
                    if (Loads(steps, _kernel._ports[k]))
                        _kernel.Writer.Line($"Streaming.Prefetch(ref port{Number(k)}, (t * port{Number(k)}Step) + {lane.Own(_kernel._ports[k].Name + "At")} + {ahead});");
                }

                if (gradients) _kernel.Writer.Line($"Streaming.Prefetch(ref slice.Sent, (t * slice.SentStepStride) + {lane.Element} + {ahead});");
            });
        }

        public void LoadPorts(StepProgram steps)
        {
            for (int k = 0; k < _kernel._ports.Count; k++)
            {
                Symbol port = _kernel._ports[k];
                if (!Loads(steps, port)) continue;
                ForEach(lane =>
                {
                    lane.Bind(port, lane.Own(port.Name));
                    string index = $"(t * port{Number(k)}Step) + {lane.Own(port.Name + "At")}";
                    _kernel.Writer.Line($"{Dialect.RealType} {lane.Local(port)} = {Dialect.Load($"port{Number(k)}", index)};");
                });
            }
        }
    }

    /// <summary>One vector of a kernel: its names, and the statements that loads and carried values share.</summary>
    private sealed class Lane(LayerKernelEmitter kernel, Body body, int index, NameScope scope)
    {
        private readonly Dictionary<Symbol, string> _locals = [];
        private readonly Dictionary<string, string> _own = [];

        public int Index => index;

        public Dialect Dialect => body.Dialect;

        /// <summary>The place of the vector's first neuron among samples and features.</summary>
        public string Element => $"element{Number(index)}";

        /// <summary>The same of the vector before.</summary>
        public string ElementBefore => body[index - 1].Element;

        /// <summary>What it sends in a time step, or the gradient of that.</summary>
        public string Sent => $"sent{Number(index)}";

        /// <summary>The gradient of what arrives at a port in a time step.</summary>
        public string AtStep(Symbol port) => Own(port.Name + "AtStep");

        /// <summary>Its spikes, a bit each.</summary>
        public string Bits => $"bits{Number(index)}";

        /// <summary>The vector's own local of that name.</summary>
        public string Own(string name)
        {
            if (!_own.TryGetValue(name, out string? own)) _own[name] = own = scope.Take(name);
            return own;
        }

        public void Bind(Symbol symbol, string local) => _locals[symbol] = local;

        public string Local(Symbol symbol)
        {
            if (!_locals.TryGetValue(symbol, out string? name)) _locals[symbol] = name = scope.Take(symbol.Name);
            return name;
        }

        public string TypeOf(Symbol symbol) => symbol.Type == TermType.Bool ? Dialect.BoolType : Dialect.RealType;

        public void LoadNoise(StepProgram steps)
        {
            for (int k = 0; k < kernel.Model.Noises.Count; k++)
            {
                Symbol noise = new(SymbolKind.Noise, kernel.Model.Noises[k].Name);
                if (!Loads(steps, noise)) continue;
                string step = $"(((({Number(k)} * (nuint)slice.Steps) + t) * (nuint)substeps) + (nuint)substep) * stepStride";
                kernel.Writer.Line($"{Dialect.RealType} {Local(noise)} = {Dialect.Load("slice.Noise", $"({step}) + {Element}")};");
            }
        }

        public BodyPrinter Print(StepProgram steps)
        {
            BodyPrinter printer = new(steps, Dialect, Local, scope);
            printer.Print(kernel.Writer);
            return printer;
        }

        /// <summary>Where a carried value of this vector lies in the memory of all samples.</summary>
        public string CarriedIndex(Symbol carried) => RowIndex(kernel._carried.IndexOf(carried), "stepStride", Element);

        /// <summary>Where a row of this vector lies in scratch memory, [rows, vectors, lanes] a step.</summary>
        public string ScratchIndex(string step, int row)
        {
            int offset = ((row * body.Vectors) + index - 1) * Dialect.Lanes;
            return offset == 0 ? step : $"{step} + {Number(offset)}";
        }

        /// <summary>Memory holds numbers: a truth value travels as 1 or 0.</summary>
        public string AsReal(Symbol carried) => carried.Type == TermType.Real ? Local(carried) : AsReal(Local(carried));

        public string AsReal(string truth) => string.Format(CultureInfo.InvariantCulture, Dialect.Format(Functions.Select), truth, Dialect.Constant(1), Dialect.Constant(0));

        public string FromReal(Symbol carried, string value) => carried.Type == TermType.Real
            ? value
            : string.Format(CultureInfo.InvariantCulture, Dialect.Format(Functions.NotEqual), value, Dialect.Constant(0));

        /// <summary>Assigns as if at once: a value that another target's old value is part of must be read before that target is written.</summary>
        public void AssignTogether(List<(string Target, string Value)> assignments)
        {
            assignments = [.. assignments.Where(a => a.Target != a.Value)];
            if (assignments.Count == 0) return;
            if (assignments.Count == 1) kernel.Writer.Line($"{assignments[0].Target} = {assignments[0].Value};");
            else kernel.Writer.Line($"({string.Join(", ", assignments.Select(a => a.Target))}) = ({string.Join(", ", assignments.Select(a => a.Value))});");
        }
    }

    private SourceWriter Writer => writer;

    private NeuronModel Model => model;

    private IReadOnlyList<Symbol> Uniforms => program.Hoisted.Uniforms;
}
