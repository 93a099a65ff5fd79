using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>
/// Writes the kernels that advance a slice of a population: per solver one for each vector width, with uniforms in registers
/// where all neurons share them and loaded per neuron where not.
/// </summary>
internal sealed class KernelEmitter(SourceWriter writer, NeuronModel model, string solver, HoistedProgram program, SpikeBits spikes)
{
    private readonly string _type = CSharp.TypeName(model.Precision);

    private static readonly int[] Widths = [512, 256, 128];

    // A light loop takes a word of so many vectors at once: a loop over them would cost as much as their arithmetic.
    private const int AtOnce = 8;

    private readonly Dictionary<string, (BodyPrinter Printer, WriterPlace From, WriterPlace To)> _printed = [];

    private SplitProgram Split => spikes.Parts;

    /// <summary>Elements of scratch memory that the parts of the step pass values through.</summary>
    public int ScratchLength => Split.ScratchRows * Split.BlockSize;

    private string BlockSize => Split.BlockSize.ToString(CultureInfo.InvariantCulture);

    /// <summary>The entry that chooses among the kernels, and the kernels.</summary>
    public void Write()
    {
        PreambleEmitter.Write(writer, model, $"Prepare{solver}", program);
        writer.Gap().Line($"/// <summary>Advances a slice by {solver}.</summary>");
        using (writer.Block($"internal static long {solver}(in StepSlice<{_type}> slice, VectorWidth width) => width switch", "};"))
        {
            foreach (int width in Widths)
            {
                foreach (bool shared in new[] { true, false })
                {
                    writer.Line($"VectorWidth.Bits{width}{(shared ? " when slice.UniformStride == 0" : "")} => {Name(shared, width.ToString(CultureInfo.InvariantCulture))}(in slice),");
                }
            }

            writer.Line($"_ => {Name(null, "Scalar")}(in slice),");
        }

        for (int part = 0; part < Split.Parts.Count; part++) WriteNumbers(part);
        foreach (bool shared in new[] { true, false })
        {
            foreach (int width in Widths) Write(VectorDialect.Of(model.Precision, width), shared);
        }

        Write(new ScalarDialect(model.Precision), shared: null);
    }

    // Kernels of one width differ in where uniforms come from, seldom in their arithmetic: it is printed once.
    private BodyPrinter Print(int part, Dialect dialect, Dictionary<Symbol, string> locals, NameScope scope, List<double> numbers)
    {
        StepProgram body = Split.Parts[part];
        string key = $"{dialect.Suffix} {part} {string.Join(",", body.Operations.Where(o => o.Symbol is not null).Select(o => locals[o.Symbol!]))}";
        if (_printed.TryGetValue(key, out (BodyPrinter Printer, WriterPlace From, WriterPlace To) known))
        {
            writer.Repeat(known.From, known.To);
            return known.Printer;
        }

        WriterPlace from = writer.Place;
        BodyPrinter printer = new(body, dialect, s => locals[s], scope, number => numbers.IndexOf(number) is >= 0 and var k
            ? dialect.Broadcast($"Unsafe.Add(ref numbers, {k.ToString(CultureInfo.InvariantCulture)})")
            : dialect.Constant(number));
        printer.Print(writer);
        _printed[key] = (printer, from, writer.Place);
        return printer;
    }

    private string Name(bool? shared, string suffix) => solver + (shared switch { true => "Shared", false => "PerNeuron", null => "" }) + suffix;

    /// <param name="dialect">The arithmetic.</param>
    /// <param name="shared">Whether all neurons share the uniforms; null where one kernel serves both, by the strides it is given.</param>
    private void Write(Dialect dialect, bool? shared)
    {
        string name = Name(shared, dialect.Suffix);
        if (Split.Parts.Count == 1) WriteLoop(dialect, shared, name, 0, whole: true);
        else WriteParts(dialect, shared, name);
    }

    private void WriteParts(Dialect dialect, bool? shared, string name)
    {
        writer.Gap();
        using (writer.Kernel($"private static long {name}(in StepSlice<{_type}> slice)"))
        {
            writer.Line("long count = 0;");
            using (BlockBySteps())
            {
                for (int part = 0; part < Split.Parts.Count; part++)
                {
                    bool counts = Counts(Split.Parts[part]);
                    writer.Line($"{(counts ? "count += " : "")}{PartName(name, part)}(in slice, first, end{(counts ? ", step" : "")});");
                }
            }

            writer.Line("return count;");
        }

        for (int part = 0; part < Split.Parts.Count; part++) WriteLoop(dialect, shared, PartName(name, part), part, whole: false);
    }

    private static string PartName(string name, int part) => $"{name}Part{(part + 1).ToString(CultureInfo.InvariantCulture)}";

    // All steps with a block of neurons, which stays in the first-level cache, before the next block's.
    private System.IDisposable BlockBySteps()
    {
        System.IDisposable blocks = writer.Block($"for (nuint first = slice.First; first < slice.End; first += {BlockSize})");
        writer.Line($"nuint end = Math.Min(first + {BlockSize}, slice.End);");
        return new Blocks(writer.Block("for (int step = 0; step < slice.Steps; step++)"), blocks);
    }

    private sealed class Blocks(System.IDisposable inner, System.IDisposable outer) : System.IDisposable
    {
        public void Dispose()
        {
            inner.Dispose();
            outer.Dispose();
        }
    }

    // Whether this is the part that decides which neurons fire.
    private bool Counts(StepProgram part) => SpikeBits.Uses(spikes.Fired, part);

    // A heavy loop needs the registers for its values; a lighter one keeps in them what does not change.
    private static bool IsHeavy(StepProgram body) => body.Operations.Count(o => o.Function is not null) > Passes.Split.Light;

    private static List<double> Numbers(StepProgram body) =>
        [.. body.Operations.Where(o => o.IsConstant && o.Type == TermType.Real && o.Constant != 0).Select(o => o.Constant)];

    private string NumbersOf(int part) => $"{solver}Numbers" + (Split.Parts.Count == 1 ? "" : (part + 1).ToString(CultureInfo.InvariantCulture));

    // Numbers written into a heavy loop would all be brought to registers before it, and most of them from there to the stack. From a table, which the
    // run time's compiler does not know to be constant, each is an operand in memory where it is used.
    private void WriteNumbers(int part)
    {
        List<double> numbers = Numbers(Split.Parts[part]);
        if (!IsHeavy(Split.Parts[part]) || numbers.Count == 0) return;
        writer.Gap();
        using (writer.Block($"private static ReadOnlySpan<{_type}> {NumbersOf(part)} => new {_type}[]", "};"))
        {
            foreach (double number in numbers) writer.Line(CSharp.Literal(number, model.Precision) + ",");
        }
    }

    private void WriteLoop(Dialect dialect, bool? shared, string name, int part, bool whole)
    {
        StepProgram body = Split.Parts[part];
        bool counts = Counts(body);
        List<double> numbers = shared is not null && IsHeavy(body) ? Numbers(body) : [];
        NameScope scope = new();
        Dictionary<Symbol, string> locals = [];
        List<(Symbol Symbol, int Row)> rows = RowsOf(body);
        Dictionary<Symbol, string> rowNames = rows.ToDictionary(r => r.Symbol, r => scope.Take(NameOf(r.Symbol) + "Row"));
        bool passes = Scratch(body).Any() || body.Results.Any(r => r.Target.Kind == SymbolKind.Scratch);

        writer.Gap().Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Kernel($"private static {(whole || counts ? "long" : "void")} {name}(in StepSlice<{_type}> slice{(whole ? "" : ", nuint first, nuint end")}{(!whole && counts ? ", int step" : "")})"))
        {
            WriteReferences(rows, rowNames);
            if (numbers.Count > 0) writer.Line($"ref {_type} numbers = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference({NumbersOf(part)});");
            if (passes) writer.Line($"ref {_type} scratch = ref slice.Scratch;");
            if (shared == true) WriteUniforms(body, dialect, locals, scope, i => dialect.Broadcast($"Unsafe.Add(ref uniforms, {i})"), inPlace: IsHeavy(body));
            if (shared is null) writer.Line("nuint uniformStride = slice.UniformStride == 0 ? 1 : slice.UniformStride;");
            if (whole || counts) writer.Line("long count = 0;");
            writer.Gap();
            using (whole ? BlockBySteps() : null)
            using (writer.Block("for (nuint word = first; word < end; word += 64)"))
            {
                WriteWord(dialect, shared, part, rows, rowNames, locals, scope, numbers, passes);
            }

            if (whole || counts) writer.Line("return count;");
        }
    }

    // One step of a word of neurons, vector by vector, or a few at once.
    private void WriteWord(
        Dialect dialect, bool? shared, int part, List<(Symbol Symbol, int Row)> rows, Dictionary<Symbol, string> rowNames, Dictionary<Symbol, string> locals,
        NameScope scope, List<double> numbers, bool passes)
    {
        StepProgram body = Split.Parts[part];
        bool counts = Counts(body), keeps = SpikeBits.Uses(spikes.Above, body);
        string[] bits = [.. body.Results.Where(r => r.Target.Kind == SymbolKind.Bits).Select(r => SpikeBits.NameOf(r.Target))];
        int vectors = 64 / dialect.Lanes;
        bool atOnce = shared == true && vectors <= AtOnce && !IsHeavy(body);
        if (body.Loads(Solvers.TimeStep.Above) || (counts && spikes.Fired!.Contains(SpikeBits.Before)))
            writer.Line($"ulong {SpikeBits.Before} = Unsafe.Add(ref slice.Above, word >> 6);");
        if (bits.Length > 0) writer.Line($"ulong {string.Join(", ", bits.Select(b => $"{b} = 0"))};");
        using (atOnce ? null : writer.Block($"for (int lane = 0; lane < 64; lane += {Number(dialect.Lanes)})"))
        {
            for (int k = 0; k < (atOnce ? vectors : 1); k++)
            {
                using (atOnce ? writer.Block() : null)
                {
                    WriteVector(dialect, shared, part, rows, rowNames, locals, atOnce ? scope.Inner() : scope, numbers, passes, atOnce ? Number(k * dialect.Lanes) : "lane");
                }
            }
        }

        writer.Gap();
        if (counts)
        {
            writer.Line($"ulong firedBits = {spikes.Fired} & slice.Present(word);");
            writer.Line("Unsafe.Add(ref slice.Fired, word >> 6) = firedBits;");
            writer.Line("count += slice.Take(word, step, firedBits);");
        }

        if (keeps) writer.Line($"Unsafe.Add(ref slice.Above, word >> 6) = {spikes.Above};");
    }

    // One step of a vector of neurons.
    private void WriteVector(
        Dialect dialect, bool? shared, int part, List<(Symbol Symbol, int Row)> rows, Dictionary<Symbol, string> rowNames, Dictionary<Symbol, string> locals,
        NameScope scope, List<double> numbers, bool passes, string lane)
    {
        StepProgram body = Split.Parts[part];
        writer.Line(lane == "0" ? "nuint i = word;" : lane == "lane" ? "nuint i = word + (nuint)lane;" : $"nuint i = word + {lane};");
        foreach ((Symbol symbol, int _) in rows.Where(r => body.Loads(r.Symbol)))
        {
            locals[symbol] = scope.Take(NameOf(symbol));
            writer.Line($"{dialect.RealType} {locals[symbol]} = {dialect.Load(rowNames[symbol], "i")};");
        }

        if (passes) writer.Line("nuint inBlock = i - first;");
        foreach (Symbol symbol in Scratch(body))
        {
            locals[symbol] = scope.Take("carried" + symbol.Name);
            writer.Line($"{dialect.RealType} {locals[symbol]} = {dialect.Load(ScratchRow(symbol), "inBlock")};");
        }

        if (shared == false) WriteUniforms(body, dialect, locals, scope, i => dialect.Load("uniforms", i == "0" ? "i" : $"({i} * slice.UniformStride) + i"));
        if (shared is null)
        {
            writer.Line("nuint own = slice.UniformStride == 0 ? 0 : i;");
            WriteUniforms(body, dialect, locals, scope, i => dialect.Load("uniforms", $"({i} * uniformStride) + own"));
        }

        if (body.Loads(Solvers.TimeStep.Above))
        {
            locals[Solvers.TimeStep.Above] = scope.Take("wasAbove");
            writer.Line($"{dialect.BoolType} {locals[Solvers.TimeStep.Above]} = {dialect.MaskFromBits(lane == "0" ? SpikeBits.Before : $"{SpikeBits.Before} >> {lane}")};");
        }

        BodyPrinter printer = Print(part, dialect, locals, scope, numbers);
        writer.Gap();
        foreach ((Symbol symbol, int _) in rows)
        {
            if (symbol.Kind == SymbolKind.Arrival && body.Loads(symbol)) writer.Line(dialect.Store(dialect.Constant(0), rowNames[symbol], "i"));
            if (body.Find(symbol.Kind, symbol.Name) is { } result) writer.Line(dialect.Store(printer[result.Value], rowNames[symbol], "i"));
        }

        foreach (Result result in body.Results.Where(r => r.Target.Kind == SymbolKind.Scratch))
        {
            writer.Line(dialect.Store(printer[result.Value], ScratchRow(result.Target), "inBlock"));
        }

        foreach (Result result in body.Results.Where(r => r.Target.Kind == SymbolKind.Bits))
        {
            writer.Line($"{SpikeBits.NameOf(result.Target)} |= {dialect.BitsFromMask(printer[result.Value])}{(lane == "0" ? "" : $" << {lane}")};");
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private List<(Symbol Symbol, int Row)> RowsOf(StepProgram body) => [.. Rows().Where(r => body.Loads(r.Symbol) || body.Find(r.Symbol.Kind, r.Symbol.Name) is not null)];

    private IEnumerable<Symbol> Scratch(StepProgram body) => body.Operations.Where(o => o.Symbol?.Kind == SymbolKind.Scratch).Select(o => o.Symbol!);

    private string ScratchRow(Symbol symbol) => symbol.Name == "0" ? "scratch" : $"Unsafe.Add(ref scratch, {symbol.Name} * {BlockSize})";

    private void WriteReferences(List<(Symbol Symbol, int Row)> rows, Dictionary<Symbol, string> names)
    {
        foreach ((Symbol symbol, int row) in rows)
        {
            string offset = row == 0 ? "" : row == 1 ? "slice.Stride" : $"{row.ToString(CultureInfo.InvariantCulture)} * slice.Stride";
            writer.Line($"ref {_type} {names[symbol]} = ref {(row == 0 ? "slice.Rows" : $"Unsafe.Add(ref slice.Rows, {offset})")};");
        }

        if (program.Uniforms.Count > 0) writer.Line($"ref {_type} uniforms = ref slice.Uniforms;");
    }

    // In place where it is used, a uniform is an operand in memory, and takes no register from the values of a heavy loop.
    private void WriteUniforms(
        StepProgram body, Dialect dialect, Dictionary<Symbol, string> locals, NameScope scope, System.Func<string, string> value, bool inPlace = false)
    {
        for (int k = 0; k < program.Uniforms.Count; k++)
        {
            Symbol symbol = program.Uniforms[k];
            if (!body.Loads(symbol)) continue;
            string text = value(k.ToString(CultureInfo.InvariantCulture));
            if (inPlace)
            {
                locals[symbol] = text;
                continue;
            }

            locals[symbol] = scope.Take(symbol.Name);
            writer.Line($"{dialect.RealType} {locals[symbol]} = {text};");
        }
    }

    private static string NameOf(Symbol symbol) => symbol.Kind == SymbolKind.Arrival ? symbol.Name + "Arrival" : symbol.Name;

    // The order in memory that the runtime's population lays out.
    private IEnumerable<(Symbol Symbol, int Row)> Rows()
    {
        IEnumerable<Symbol> symbols = model.States.Select(s => new Symbol(SymbolKind.State, s.Name))
            .Concat(model.Inputs.Select(i => new Symbol(SymbolKind.Input, i.Name)))
            .Concat(model.States.Where(s => s.Receives).Select(s => new Symbol(SymbolKind.Arrival, s.Name)))
            .Concat(model.Refractory is null ? [] : [Solvers.TimeStep.Remaining])
            .Concat(model.Noises.Select(n => new Symbol(SymbolKind.Noise, n.Name)));
        return symbols.Select((s, i) => (s, i));
    }
}
