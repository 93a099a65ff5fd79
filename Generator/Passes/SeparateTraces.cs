using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>A linearised step, sorted by whose it is.</summary>
/// <param name="Post">The step of the postsynaptic neuron, and the coefficients that its synapses need.</param>
/// <param name="Pre">The traces that depend on the presynaptic neuron alone: one recursion for all its synapses.</param>
/// <param name="Synapse">What is left for every synapse.</param>
internal sealed record TracePrograms(StepProgram Post, StepProgram Pre, StepProgram Synapse);

/// <summary>
/// Sorts the operations of a linearised step by what they depend on: parameters; the postsynaptic neuron; the presynaptic neuron; both. A
/// program without the last kind is the factorised rule of leaky integrate-and-fire neurons; an adaptive threshold leaves a few operations for every
/// synapse. Found by dependence, not by recognising a neuron.
/// </summary>
internal static class SeparateTraces
{
    [Flags]
    private enum Side
    {
        Neither = 0,
        Post = 1,
        Pre = 2,
        Both = Post | Pre,
    }

    public static TracePrograms Apply(StepProgram program)
    {
        // A state's trace is the presynaptic neuron's until something of the postsynaptic one enters it.
        HashSet<string> bySynapse = [];
        while (true)
        {
            StepProgram gathered = Gather(program, bySynapse);
            Side[] sides = Sides(gathered, bySynapse);
            string[] more = [.. gathered.Results.Where(r => r.Target.Kind == SymbolKind.StateTangent && sides[r.Value.Index].HasFlag(Side.Post)).Select(r => r.Target.Name).Where(n => !bySynapse.Contains(n))];
            if (more.Length == 0) return Separate(gathered, sides);
            bySynapse.UnionWith(more);
        }
    }

    private static Side SideOf(Symbol symbol, HashSet<string> bySynapse) => symbol.Kind switch
    {
        SymbolKind.Parameter or SymbolKind.Dt or SymbolKind.Uniform => Side.Neither,
        SymbolKind.Presynaptic => Side.Pre,
        SymbolKind.StateTangent => bySynapse.Contains(symbol.Name) ? Side.Both : Side.Pre,
        _ => Side.Post,
    };

    private static Side[] Sides(StepProgram program, HashSet<string> bySynapse)
    {
        Side[] sides = new Side[program.Operations.Length];
        for (int i = 0; i < sides.Length; i++)
        {
            Operation operation = program.Operations[i];
            sides[i] = operation.Symbol is { } symbol ? SideOf(symbol, bySynapse) : operation.Operands.Aggregate(Side.Neither, (side, o) => side | sides[o.Index]);
        }

        return sides;
    }

    /// <summary>Factors that no synapse has a part in are gathered, so that they are multiplied once for all: (d u) v = d (u v).</summary>
    private static StepProgram Gather(StepProgram program, HashSet<string> bySynapse)
    {
        Dictionary<Value, Side> sides = [];
        return program.RewriteAndPrune((b, operation, operands) =>
        {
            if (operation.Function != Functions.Multiply) return null;
            Value derivative = operands[0], factor = operands[1];
            if (!Of(b, derivative).HasFlag(Side.Pre)) (derivative, factor) = (factor, derivative);
            if (!Of(b, derivative).HasFlag(Side.Pre) || Of(b, factor).HasFlag(Side.Pre)) return null;
            while (true)
            {
                if (b[derivative].Function == Functions.Negate)
                {
                    (derivative, factor) = (b[derivative].Operands[0], b.Apply(Functions.Negate, factor));
                }
                else if (b[derivative].Function == Functions.Multiply && b[derivative].Operands.Any(o => !Of(b, o).HasFlag(Side.Pre)))
                {
                    Value own = b[derivative].Operands.First(o => !Of(b, o).HasFlag(Side.Pre));
                    (derivative, factor) = (b[derivative].Operands.First(o => o != own), b.Multiply(own, factor));
                }
                else
                {
                    return b.Multiply(derivative, factor);
                }
            }
        });

        Side Of(ProgramBuilder b, Value value)
        {
            if (sides.TryGetValue(value, out Side known)) return known;
            Operation operation = b[value];
            return sides[value] = operation.Symbol is { } symbol ? SideOf(symbol, bySynapse) : operation.Operands.Aggregate(Side.Neither, (side, o) => side | Of(b, o));
        }
    }

    private static TracePrograms Separate(StepProgram program, Side[] sides)
    {
        Part post = new(program), pre = new(program), synapse = new(program);
        int coefficients = 0, traces = 0;
        foreach (Result result in program.Results)
        {
            bool derivative = result.Target.Kind is SymbolKind.StateTangent or SymbolKind.SentTangent;
            if (!derivative) post.Builder.SetResult(result.Target, post.Take(result.Value, (_, _) => null));
            else if (result.Target.Kind == SymbolKind.StateTangent && sides[result.Value.Index] != Side.Both) pre.Builder.SetResult(result.Target, pre.Take(result.Value, (_, _) => null));
            else synapse.Builder.SetResult(result.Target, synapse.Take(result.Value, FromOutside));
        }

        return new TracePrograms(post.Build(), pre.Build(), synapse.Build());

        // What one neuron alone decides is computed with that neuron and handed over as a number.
        Value? FromOutside(ProgramBuilder b, Value value)
        {
            Part? owner = sides[value.Index] switch { Side.Post => post, Side.Pre => pre, _ => null };
            if (owner is null) return null;
            Symbol symbol = owner == post
                ? new Symbol(SymbolKind.Coefficient, $"coefficient{++coefficients}")
                : new Symbol(SymbolKind.Trace, $"trace{++traces}");
            bool truth = program[value].Type == TermType.Bool;
            Value own = owner.Take(value, (_, _) => null);
            owner.Builder.SetResult(symbol, truth ? owner.Builder.Choose(own, owner.Builder.Constant(1), owner.Builder.Constant(0)) : own);
            return truth ? b.Apply(Functions.NotEqual, b.Load(symbol), b.Constant(0)) : b.Load(symbol);
        }
    }

    /// <summary>A program under way: copies operations as they are asked for, each once.</summary>
    private sealed class Part(StepProgram program)
    {
        private readonly Dictionary<Value, Value> _taken = [];

        public ProgramBuilder Builder { get; } = new(program.Precision);

        public Value Take(Value value, Func<ProgramBuilder, Value, Value?> outside)
        {
            if (_taken.TryGetValue(value, out Value known)) return known;
            Operation operation = program[value];
            Value taken;
            if (outside(Builder, value) is { } foreign)
            {
                taken = foreign;
            }
            else
            {
                Value[] operands = [.. operation.Operands.Select(o => Take(o, outside))];
                Builder.Note = operation.Note;
                taken = Builder.Copy(operation, operands);
                if (operation.Name is not null) Builder.Named(operation.Name, taken);
            }

            return _taken[value] = taken;
        }

        public StepProgram Build() => Prune.Apply(Builder.Build());
    }
}
