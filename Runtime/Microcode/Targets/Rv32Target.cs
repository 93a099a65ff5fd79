using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>Programs for RV32IM: one neuron after the other, its words in a record.</summary>
public static class Rv32Target
{
    // a0 to a2 and a7 last: system calls take them between steps, so that they hold nothing from step to step.
    private static readonly int[] Registers = [8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 1, 3, 4, 5, 6, 7, 28, 29, 30, 31, 13, 14, 15, 16, 10, 11, 12, 17];

    private const int NotSystemCalls = 26;

    private const string First = "neuron";

    /// <summary>The program for so many neurons.</summary>
    /// <param name="program">One step of one neuron.</param>
    /// <param name="neurons">How many.</param>
    public static TargetProgram Compile(FixedProgram program, int neurons)
    {
        FixedVerifier.Check(program);
        MemoryMap map = MemoryMap.Records(program, neurons);
        WorkMemory work = new(program, (map.InputEnd + 63) / 64 * 64, wordBytes: 4);
        Rv32Lowering lowering = new(SinkChoices.Run(program), map, work);
        VirtualCode body = lowering.Code;
        int end = body.New(new VirtualRegister(OperandKind.Scalar) { Invariant = true, Pinned = true });
        lowering.Run();

        int record = map[MemoryRole.State].Block;
        int input = map.Places.FirstOrDefault(p => p.Role == MemoryRole.Input)?.Block ?? 0, step = body.Lines.Count;
        Close(body, lowering.Records, end, record, lowering.Inputs, input);
        int closing = body.Lines.Count - step;
        RegisterAllocator registers = new(body, Registers, NotSystemCalls, [], _ =>
        {
            int slot = work.Slot();
            return (from => [new Instruction(body.Set["sw"], from, slot, RiscvLowering.PoolBase)], to => [new Instruction(body.Set["lw"], to, slot, RiscvLowering.PoolBase)]);
        });
        registers.Run();
        body.Lines.RemoveRange(body.Lines.Count - closing, closing);
        int together = Unrolling.Neurons(neurons, body.Lines.Count(l => l.Instruction is not null), Math.Max(record, input));
        Dictionary<int, int> strides = new() { [registers[lowering.Records]] = record };
        if (input > 0) strides[registers[lowering.Inputs]] = input;
        VirtualCode.Line[] all = [.. Unrolling.Repeat(body.Lines, together, strides)];
        body.Lines.Clear();
        body.Lines.AddRange(all);
        Close(body, registers[lowering.Records], registers[end], together * record, input > 0 ? registers[lowering.Inputs] : 0, together * input);
        MachineCode code = HostedLoop.Around(InstructionSet.Rv32, map, work.Base, c =>
        {
            HostedLoop.Load(c, registers[lowering.Records], MemoryMap.Origin);
            HostedLoop.Load(c, registers[end], MemoryMap.Origin + (uint)(neurons * record));
            if (input > 0) HostedLoop.Load(c, registers[lowering.Inputs], map.Input);
            foreach ((int register, VirtualRegister what) in registers.LoadedBefore) foreach (Instruction load in what.Again!(register)) c.Add(load);
            c.Label(First);
            HostedLoop.Append(c, body.Lines);
        });
        return new TargetProgram("rv32im", map, code, work.Address, work.Bytes());
    }

    // On to the next neurons, until there are none.
    private static void Close(VirtualCode body, int records, int end, int record, int inputs, int input)
    {
        body.Comment = "the next neurons";
        body.Add("addi", records, records, record);
        if (input > 0) body.Add("addi", inputs, inputs, input);
        HostedLoop.Repeat(body, records, end, First, HostedLoop.Updated);
    }
}
