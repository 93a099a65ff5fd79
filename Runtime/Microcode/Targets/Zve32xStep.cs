using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>A step of all neurons of a memory map in strips, ready to be put into a program: registers have numbers, constants and tables places.</summary>
internal sealed class Zve32xStep
{
    private static readonly int[] Scalars = [8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 1, 3, 4, 5, 6, 7, 28, 29, 30, 13, 14, 15, 16, 10, 11, 12, 17];
    private static readonly int[] Vectors = [.. Enumerable.Range(1, 31)];

    private const int NotSystemCalls = 25, WidestBytes = 128;

    private readonly Zve32xLowering _lowering;
    private readonly RegisterAllocator _registers;
    private readonly Dictionary<int, int> _strides = [];
    private readonly int _left, _type, _group;
    private readonly WorkMemory _work;
    private readonly uint _slots;
    private readonly string _strip;

    /// <summary>Compiles.</summary>
    /// <param name="map">The neurons and their rows.</param>
    /// <param name="group">How many registers count as one.</param>
    /// <param name="strip">The label of the loop.</param>
    public Zve32xStep(MemoryMap map, int group, string strip)
    {
        FixedProgram program = map.Program;
        Map = map;
        _strip = strip;
        _group = group;
        _work = new WorkMemory(program, (map.InputEnd + 63) / 64 * 64, wordBytes: program.Bits / 8);
        _lowering = new Zve32xLowering(program, map, _work, group);
        VirtualCode body = _lowering.Code;
        _left = Pinned();
        int length = Pinned();
        _type = Zve32xLowering.VectorType(program.Bits, group);
        body.Add("vsetvli", length, _left, _type);
        _lowering.Run();

        body.Comment = "the next strip";
        foreach ((MemoryPlace place, int pointer) in _lowering.Pointers)
        {
            if (!_strides.TryGetValue(place.Bits, out int stride)) _strides.Add(place.Bits, stride = Pinned());
            body.Add("add", pointer, pointer, stride);
        }

        body.Add("sub", _left, _left, length);
        HostedLoop.Repeat(body, _left, 0, strip, Behind);

        uint next = _slots = _work.End;
        _registers = new RegisterAllocator(body, Scalars, NotSystemCalls, Vectors, what =>
        {
            if (what.Kind == OperandKind.Scalar)
            {
                int slot = _work.Slot();
                return (from => [new Instruction(body.Set["sw"], from, slot, RiscvLowering.PoolBase)], to => [new Instruction(body.Set["lw"], to, slot, RiscvLowering.PoolBase)]);
            }

            int address = _work.Constant(next);
            next += (uint)(WidestBytes * what.Group);
            Instruction at = new(body.Set["lw"], Zve32xLowering.Scratch, address, RiscvLowering.PoolBase);
            // A mask is one register, whatever a group is.
            (string store, string load) = what.Group < group ? ("vs1r.v", "vl1re16.v") : ($"vse{program.Bits}.v", $"vle{program.Bits}.v");
            return (from => [at, new Instruction(body.Set[store], from, Zve32xLowering.Scratch)], to => [at, new Instruction(body.Set[load], to, Zve32xLowering.Scratch)]);
        });
        _registers.Run();
        End = next;

        int Pinned() => body.New(new VirtualRegister(OperandKind.Scalar) { Invariant = true, Pinned = true });
    }

    // The label behind the loop.
    private string Behind => $"{_strip}_done";

    /// <summary>The neurons and their rows.</summary>
    public MemoryMap Map { get; }

    /// <summary>
    /// What a strip costs for each register of neurons: every instruction is issued once, and those of vectors go through each register of their group.
    /// </summary>
    public double Cost
    {
        get
        {
            Instruction[] body = [.. _lowering.Code.Lines.Where(l => l.Instruction is not null).Select(l => l.Instruction!)];
            return body.Length / (double)_group + body.Count(i => i.Opcode.Mnemonic.Contains('.', StringComparison.Ordinal));
        }
    }

    /// <summary>Where constants, tables and space to work in begin; what their base register holds.</summary>
    public (uint Address, uint Base) Work => (_work.Address, _work.Base);

    /// <summary>The address behind them.</summary>
    public uint End { get; }

    /// <summary>Their bytes.</summary>
    public byte[] Bytes() => [.. _work.Bytes(), .. new byte[End - _slots]];

    /// <summary>Puts the step into a program: what stays the same in all strips, then the loop.</summary>
    public void Append(MachineCode code)
    {
        if (_lowering.Rounding is { } rounding) code.Add("csrrwi", 0, 0x00A, Zve32xLowering.RoundingMode(rounding));
        code.Add("vsetvli", Zve32xLowering.Scratch, 0, _type);
        foreach ((int bits, int stride) in _strides)
        {
            if (bits >= 8) code.Add("slli", _registers[stride], Zve32xLowering.Scratch, bits / 16);
            else code.Add("srli", _registers[stride], Zve32xLowering.Scratch, 3);
        }

        foreach ((MemoryPlace place, int pointer) in _lowering.Pointers) HostedLoop.Load(code, _registers[pointer], place.Address);
        HostedLoop.Load(code, _registers[_left], (uint)Map.Neurons);
        foreach ((int register, VirtualRegister what) in _registers.LoadedBefore) foreach (Instruction load in what.Again!(register)) code.Add(load);
        code.Label(_strip);
        HostedLoop.Append(code, _lowering.Code.Lines);
        code.Label(Behind);
    }
}
