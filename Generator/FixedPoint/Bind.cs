using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>Builds parameters and the time step into a program as numbers: what remains varies from step to step.</summary>
internal static class Bind
{
    public static StepProgram Apply(StepProgram program, NeuronModel model) => ReduceStrength.Apply(program.Rewrite((b, operation, operands) =>
    {
        if (operation.Symbol is { Kind: SymbolKind.Dt }) return b.Constant(model.Dt);
        if (operation.Symbol is { Kind: SymbolKind.Parameter } parameter) return b.Constant(model.Parameters.First(p => p.Name == parameter.Name).Default);
        return null;
    }));
}
