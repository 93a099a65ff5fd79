using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>
/// Writes the kernels that advance a slice of a population by one step: per solver one for each vector width, with uniforms in registers
/// where all neurons share them and loaded per neuron where not.
/// </summary>
internal sealed class KernelEmitter(SourceWriter writer, NeuronModel model, string solver, HoistedProgram program, bool splits)
{
    private readonly string _type = CSharp.TypeName(model.Precision);

    private static readonly int[] Widths = [512, 256, 128];

    // The arithmetic up to which a loop keeps in registers what does not change: a heavier one needs them for its values.
    private const int Light = 40;

    // Whether a spike is the condition now and not before, and nothing else asks for it: then it is made of words, not of vectors.
    private readonly bool _countsCrossings = IsCrossing(program.Body);

    private readonly SplitProgram _split = Split.Apply(IsCrossing(program.Body) ? WithoutFired(program.Body) : program.Body, splits);

    private readonly Dictionary<string, (BodyPrinter Printer, string Text)> _printed = [];

    /// <summary>Elements of scratch memory that the parts of the step pass values through.</summary>
    public int ScratchLength => _split.ScratchRows * _split.BlockSize;

    private string BlockSize => _split.BlockSize.ToString(CultureInfo.InvariantCulture);

    /// <summary>The entry that chooses among the kernels, and the kernels.</summary>
    public void Write()
    {
        PreambleEmitter.Write(writer, model, $"Prepare{solver}", program);
        writer.Gap().Line($"/// <summary>Advances a slice by one step of {solver}.</summary>");
        using (writer.Block($"internal static void {solver}(in StepSlice<{_type}> slice, VectorWidth width)"))
        using (writer.Block("switch (width)"))
        {
            foreach (int width in Widths)
            {
                foreach (bool shared in new[] { true, false })
                {
                    writer.Line($"case VectorWidth.Bits{width}{(shared ? " when slice.UniformStride == 0" : "")}: {Name(shared, width.ToString(CultureInfo.InvariantCulture))}(in slice); break;");
                }
            }

            writer.Line($"default: {Name(null, "Scalar")}(in slice); break;");
        }

        for (int part = 0; part < _split.Parts.Count; part++) WriteNumbers(part);
        foreach (bool shared in new[] { true, false })
        {
            foreach (int width in Widths) Write(new VectorDialect(model.Precision, width), shared);
        }

        Write(new ScalarDialect(model.Precision), shared: null);
    }

    // Kernels of one width differ in where uniforms come from, seldom in their arithmetic: it is printed once.
    private BodyPrinter Print(int part, Dialect dialect, Dictionary<Symbol, string> locals, NameScope scope, List<double> numbers)
    {
        StepProgram body = _split.Parts[part];
        string key = $"{dialect.Suffix} {part} {string.Join(",", body.Operations.Where(o => o.Symbol is not null).Select(o => locals[o.Symbol!]))}";
        if (!_printed.TryGetValue(key, out (BodyPrinter Printer, string Text) printed))
        {
            SourceWriter text = new();
            BodyPrinter printer = new(body, dialect, s => locals[s], scope, number => numbers.IndexOf(number) is >= 0 and var k
                ? dialect.Broadcast($"Unsafe.Add(ref numbers, {k.ToString(CultureInfo.InvariantCulture)})")
                : dialect.Constant(number));
            printer.Print(text);
            _printed[key] = printed = (printer, text.ToString().TrimEnd('\n'));
        }

        if (printed.Text.StartsWith("//", System.StringComparison.Ordinal)) writer.Gap();
        if (printed.Text.Length > 0) writer.Line(printed.Text);
        return printed.Printer;
    }

    private string Name(bool? shared, string suffix) => solver + (shared switch { true => "Shared", false => "PerNeuron", null => "" }) + suffix;

    /// <param name="dialect">The arithmetic.</param>
    /// <param name="shared">Whether all neurons share the uniforms; null where one kernel serves both, by the strides it is given.</param>
    private void Write(Dialect dialect, bool? shared)
    {
        string name = Name(shared, dialect.Suffix);
        if (_split.Parts.Count == 1)
        {
            WriteLoop(dialect, shared, name, 0, whole: true);
            return;
        }

        writer.Gap();
        using (writer.Block($"private static void {name}(in StepSlice<{_type}> slice)"))
        using (writer.Block($"for (nuint first = slice.First; first < slice.End; first += {BlockSize})"))
        {
            writer.Line($"nuint end = Math.Min(first + {BlockSize}, slice.End);");
            for (int part = 1; part <= _split.Parts.Count; part++) writer.Line($"{name}Part{part}(in slice, first, end);");
        }

        for (int part = 1; part <= _split.Parts.Count; part++) WriteLoop(dialect, shared, $"{name}Part{part}", part - 1, whole: false);
    }

    private static bool IsHeavy(StepProgram body) => body.Operations.Count(o => o.Function is not null) > Light;

    private static List<double> Numbers(StepProgram body) =>
        [.. body.Operations.Where(o => o.IsConstant && o.Type == TermType.Real && o.Constant != 0).Select(o => o.Constant)];

    private string NumbersOf(int part) => $"{solver}Numbers" + (_split.Parts.Count == 1 ? "" : (part + 1).ToString(CultureInfo.InvariantCulture));

    // Numbers written into a heavy loop would all be brought to registers before it, and most of them from there to the stack. From a table, which the
    // run time's compiler does not know to be constant, each is an operand in memory where it is used.
    private void WriteNumbers(int part)
    {
        List<double> numbers = Numbers(_split.Parts[part]);
        if (!IsHeavy(_split.Parts[part]) || numbers.Count == 0) return;
        writer.Gap();
        using (writer.Block($"private static ReadOnlySpan<{_type}> {NumbersOf(part)} => new {_type}[]", "};"))
        {
            foreach (double number in numbers) writer.Line(CSharp.Literal(number, model.Precision) + ",");
        }
    }

    private void WriteLoop(Dialect dialect, bool? shared, string name, int part, bool whole)
    {
        StepProgram body = _split.Parts[part];
        List<double> numbers = shared is not null && IsHeavy(body) ? Numbers(body) : [];
        NameScope scope = new();
        Dictionary<Symbol, string> locals = [];
        List<(Symbol Symbol, int Row)> rows = [.. Rows().Where(r => body.Loads(r.Symbol) || body.Find(r.Symbol.Kind, r.Symbol.Name) is not null)];
        Dictionary<Symbol, string> rowNames = rows.ToDictionary(r => r.Symbol, r => scope.Take(NameOf(r.Symbol) + "Row"));
        bool readsAbove = body.Loads(Solvers.TimeStep.Above), writesAbove = body.Find(SymbolKind.Above) is not null, fires = body.Find(SymbolKind.Fired) is not null;
        bool crosses = _countsCrossings && writesAbove;
        bool passes = Scratch(body).Any() || body.Results.Any(r => r.Target.Kind == SymbolKind.Scratch);

        writer.Gap().Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"private static void {name}(in StepSlice<{_type}> slice{(whole ? "" : ", nuint first, nuint end")})"))
        {
            WriteReferences(rows, rowNames);
            if (numbers.Count > 0) writer.Line($"ref {_type} numbers = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference({NumbersOf(part)});");
            if (passes) writer.Line($"ref {_type} scratch = ref slice.Scratch;");
            if (shared == true) WriteUniforms(body, dialect, locals, scope, i => dialect.Broadcast($"Unsafe.Add(ref uniforms, {i})"), inPlace: IsHeavy(body));
            if (shared is null) writer.Line("nuint uniformStride = slice.UniformStride == 0 ? 1 : slice.UniformStride;");
            writer.Gap();
            using (writer.Block(whole ? "for (nuint word = slice.First; word < slice.End; word += 64)" : "for (nuint word = first; word < end; word += 64)"))
            {
                if (readsAbove || crosses) writer.Line("ulong aboveBits = Unsafe.Add(ref slice.Above, word >> 6);");
                if (writesAbove) writer.Line("ulong aboveNext = 0;");
                if (fires) writer.Line("ulong firedBits = 0;");
                using (writer.Block($"for (int lane = 0; lane < 64; lane += {dialect.Lanes})"))
                {
                    writer.Line("nuint i = word + (nuint)lane;");
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

                    if (readsAbove)
                    {
                        locals[Solvers.TimeStep.Above] = scope.Take("wasAbove");
                        writer.Line($"{dialect.BoolType} {locals[Solvers.TimeStep.Above]} = {dialect.MaskFromBits("aboveBits >> lane")};");
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

                    if (fires) writer.Line($"firedBits |= {dialect.BitsFromMask(printer[body.Find(SymbolKind.Fired)!.Value])} << lane;");
                    if (writesAbove) writer.Line($"aboveNext |= {dialect.BitsFromMask(printer[body.Find(SymbolKind.Above)!.Value])} << lane;");
                }

                writer.Gap();
                if (fires) writer.Line("Unsafe.Add(ref slice.Fired, word >> 6) = firedBits;");
                if (crosses) writer.Line("Unsafe.Add(ref slice.Fired, word >> 6) = aboveNext & ~aboveBits;");
                if (writesAbove) writer.Line("Unsafe.Add(ref slice.Above, word >> 6) = aboveNext;");
            }
        }
    }

    private static bool IsCrossing(StepProgram body)
    {
        if (body.Find(SymbolKind.Fired) is not { Value: var fired } || body.Find(SymbolKind.Above) is not { Value: var above }) return false;
        Operation spike = body[fired];
        return spike.Function == Functions.And && spike.Operands[0] == above
            && body[spike.Operands[1]] is { } before && before.Function == Functions.Not && Solvers.TimeStep.Above.Equals(body[before.Operands[0]].Symbol)
            && !body.Operations.Any(o => o.Operands.Contains(fired)) && body.Results.Count(r => r.Value == fired) == 1;
    }

    private static StepProgram WithoutFired(StepProgram body) =>
        Prune.Apply(new StepProgram(body.Precision, body.Operations, [.. body.Results.Where(r => r.Target.Kind != SymbolKind.Fired)]));

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
