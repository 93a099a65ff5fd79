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
internal sealed partial class LayerKernelEmitter(SourceWriter writer, NeuronModel model, LayerProgram program)
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

    private readonly List<Symbol> _carried = KernelRows.Carried(model), _ports = KernelRows.Ports(model);

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
            VectorDialect dialect = VectorDialect.Of(model.Precision, bits);
            int vectors = bits == 512 ? VectorsAtOnce(program) : 1;
            WriteLoops(dialect, vectors);
            WriteCarry(new Body(this, dialect, vectors));
            WriteRecord(new Body(this, dialect, vectors));
            WriteAdjoint(new Body(this, dialect, vectors));
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

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
        using (writer.Kernel($"private static void Forward{_solver}{dialect.Suffix}(in LayerSlice<{_type}> slice)"))
        using (OverVectors()) writer.Line($"Carry{_solver}{dialect.Suffix}(in slice, {elements}, 0, (nuint)slice.Steps, LayerPass.Send);");

        writer.Gap();
        using (writer.Kernel($"private static void Backward{_solver}{dialect.Suffix}(in LayerSlice<{_type}> slice)"))
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
        using (writer.Kernel($"private static void Carry{_solver}{dialect.Suffix}(in LayerSlice<{_type}> slice, {body.Parameters}, nuint start, nuint stop, LayerPass pass)"))
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
                body.ForEach(lane => _carried.ForEach(c => writer.Line(dialect.Store(lane.ToMemory(c), "slice.Final", lane.CarriedIndex(c)))));
            using (writer.Block("else"))
            {
                writer.Line($"kept += {Number(_carried.Count * body.Vectors * dialect.Lanes)};");
                body.ForEach(lane => _carried.ForEach(c => writer.Line(dialect.Store(lane.ToMemory(c), "slice.Checkpoints", lane.ScratchIndex("kept", _carried.IndexOf(c))))));
            }
        }
    }

    // The same steps again, and what their adjoint will ask for onto the tape.
    private void WriteRecord(Body body)
    {
        Dialect dialect = body.Dialect;
        List<Result> tape = [.. _record.Results.Where(r => r.Target.Kind == SymbolKind.Scratch)];
        writer.Gap().Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Kernel($"private static void Record{_solver}{dialect.Suffix}(in LayerSlice<{_type}> slice, {body.Parameters}, nuint start, nuint stop)"))
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
                            if (_record[tape[row].Value].Type == TermType.Bool) value = dialect.FromTruth(value);
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
        body.ForEach(lane => _carried.ForEach(c => writer.Line($"{dialect.TypeOf(c)} {lane.Local(c)};")));
        using (writer.Block("if (start == 0)"))
            body.ForEach(lane => _carried.ForEach(c => writer.Line($"{lane.Local(c)} = {dialect.FromMemory(c, dialect.Load("slice.Initial", lane.CarriedIndex(c)))};")));
        using (writer.Block("else"))
            body.ForEach(lane => _carried.ForEach(c => writer.Line($"{lane.Local(c)} = {dialect.FromMemory(c, dialect.Load("slice.Checkpoints", lane.ScratchIndex("kept", _carried.IndexOf(c))))};")));
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
            writer.AssignTogether([.. _carried.Select(c => (lane.Local(c), printer[steps.Results.First(r => r.Target.Equals(c)).Value]))]);
        });

        // Within a time step, arrivals are added in the first solver step alone.
        body.ForEach(lane => _ports.Where(p => p.Kind == SymbolKind.Arrival && steps.Loads(p)).ToList()
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
        using (writer.Kernel($"private static void Adjoint{_solver}{dialect.Suffix}(in LayerSlice<{_type}> slice, {body.Parameters}, nuint start, nuint stop)"))
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
                if (!_reverse.Loads(_ports[k])) writer.Line($"nuint {port}Step = slice.PortStepStride({Number(k)});");
            }

            body.PointAtPorts(_reverse);
            body.LoadUniforms(_reverse);
            body.ForEach(lane =>
            {
                for (int k = 0; k < model.States.Count; k++)
                {
                    Symbol gradient = new(SymbolKind.StateGradient, model.States[k].Name);
                    lane.Bind(gradient, lane.Own(model.States[k].Name + "Adjoint"));
                    writer.Line($"{dialect.RealType} {lane.Local(gradient)} = {dialect.Load("slice.StateGradients", KernelRows.Index(k, "stepStride", lane.Element))};");
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
        foreach (Symbol arrival in _ports.Where(p => p.Kind == SymbolKind.Arrival && _reverse.Loads(p)))
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
        writer.AssignTogether([.. model.States.Select(s => (
            lane.Local(new Symbol(SymbolKind.StateGradient, s.Name)), printer[_reverse.Find(SymbolKind.StateGradient, s.Name)!.Value]))]);
    }

    private void WriteSums(Lane lane)
    {
        Dialect dialect = lane.Dialect;
        for (int k = 0; k < model.States.Count; k++)
            writer.Line(dialect.Store(lane.Local(new Symbol(SymbolKind.StateGradient, model.States[k].Name)), "slice.StateGradients", KernelRows.Index(k, "stepStride", lane.Element)));

        if (_learnable.Count == 0) return;

        // A vector that is there twice counts once.
        using (lane.Index == 1 ? null : writer.Block($"if ({lane.Element} != {lane.ElementBefore})"))
        {
            for (int k = 0; k < _learnable.Count; k++)
            {
                string index = KernelRows.Index(k, "slice.Stride", $"({lane.Element} % slice.Stride)");
                writer.Line(dialect.Store($"{dialect.Load("slice.ParameterGradients", index)} + {lane.Own(_learnable[k].Name + "Sum")}", "slice.ParameterGradients", index));
            }
        }
    }

    private SourceWriter Writer => writer;

    private NeuronModel Model => model;

    private IReadOnlyList<Symbol> Uniforms => program.Hoisted.Uniforms;
}
