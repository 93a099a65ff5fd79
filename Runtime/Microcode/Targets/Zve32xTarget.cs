using System;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>Programs for RV32 with vectors of any width from 128 bits on: neurons in strips as wide as the vectors, each variable in a row.</summary>
public static class Zve32xTarget
{
    private const int NarrowestBits = 128;

    /// <summary>The program for so many neurons.</summary>
    /// <param name="program">One step of one neuron.</param>
    /// <param name="neurons">How many.</param>
    /// <param name="group">How many registers count as one, 1, 2 or 4: longer strips, fewer registers; 0 for what costs least.</param>
    public static TargetProgram Compile(FixedProgram program, int neurons, int group = 0)
    {
        FixedVerifier.Check(program);
        Zve32xStep step = group != 0 ? Step(program, neurons, group) : Cheapest(program, neurons);
        MachineCode code = HostedLoop.Around(InstructionSet.Zve32x, step.Map, step.Work.Base, step.Append);
        return new TargetProgram("zve32x", step.Map, code, step.Work.Address, step.Bytes());
    }

    // Longer strips are fewer instructions a neuron, until there are too few registers and values are had again.
    private static Zve32xStep Cheapest(FixedProgram program, int neurons)
    {
        Zve32xStep best = Step(program, neurons, 1);
        for (int group = 2; group <= 4; group *= 2)
        {
            try
            {
                Zve32xStep step = Step(program, neurons, group);
                if (step.Cost <= best.Cost) best = step;
            }
            catch (InvalidOperationException)
            {
                // One operation alone needs more registers than there are groups.
                break;
            }
        }

        return best;
    }

    private static Zve32xStep Step(FixedProgram program, int neurons, int group) =>
        new(MemoryMap.Rows(program, neurons, spikeBits: NarrowestBits * group / program.Bits < 8 ? program.Bits : 1), group, "strip");
}
