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
internal sealed class KernelEmitter(SourceWriter writer, NeuronModel model, string solver, HoistedProgram program)
{
    private readonly string _type = CSharp.TypeName(model.Precision);

    private static readonly int[] Widths = [512, 256, 128];

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

        foreach (bool shared in new[] { true, false })
        {
            foreach (int width in Widths) Write(new VectorDialect(model.Precision, width), shared);
        }

        Write(new ScalarDialect(model.Precision), shared: null);
    }

    private string Name(bool? shared, string suffix) => solver + (shared switch { true => "Shared", false => "PerNeuron", null => "" }) + suffix;

    /// <param name="dialect">The arithmetic.</param>
    /// <param name="shared">Whether all neurons share the uniforms; null where one kernel serves both, by the strides it is given.</param>
    private void Write(Dialect dialect, bool? shared)
    {
        NameScope scope = new();
        Dictionary<Symbol, string> locals = [];
        List<(Symbol Symbol, int Row)> rows = [.. Rows().Where(r => Loads(r.Symbol) || program.Body.Find(r.Symbol.Kind, r.Symbol.Name) is not null)];
        Dictionary<Symbol, string> rowNames = rows.ToDictionary(r => r.Symbol, r => scope.Take(r.Symbol.Name + "Row"));

        writer.Gap().Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"private static void {Name(shared, dialect.Suffix)}(in StepSlice<{_type}> slice)"))
        {
            WriteReferences(rows, rowNames);
            if (shared == true) WriteUniforms(dialect, locals, scope, i => dialect.Broadcast($"Unsafe.Add(ref uniforms, {i})"));
            if (shared is null) writer.Line("nuint uniformStride = slice.UniformStride == 0 ? 1 : slice.UniformStride;");
            writer.Gap();
            using (writer.Block("for (nuint word = slice.First; word < slice.End; word += 64)"))
            {
                bool above = model.CountsCrossings, spikes = model.Spike is not null;
                if (above) writer.Line("ulong aboveBits = Unsafe.Add(ref slice.Above, word >> 6), aboveNext = 0;");
                if (spikes) writer.Line("ulong firedBits = 0;");
                using (writer.Block($"for (int lane = 0; lane < 64; lane += {dialect.Lanes})"))
                {
                    writer.Line("nuint i = word + (nuint)lane;");
                    foreach ((Symbol symbol, int _) in rows.Where(r => Loads(r.Symbol)))
                    {
                        locals[symbol] = scope.Take(symbol.Name);
                        writer.Line($"{dialect.RealType} {locals[symbol]} = {dialect.Load(rowNames[symbol], "i")};");
                    }

                    if (shared == false) WriteUniforms(dialect, locals, scope, i => dialect.Load("uniforms", i == "0" ? "i" : $"({i} * slice.UniformStride) + i"));
                    if (shared is null)
                    {
                        writer.Line("nuint own = slice.UniformStride == 0 ? 0 : i;");
                        WriteUniforms(dialect, locals, scope, i => dialect.Load("uniforms", $"({i} * uniformStride) + own"));
                    }

                    if (above && Loads(Solvers.TimeStep.Above))
                    {
                        locals[Solvers.TimeStep.Above] = scope.Take("wasAbove");
                        writer.Line($"{dialect.BoolType} {locals[Solvers.TimeStep.Above]} = {dialect.MaskFromBits("aboveBits >> lane")};");
                    }

                    BodyPrinter printer = new(program.Body, dialect, s => locals[s], scope);
                    printer.Print(writer);
                    writer.Gap();
                    foreach ((Symbol symbol, int _) in rows)
                    {
                        if (symbol.Kind == SymbolKind.Arrival) writer.Line(dialect.Store(dialect.Constant(0), rowNames[symbol], "i"));
                        if (program.Body.Find(symbol.Kind, symbol.Name) is { } result) writer.Line(dialect.Store(printer[result.Value], rowNames[symbol], "i"));
                    }

                    if (spikes) writer.Line($"firedBits |= {dialect.BitsFromMask(printer[program.Body.Find(SymbolKind.Fired)!.Value])} << lane;");
                    if (above) writer.Line($"aboveNext |= {dialect.BitsFromMask(printer[program.Body.Find(SymbolKind.Above)!.Value])} << lane;");
                }

                writer.Gap();
                if (spikes) writer.Line("Unsafe.Add(ref slice.Fired, word >> 6) = firedBits;");
                if (above) writer.Line("Unsafe.Add(ref slice.Above, word >> 6) = aboveNext;");
            }
        }
    }

    private void WriteReferences(List<(Symbol Symbol, int Row)> rows, Dictionary<Symbol, string> names)
    {
        foreach ((Symbol symbol, int row) in rows)
        {
            string offset = row == 0 ? "" : row == 1 ? "slice.Stride" : $"{row.ToString(CultureInfo.InvariantCulture)} * slice.Stride";
            writer.Line($"ref {_type} {names[symbol]} = ref {(row == 0 ? "slice.Rows" : $"Unsafe.Add(ref slice.Rows, {offset})")};");
        }

        if (program.Uniforms.Count > 0) writer.Line($"ref {_type} uniforms = ref slice.Uniforms;");
    }

    private void WriteUniforms(Dialect dialect, Dictionary<Symbol, string> locals, NameScope scope, System.Func<string, string> value)
    {
        for (int k = 0; k < program.Uniforms.Count; k++)
        {
            Symbol symbol = program.Uniforms[k];
            locals[symbol] = scope.Take(symbol.Name);
            writer.Line($"{dialect.RealType} {locals[symbol]} = {value(k.ToString(CultureInfo.InvariantCulture))};");
        }
    }

    private bool Loads(Symbol symbol) => program.Body.Operations.Any(o => o.Symbol is not null && o.Symbol.Equals(symbol));

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
