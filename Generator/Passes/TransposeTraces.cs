using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>
/// The recursion of a synapse's traces, transposed. The traces are linear in what the presynaptic neuron leaves, with coefficients of the postsynaptic one alone; so the
/// sum over steps of learning signal times eligibility is also the sum over steps of the presynaptic trace times a signal of the postsynaptic neuron, found by going
/// through the steps backwards. It is the same number without a trace for every synapse: one matrix product, where a sequence is at hand from its end.
/// </summary>
internal static class TransposeTraces
{
    /// <summary>From the learning signal and the adjoints of the traces after a step to those before it, and to what each presynaptic trace is to be multiplied by.</summary>
    public static StepProgram Apply(TracePrograms programs)
    {
        StepProgram synapse = programs.Synapse;
        ProgramBuilder b = new(synapse.Precision);
        Value[] forward = Differentiate.Copy(b, synapse);
        Dictionary<Symbol, Value> gradients = Differentiate.Backward(b, synapse, forward, r => Adjoint(r.Target), Adjoint);
        foreach (Result result in synapse.Results.Where(r => r.Target.Kind == SymbolKind.StateTangent)) Leave(result.Target);
        foreach (Result result in programs.Pre.Results.Where(r => r.Target.Kind == SymbolKind.Trace)) Leave(result.Target);
        return Prune.Apply(b.Build());

        void Leave(Symbol symbol) => b.SetResult(Adjoint(symbol)!, gradients.TryGetValue(Adjoint(symbol)!, out Value value) ? value : b.Constant(0));
    }

    private static Symbol? Adjoint(Symbol symbol) => symbol.Kind switch
    {
        SymbolKind.StateTangent => new Symbol(SymbolKind.StateGradient, symbol.Name),
        SymbolKind.SentTangent => Differentiate.SentGradient,
        SymbolKind.Trace => new Symbol(SymbolKind.TraceGradient, symbol.Name),
        _ => null,
    };
}
