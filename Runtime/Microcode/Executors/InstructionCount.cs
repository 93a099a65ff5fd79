using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Executors;

/// <summary>
/// How many instructions a program executes for one update of one neuron: those of a longer run less those of a shorter one, by the updates between. An
/// instruction count is no count of cycles.
/// </summary>
public static class InstructionCount
{
    private const int Shorter = 10, Longer = 20;

    /// <summary>Counts.</summary>
    /// <param name="qemu">The emulator.</param>
    /// <param name="program">The program's file.</param>
    /// <param name="input">What the program reads in so many steps.</param>
    /// <param name="neurons">How many neurons it updates in a step.</param>
    /// <param name="part">The addresses that count, from and to; null for all, the reading and writing around each step included.</param>
    public static double PerUpdate(Qemu qemu, string program, Func<int, ReadOnlyMemory<byte>> input, int neurons, (uint From, uint To)? part = null)
    {
        ArgumentNullException.ThrowIfNull(qemu);
        ArgumentNullException.ThrowIfNull(input);
        return (Count(Longer) - Count(Shorter)) / (double)((Longer - Shorter) * neurons);

        long Count(int steps)
        {
            IReadOnlyDictionary<uint, long> profile = qemu.Profile(program, input(steps));
            return profile.Where(p => part is not { } range || (p.Key >= range.From && p.Key < range.To)).Sum(p => p.Value);
        }
    }
}
