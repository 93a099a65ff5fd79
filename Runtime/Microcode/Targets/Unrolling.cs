using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>Several neurons in one pass through a loop, where a step is short: counting and going back are done once for all of them.</summary>
internal static class Unrolling
{
    private const int MostNeurons = 8, MostInstructions = 200;

    /// <summary>How many neurons a pass takes: a divisor of all of them, as there is no rest.</summary>
    /// <param name="neurons">How many neurons there are.</param>
    /// <param name="instructions">How many a step has.</param>
    /// <param name="bytes">The most bytes that a pointer moves from one neuron to the next.</param>
    public static int Neurons(int neurons, int instructions, int bytes) =>
        Enumerable.Range(1, MostNeurons).Last(n => n == 1 || (neurons % n == 0 && n * instructions <= MostInstructions && n * bytes < 2048));

    /// <summary>A step of so many neurons.</summary>
    /// <param name="step">A step of one, its registers numbered.</param>
    /// <param name="neurons">How many.</param>
    /// <param name="strides">The bytes from neuron to neuron behind each register that points to them.</param>
    public static List<VirtualCode.Line> Repeat(IReadOnlyList<VirtualCode.Line> step, int neurons, IReadOnlyDictionary<int, int> strides)
    {
        HashSet<string> labels = [.. step.Where(l => l.Label is not null).Select(l => l.Label!)];
        return [.. Enumerable.Range(0, neurons).SelectMany(n => step.Where(l => n == 0 || l.Remark is null).Select(l => l with
        {
            Label = l.Label is null ? null : Of(l.Label, n),
            Instruction = l.Instruction is { } i ? At(i, n) : null,
        }))];

        string Of(string label, int neuron) => neuron > 0 && labels.Contains(label) ? $"{label}_{neuron}" : label;

        // An address is an offset and a register behind it.
        Instruction At(Instruction i, int neuron)
        {
            int address = i.Opcode.Operands.Count - 2;
            int[] operands = [.. i.Operands];
            if (IsMemory(i) && strides.TryGetValue(operands[^1], out int stride)) operands[address] += neuron * stride;
            return new Instruction(i.Opcode, operands) { Comment = i.Comment, Label = i.Label is null ? null : Of(i.Label, neuron) };
        }
    }

    private static bool IsMemory(Instruction i) => i.Opcode.Mnemonic is "lw" or "lh" or "lhu" or "sw" or "sh";
}
