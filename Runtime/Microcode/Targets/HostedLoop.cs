using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// What stands around a step for a program under Linux: the inputs of all neurons are read from standard input, the step is taken, states, spikes and outputs
/// are written to standard output, until the input ends.
/// </summary>
internal static class HostedLoop
{
    // A branch reaches 1,024 instructions; what registers are short of adds to the lines that are counted.
    private const int FarthestBranch = 1000 / 2;

    public const string Start = "start", Update = "neurons", Updated = "written";

    private const int A0 = 10, A1 = 11, A2 = 12, A7 = 17, Read = 63, Write = 64, Exit = 93;

    /// <summary>The whole program.</summary>
    /// <param name="set">The machine's instructions.</param>
    /// <param name="map">The memory.</param>
    /// <param name="pool">What the pool's base register, sp, holds.</param>
    /// <param name="step">Adds the loop over all neurons.</param>
    public static MachineCode Around(InstructionSet set, MemoryMap map, uint pool, Action<MachineCode> step)
    {
        MachineCode code = new(set);
        code.Label(Start);
        Load(code, RiscvLowering.PoolBase, pool);
        code.Label("step");
        ReadAll(code, map.Input, (uint)map.InputBytes, "done");
        code.Label(Update);
        step(code);
        code.Label(Updated);
        WriteAll(code, MemoryMap.Origin, (uint)map.OutputBytes);
        code.Jump("step", "jal", 0);
        End(code, "done");
        return code;
    }

    /// <summary>Fills memory from standard input, or goes to a label at its end.</summary>
    public static void ReadAll(MachineCode code, uint address, uint bytes, string atEnd)
    {
        Load(code, A1, address);
        Load(code, A2, bytes);
        code.Label("reading");
        code.Add("addi", A0, 0, 0).Add("addi", A7, 0, Read).Add("ecall");
        code.Jump("input", "blt", 0, A0);
        code.Jump(atEnd, "jal", 0);
        code.Label("input");
        code.Add("add", A1, A1, A0).Add("sub", A2, A2, A0).Jump("reading", "bne", A2, 0);
    }

    /// <summary>Writes memory to standard output.</summary>
    public static void WriteAll(MachineCode code, uint address, uint bytes)
    {
        code.Add("addi", A0, 0, 1);
        Load(code, A1, address);
        Load(code, A2, bytes);
        code.Add("addi", A7, 0, Write).Add("ecall");
    }

    /// <summary>Ends the process without an error.</summary>
    public static void End(MachineCode code, string label) =>
        code.Label(label).Add("addi", A0, 0, 0).Add("addi", A7, 0, Exit).Add("ecall");

    /// <summary>Sets a register to a number.</summary>
    public static void Load(MachineCode code, int register, uint value)
    {
        int lower = (int)(value << 20) >> 20;
        uint upper = unchecked(value - (uint)lower) >> 12;
        if (upper != 0) code.Add("lui", register, (int)upper);
        if (upper == 0 || lower != 0) code.Add("addi", register, upper == 0 ? 0 : register, lower);
    }

    /// <summary>Appends a body whose registers have numbers.</summary>
    public static void Append(MachineCode code, IEnumerable<VirtualCode.Line> lines)
    {
        foreach (VirtualCode.Line line in lines)
        {
            if (line.Label is not null) code.Label(line.Label);
            if (line.Remark is not null) code.Remark(line.Remark);
            if (line.Instruction is not null) code.Add(line.Instruction);
        }
    }

    /// <summary>Ends a loop's body: back to its first instruction while two registers differ, by a jump where a branch may not reach.</summary>
    /// <param name="body">The body, complete but for this.</param>
    /// <param name="a">A register.</param>
    /// <param name="b">Another.</param>
    /// <param name="first">The label of the body.</param>
    /// <param name="behind">The label behind the loop.</param>
    public static void Repeat(VirtualCode body, int a, int b, string first, string behind)
    {
        if (body.Lines.Count <= FarthestBranch)
        {
            body.Branch("bne", a, b, first);
            return;
        }

        body.Branch("beq", a, b, behind);
        body.Add(new Instruction(body.Set["jal"], 0, 0) { Label = first });
    }
}
