using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>A neuron's step as a program for a machine: code, memory, and what it starts with.</summary>
public sealed class TargetProgram
{
    private readonly byte[] _work;
    private readonly uint _workAddress;

    internal TargetProgram(string target, MemoryMap map, MachineCode code, uint workAddress, byte[] work)
    {
        Target = target;
        Map = map;
        Code = code;
        _workAddress = workAddress;
        _work = work;
    }

    /// <summary>The machine: rv32im, zve32x.</summary>
    public string Target { get; }

    /// <summary>What runs.</summary>
    public FixedProgram Program => Map.Program;

    /// <summary>Where everything is.</summary>
    public MemoryMap Map { get; }

    /// <summary>The instructions.</summary>
    public MachineCode Code { get; }

    /// <summary>The address of the first instruction of the loop over neurons, and that behind its last.</summary>
    public (uint From, uint To) Update =>
        (ElfImage.CodeAddress + 4 * (uint)Code.Labels[HostedLoop.Update], ElfImage.CodeAddress + 4 * (uint)Code.Labels[HostedLoop.Updated]);

    /// <summary>The program as a file for Linux on RISC-V.</summary>
    /// <param name="start">The states and random streams to begin with; null for the initial ones.</param>
    public ElfImage Image(FixedEvaluator? start = null)
    {
        byte[] begin = Map.Fill(start ?? new FixedEvaluator(Program, Map.Neurons));
        byte[] data = new byte[_workAddress - MemoryMap.Origin + _work.Length];
        begin.CopyTo(data, 0);
        _work.CopyTo(data, _workAddress - MemoryMap.Origin);
        return new ElfImage(Code, HostedLoop.Start) { Data = data, DataAddress = MemoryMap.Origin };
    }
}
