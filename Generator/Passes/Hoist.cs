using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>A program cut in two: what parameters and dt decide, and what is left for every step.</summary>
/// <param name="Preamble">Computes the uniforms, its results, from parameters and dt; once, or once per neuron.</param>
/// <param name="Body">The step, loading uniforms.</param>
internal sealed record HoistedProgram(StepProgram Preamble, StepProgram Body)
{
    /// <summary>The uniforms in their order in memory.</summary>
    public IReadOnlyList<Symbol> Uniforms { get; } = [.. Preamble.Results.Select(r => r.Target)];
}

/// <summary>Hoists whatever does not change within a run out of the step.</summary>
internal static class Hoist
{
    public static HoistedProgram Apply(StepProgram program)
    {
        ProgramBuilder preamble = new(program.Precision), body = new(program.Precision);
        int count = program.Operations.Length;
        Value[] early = new Value[count], late = new Value[count];
        Dictionary<int, Value> uniforms = [];
        HashSet<string> names = [];

        Value InBody(Value operand)
        {
            int i = operand.Index;
            if (program.Operations[i].Rate != Rate.Uniform) return late[i];
            if (uniforms.TryGetValue(i, out Value known)) return known;
            Symbol symbol = new(SymbolKind.Uniform, NameOf(program.Operations[i], names));
            if (program.Operations[i].Type == TermType.Real)
            {
                preamble.SetResult(symbol, early[i]);
                return uniforms[i] = body.Load(symbol);
            }

            // Memory holds numbers: a truth value travels as 1 or 0.
            preamble.SetResult(symbol, preamble.Choose(early[i], preamble.Constant(1), preamble.Constant(0)));
            return uniforms[i] = body.Apply(Functions.NotEqual, body.Load(symbol), body.Constant(0));
        }

        for (int i = 0; i < count; i++)
        {
            Operation operation = program.Operations[i];
            preamble.Note = body.Note = operation.Note;
            if (operation.Rate != Rate.Step) early[i] = preamble.Copy(operation, [.. operation.Operands.Select(o => early[o.Index])]);
            if (operation.Rate == Rate.Constant) late[i] = body.Constant(operation.Constant, operation.Type);
            if (operation.Rate != Rate.Step) continue;
            late[i] = body.Copy(operation, [.. operation.Operands.Select(InBody)]);
            if (operation.Name is not null) body.Named(operation.Name, late[i]);
        }

        foreach (Result result in program.Results) body.SetResult(result.Target, InBody(result.Value));
        return new HoistedProgram(Prune.Apply(preamble.Build()), Prune.Apply(body.Build()));
    }

    // A parameter keeps its name; anything else is numbered, and the preamble's code tells what it is.
    private static string NameOf(Operation operation, HashSet<string> names)
    {
        string name = operation.Symbol?.Name ?? operation.Name ?? "";
        if (name.Length == 0 || !names.Add(name))
        {
            int k = 0;
            while (!names.Add(name = "k" + k.ToString(CultureInfo.InvariantCulture))) k++;
        }

        return name;
    }
}
