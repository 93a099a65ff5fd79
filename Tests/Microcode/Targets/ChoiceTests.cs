using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode;
using NeuronDsl.Microcode.Executors;
using NeuronDsl.Microcode.Targets;
using NeuronDsl.Tests.Microcode.Executors;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Targets;

/// <summary>Choices that are moved, threaded and branched around: the same words, and less to do where a neuron is refractory.</summary>
public sealed class ChoiceTests
{
    private static readonly FixedType Word = new(32, 8);

    [Fact]
    public void Choices_that_are_moved_give_the_same_words()
    {
        int moved = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            FixedProgram program = Choices(seed), sunk = SinkChoices.Run(program);
            FixedVerifier.Check(sunk);
            if (sunk.ToString() != program.ToString()) moved++;
            FixedEvaluator expected = new(program, 64), found = new(sunk, 64);
            Random random = new(seed);
            for (int s = 0; s < expected.States.Length; s++)
                for (int n = 0; n < 64; n++) expected.States[s][n] = found.States[s][n] = s == 0 ? random.Next(3) : random.Next(-10_000, 10_000);
            for (int step = 0; step < 5; step++)
            {
                expected.Step();
                found.Step();
                Assert.Equal(expected.States, found.States);
                Assert.Equal(expected.Streams, found.Streams);
                Assert.Equal(expected.Spikes, found.Spikes);
            }
        }

        Assert.InRange(moved, 150, 200);
    }

    [SkippableFact]
    public void Choices_of_all_kinds_give_the_definition_s_words_on_qemu()
    {
        Qemu qemu = Tools.Need(Qemu.RiscV());
        using var folder = Tools.Folder();
        // The last took a value from a register that another result was already in.
        foreach (int seed in Enumerable.Range(0, 60).Append(1156))
        {
            FixedProgram program = Choices(seed);
            TargetProgram target = Rv32Target.Compile(program, neurons: seed % 2 == 0 ? 24 : 7);
            WordEquality equality = new(target.Map, steps: 30, seed);
            target.Image(equality.Start).Save(folder.At("choices"));
            WordComparison found = equality.Compare(qemu.Run(folder.At("choices"), equality.Input));
            Assert.True(found.First is null, $"{found.First}\n{program}\n{target.Code.ToText()}");
        }
    }

    [SkippableFact]
    public void What_a_refractory_neuron_does_not_need_is_left_out()
    {
        Qemu qemu = Tools.Need(Qemu.RiscV());
        using var folder = Tools.Folder();
        TargetProgram target = Rv32Target.Compile(Refractory(), neurons: 17);
        Assert.InRange(Count(remaining: 1000), Count(remaining: 0) / 3, Count(remaining: 0) / 1.6);

        double Count(int remaining)
        {
            FixedEvaluator start = new(target.Program, 17);
            Array.Fill(start.States[0], remaining);
            target.Image(start).Save(folder.At("refractory"));
            return InstructionCount.PerUpdate(qemu, folder.At("refractory"), steps => new byte[steps * target.Map.InputBytes], 17, target.Update);
        }
    }

    // A count of steps, and a potential that moves by several products while the count is zero.
    private static FixedProgram Refractory()
    {
        FixedProgramBuilder b = new();
        FixedType count = new(32, 0);
        int remaining = Load(b, 0, count, 0, 1000), v = Load(b, 1, Word, -10_000, 10_000), zero = b.Constant(count, 0), one = b.Constant(count, 1);
        int held = b.Add(new() { Opcode = FixedOpcode.Less, Type = FixedType.Bool }, zero, remaining), x = v;
        for (int i = 0; i < 6; i++) x = b.Add(new() { Opcode = FixedOpcode.Multiply, Type = Word, Shift = 32, Range = new(-10_000, 10_000, true) }, x, b.Constant(new(32, 32), 1_000_000_000 + i));
        int dv = b.Add(new() { Opcode = FixedOpcode.Select, Type = Word, Range = new(-10_000, 10_000, true) }, held, b.Constant(Word, 0), x);
        int less = b.Add(new() { Opcode = FixedOpcode.Subtract, Type = count, Range = new(-1, 999, true) }, remaining, one);
        Store(b, 0, count, b.Add(new() { Opcode = FixedOpcode.Maximum, Type = count, Range = new(0, 999, true) }, less, zero));
        Store(b, 1, Word, b.Add(new() { Opcode = FixedOpcode.Subtract, Type = Word, Overflow = FixedOverflow.Saturate }, v, dv));
        return Program("Refractory", b, count, new(0, 1000, true), 1);
    }

    // Sums, differences, products and comparisons of choices by few conditions, many with a zero on one side.
    private static FixedProgram Choices(int seed)
    {
        Random random = new(seed);
        FixedProgramBuilder b = new();
        FixedType count = new(32, 0);
        int remaining = Load(b, 0, count, 0, 3);
        List<int> values = [Load(b, 1, Word, -10_000, 10_000), Load(b, 2, Word, -10_000, 10_000)];
        List<int> truths = [b.Add(new() { Opcode = FixedOpcode.Less, Type = FixedType.Bool }, b.Constant(count, 0), remaining), b.Add(new() { Opcode = FixedOpcode.Less, Type = FixedType.Bool }, b.Constant(count, 1), remaining)];
        int[] not = [.. truths.Select(t => b.Add(new() { Opcode = FixedOpcode.Not, Type = FixedType.Bool }, t))];
        int Any(List<int> of) => of[Math.Max(0, of.Count - 1 - random.Next(4))];
        int Value(FixedOperation operation, params int[] operands)
        {
            values.Add(b.Add(operation with { Type = Word, Range = new(Word.Low, Word.High, true) }, operands));
            return values[^1];
        }

        for (int i = 0; i < 14; i++)
        {
            switch (random.Next(8))
            {
                case 0: Value(new() { Opcode = FixedOpcode.Multiply, Type = Word, Shift = 10, Rounding = (FixedRounding)random.Next(4) }, Any(values), b.Constant(new(32, 10), random.Next(-500, 500))); break;
                case 1: Value(new() { Opcode = FixedOpcode.Add, Type = Word, Overflow = (FixedOverflow)random.Next(2) }, Any(values), Any(values)); break;
                case 2: Value(new() { Opcode = FixedOpcode.Subtract, Type = Word }, Any(values), Any(values)); break;
                case 3:
                    int compared = b.Add(new() { Opcode = random.Next(2) == 0 ? FixedOpcode.Less : FixedOpcode.LessOrEqual, Type = FixedType.Bool }, Any(values), b.Constant(Word, random.Next(-300, 300)));
                    truths.Add(random.Next(3) == 0 ? compared : b.Add(new() { Opcode = FixedOpcode.And, Type = FixedType.Bool }, compared, not[random.Next(2)]));
                    break;
                case 4: Value(new() { Opcode = FixedOpcode.Select, Type = Word }, Any(truths), Any(values), Any(values)); break;
                default:
                    int[] sides = [b.Constant(Word, 0), Any(values)];
                    if (random.Next(3) == 0) Array.Reverse(sides);
                    int chosen = Value(new() { Opcode = FixedOpcode.Select, Type = Word }, random.Next(2) == 0 ? truths[0] : Any(truths), sides[0], sides[1]);
                    if (random.Next(2) == 0) chosen = Value(new() { Opcode = FixedOpcode.Multiply, Type = Word, Shift = 8 }, chosen, b.Constant(new(32, 8), random.Next(-400, 400)));
                    Value(new() { Opcode = random.Next(2) == 0 ? FixedOpcode.Add : FixedOpcode.Subtract, Type = Word }, values[0], chosen);
                    break;
            }
        }

        Store(b, 0, count, b.Add(new() { Opcode = FixedOpcode.Select, Type = count, Range = new(0, 3, true) }, truths[^1], b.Constant(count, 3), b.Add(
            new() { Opcode = FixedOpcode.Maximum, Type = count, Range = new(0, 2, true) }, b.Add(new() { Opcode = FixedOpcode.Subtract, Type = count, Range = new(-1, 2, true) }, remaining, b.Constant(count, 1)), b.Constant(count, 0))));
        Store(b, 1, Word, values[^1]);
        Store(b, 2, Word, values[^2]);
        b.Add(new() { Opcode = FixedOpcode.Spike, Type = FixedType.Bool }, truths[^1]);
        return Program($"Choices{seed}", b, count, new(0, 3, true), 2);
    }

    private static int Load(FixedProgramBuilder b, int slot, FixedType type, long low, long high) => b.Add(new() { Opcode = FixedOpcode.LoadState, Slot = slot, Type = type, Range = new(low, high, slot == 0) });

    private static void Store(FixedProgramBuilder b, int slot, FixedType type, int value) => b.Add(new() { Opcode = FixedOpcode.StoreState, Slot = slot, Type = type }, value);

    private static FixedProgram Program(string name, FixedProgramBuilder b, FixedType count, FixedRange range, int words) => new()
    {
        Name = name, Bits = 32, Streams = 1, Operations = b.Build(),
        States =
        [
            new FixedVariable { Name = "remaining", Role = FixedRole.Remaining, Type = count, Range = range },
            .. Enumerable.Range(1, words).Select(i => new FixedVariable { Name = $"v{i}", Role = FixedRole.State, Type = Word, Range = new(-10_000, 10_000, true) }),
        ],
    };
}
