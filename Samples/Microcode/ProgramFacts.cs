using System.Linq;
using NeuronDsl.Microcode;

namespace MicrocodeSample;

/// <summary>What reports say of a program beside its words.</summary>
internal static class ProgramFacts
{
    /// <summary>The neuron, solver and width.</summary>
    public static string Title(FixedProgram program) => $"{program.Name} {program.Solver} {program.Bits}";

    /// <summary>Whether a table is of one period of an exponential, and a shift halves what it gives for each further one.</summary>
    public static bool IsHalved(FixedProgram program, int table) => program.Operations.Any(o => o.Opcode == FixedOpcode.ShiftRightBy
        && program.Operations[o.Operands[0]] is { Opcode: FixedOpcode.Interpolate } value && value.Slot == table);

    /// <summary>Whether every state's error of one step has a bound.</summary>
    public static bool HasErrors(FixedProgram program) => program.States.All(s => !double.IsInfinity(s.StepError));

    /// <summary>Whether inner stages are held to bounds that were measured.</summary>
    public static bool IsHeld(FixedProgram program) => program.States.Any(s => s.Stages is not null);
}
