using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Solvers;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>
/// Forward-mode differentiation of a whole time step with respect to the weight of one synapse: the recursion of the neuron's eligibility
/// vector, and its eligibility trace (Bellec et al. 2020, eqs. 13 and 14), for any solver. The forward results stay part of the program. What a
/// neuron's spikes do to other neurons, and through them to itself, is left out: that is what makes the rule online.
/// </summary>
internal static class Linearize
{
    /// <summary>The slope that stands for the spike's derivative while the neuron is refractory: a parameter of the learning rule.</summary>
    public const string RefractorySlope = "RefractorySlope";

    /// <summary>What the weighted sum of presynaptic values is fed to: the first input, or where there is none the first receiving state.</summary>
    public static Symbol Port(NeuronModel model) => model.Inputs.Count > 0
        ? new Symbol(SymbolKind.Input, model.Inputs[0].Name)
        : new Symbol(SymbolKind.Arrival, model.States.First(s => s.Receives).Name);

    /// <summary>The step and its derivatives: results of the kinds StateTangent and SentTangent are added.</summary>
    public static StepProgram Apply(StepProgram program, NeuronModel model)
    {
        // A state that no weight reaches has no trace. Start from none, and add those that are reached until no more are.
        HashSet<string> reached = [];
        while (true)
        {
            StepProgram linear = Apply(program, Port(model), reached);
            string[] more = [.. linear.Results.Where(r => r.Target.Kind == SymbolKind.StateTangent).Select(r => r.Target.Name).Where(n => !reached.Contains(n))];
            if (more.Length == 0) return KeepWhatMatters(linear);
            reached.UnionWith(more);
        }
    }

    /// <summary>Drops traces of states that no eligibility ever depends on: a countdown that is only compared.</summary>
    private static StepProgram KeepWhatMatters(StepProgram linear)
    {
        HashSet<string> needed = [];
        while (true)
        {
            ImmutableArray<Result> kept = [.. linear.Results.Where(r => r.Target.Kind != SymbolKind.StateTangent || needed.Contains(r.Target.Name))];
            StepProgram program = Prune.Apply(new StepProgram(linear.Precision, linear.Operations, kept));
            string[] more = [.. program.Operations.Where(o => o.Symbol is { Kind: SymbolKind.StateTangent }).Select(o => o.Symbol!.Name).Where(n => !needed.Contains(n))];
            if (more.Length == 0) return program;
            needed.UnionWith(more);
        }
    }

    private static StepProgram Apply(StepProgram program, Symbol port, HashSet<string> reached)
    {
        ProgramBuilder b = new(program.Precision);
        int count = program.Operations.Length;
        Value[] forward = new Value[count];
        Value?[] tangent = new Value?[count];
        for (int i = 0; i < count; i++)
        {
            Operation operation = program.Operations[i];
            b.Note = operation.Note;
            forward[i] = b.Copy(operation, [.. operation.Operands.Select(o => forward[o.Index])]);
            if (operation.Name is not null) b.Named(operation.Name, forward[i]);
            b.Note = operation.Note is null ? null : $"eligibility through {operation.Note}";
            tangent[i] = operation.Symbol is { } symbol ? Seed(b, symbol, port, reached) : Tangent(b, program, operation, forward, tangent, forward[i]);
            if (tangent[i] is { } found && b[found] is { IsConstant: true, Constant: 0 }) tangent[i] = null;
        }

        foreach (Result result in program.Results)
        {
            b.SetResult(result.Target, forward[result.Value.Index]);
            if (result.Target.Kind == SymbolKind.State && tangent[result.Value.Index] is { } next)
                b.SetResult(new Symbol(SymbolKind.StateTangent, result.Target.Name), b.Named($"{result.Target.Name}Trace", next));
        }

        Result? sent = program.Find(SymbolKind.Output) ?? program.Find(SymbolKind.Fired);
        Value eligibility = (sent is null ? null : tangent[sent.Value.Index]) ?? b.Constant(0);
        b.SetResult(new Symbol(SymbolKind.SentTangent, "eligibility"), b.Named("eligibility", eligibility));
        return Prune.Apply(b.Build());
    }

    private static Value? Seed(ProgramBuilder b, Symbol symbol, Symbol port, HashSet<string> reached) =>
        symbol.Equals(port) ? b.Load(new Symbol(SymbolKind.Presynaptic, "presynaptic"))
        : symbol.Kind == SymbolKind.State && reached.Contains(symbol.Name) ? b.Load(new Symbol(SymbolKind.StateTangent, symbol.Name))
        : null;

    private static Value? Tangent(ProgramBuilder b, StepProgram program, Operation operation, Value[] forward, Value?[] tangent, Value result)
    {
        if (operation.Function is not { Partials: not null } function) return null;
        if (operation.Function == Functions.And && operation.Operands.FirstOrDefault(o => program[o].Function == Functions.Spike) is { } spike && program[spike].Function == Functions.Spike
            && operation.Operands.Single(o => o != spike) is { } free && IsFreeOfRefractoriness(program, free))
        {
            // While the neuron is refractory, its spike has the rule's slope in place of the surrogate's.
            Operation condition = program[spike];
            if (tangent[condition.Operands[1].Index] is not { } margin) return null;
            Value slope = b.Choose(forward[free.Index], forward[condition.Operands[2].Index], b.Load(new Symbol(SymbolKind.Parameter, RefractorySlope)));
            return b.Multiply(margin, slope);
        }

        if (operation.Function == Functions.Select && tangent[operation.Operands[0].Index] is null && tangent[operation.Operands[1].Index] is { } either && either == tangent[operation.Operands[2].Index])
        {
            return either;
        }

        Value? sum = null;
        Value[]? partials = null;
        for (int k = 0; k < operation.Operands.Length; k++)
        {
            if (tangent[operation.Operands[k].Index] is not { } part) continue;
            partials ??= Differentiate.Partials(b, function, [.. operation.Operands.Select(o => forward[o.Index])], result);
            Value term = b.Multiply(part, partials[k]);
            if (b[term] is { IsConstant: true, Constant: 0 }) continue;
            sum = sum is { } before ? b.Add(before, term) : term;
        }

        return sum;
    }

    // not (remaining > 1)
    private static bool IsFreeOfRefractoriness(StepProgram program, Value value) =>
        program[value].Function == Functions.Not && program[program[value].Operands[0]] is { } held
        && held.Operands.Length > 0 && program[held.Operands[0]].Symbol is { Kind: SymbolKind.Remaining };
}
