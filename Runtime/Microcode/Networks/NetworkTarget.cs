using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;
using NeuronDsl.Microcode.Targets;

namespace NeuronDsl.Microcode.Networks;

/// <summary>
/// A network as a program for RV32 with vectors: synapses a matrix of 16-bit words, a row for each input; a spike adds its row to sums of 32 bits, which
/// are narrowed to the neurons' inputs. Neurons of all layers run on the same core. A sample's values are read from standard input; how often the
/// last layer's neurons fired, and the potentials of all layers, are written to standard output.
/// </summary>
public sealed class NetworkTarget
{
    private const uint Origin = MemoryMap.Origin;
    private const int Half = 0xC8, RowAlignment = 64;

    // The loops' registers; steps of neurons in between use all registers.
    private const int At = 5, Left = 6, Length = 7, Weights = 8, Bits = 9, Words = 18, Word = 19, Row = 20, Bit = 21, RowBytes = 22, WordBytes = 23, T = 24, U = 25;

    private readonly LifNetwork _network;
    private readonly Zve32xStep[] _steps;
    private readonly uint[] _weights, _bias;
    private readonly uint _sample, _counts, _counter;
    private readonly byte[] _data;

    /// <summary>Compiles.</summary>
    /// <exception cref="NotSupportedException">A hidden layer's spikes are no whole bytes.</exception>
    public NetworkTarget(LifNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Layers.SkipLast(1).Any(l => l.Outputs % 8 != 0)) throw new NotSupportedException("Spikes are stored in bytes: hidden layers have a multiple of 8 neurons.");
        _network = network;
        uint at = Origin;
        _sample = Take(2 * network.Layers[0].Inputs);
        _counts = Take(2 * Padded(network.Layers[^1].Outputs));
        _counter = Take(4);
        _steps = new Zve32xStep[network.Layers.Count];
        _weights = new uint[_steps.Length];
        _bias = new uint[_steps.Length];
        for (int l = 0; l < _steps.Length; l++)
        {
            LifLayer layer = network.Layers[l];
            _steps[l] = new Zve32xStep(MemoryMap.Rows(layer.Program, layer.Outputs, spikeBits: 1, at), group: 1, $"neurons{l}");
            at = (_steps[l].End + 63) / 64 * 64;
            _bias[l] = Take(2 * Padded(layer.Outputs));
            _weights[l] = Take(2 * Padded(layer.Outputs) * layer.Inputs);
        }

        _data = new byte[at - Origin];
        for (int l = 0; l < _steps.Length; l++) Fill(l);
        Code = Emit();

        uint Take(int bytes)
        {
            uint place = at;
            at += (uint)(bytes + 63) / 64 * 64;
            return place;
        }
    }

    /// <summary>The instructions.</summary>
    public MachineCode Code { get; }

    /// <summary>The program as a file for Linux on RISC-V.</summary>
    public ElfImage Image => new(Code, HostedLoop.Start) { Data = _data, DataAddress = Origin };

    /// <summary>Bytes of a sample, 16 bits a value.</summary>
    public int InputBytes => 2 * _network.Layers[0].Inputs;

    /// <summary>Bytes of a result.</summary>
    public int OutputBytes => 2 * _network.Layers[^1].Outputs + _steps.Sum(s => 2 * s.Map.Neurons);

    /// <summary>A result that the program wrote.</summary>
    public (int[] Spikes, int[][] Potentials) Read(ReadOnlySpan<byte> output)
    {
        int at = 0;
        int[] spikes = Halves(output, _network.Layers[^1].Outputs);
        List<int[]> potentials = [];
        foreach (Zve32xStep step in _steps) potentials.Add(Halves(output, step.Map.Neurons));
        return (spikes, [.. potentials]);

        int[] Halves(ReadOnlySpan<byte> bytes, int count)
        {
            int[] values = new int[count];
            for (int i = 0; i < count; i++, at += 2) values[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[at..]);
            return values;
        }
    }

    private static int Padded(int outputs) => (outputs + RowAlignment - 1) / RowAlignment * RowAlignment;

    private void Fill(int l)
    {
        LifLayer layer = _network.Layers[l];
        _steps[l].Bytes().CopyTo(_data.AsSpan((int)(_steps[l].Work.Address - Origin)));
        Put(_bias[l], layer.Bias);
        for (int i = 0; i < layer.Inputs; i++) Put(_weights[l] + (uint)(2 * Padded(layer.Outputs) * i), layer.Weights[i]);

        void Put(uint address, IReadOnlyList<short> row)
        {
            for (int o = 0; o < row.Count; o++) BinaryPrimitives.WriteInt16LittleEndian(_data.AsSpan((int)(address - Origin) + 2 * o), row[o]);
        }
    }

    private MachineCode Emit()
    {
        MachineCode code = new(InstructionSet.Zve32x);
        code.Label(HostedLoop.Start);
        HostedLoop.ReadAll(code, _sample, (uint)InputBytes, "done");
        code.Remark("Potentials start at the reset, counts at nothing.");
        for (int l = 0; l < _steps.Length; l++) Set(code, $"reset{l}", _steps[l].Map[MemoryRole.State].Address, _network.Layers[l].Outputs, (int)_network.Layers[l].Program.States[0].Initial);
        Set(code, "uncount", _counts, _network.Layers[^1].Outputs, 0);
        code.Remark("The sample's values are held: the first layer's input is the same in all steps.");
        Synapses(code, 0);
        Store(code, _network.Steps);
        code.Label("step");
        for (int l = 0; l < _steps.Length; l++)
        {
            if (l > 0)
            {
                code.Remark($"Spikes of layer {l - 1} go to layer {l}.");
                Synapses(code, l);
            }

            HostedLoop.Load(code, RiscvLowering.PoolBase, _steps[l].Work.Base);
            _steps[l].Append(code);
        }

        Count(code);
        HostedLoop.Load(code, T, _counter);
        code.Add("lw", U, 0, T).Add("addi", U, U, -1).Add("sw", U, 0, T).Add("beq", U, 0, 8).Jump("step", "jal", 0);
        HostedLoop.WriteAll(code, _counts, (uint)(2 * _network.Layers[^1].Outputs));
        foreach (Zve32xStep step in _steps) HostedLoop.WriteAll(code, step.Map[MemoryRole.State].Address, (uint)(2 * step.Map.Neurons));
        code.Jump(HostedLoop.Start, "jal", 0);
        HostedLoop.End(code, "done");
        return code;
    }

    private void Store(MachineCode code, int steps)
    {
        HostedLoop.Load(code, T, _counter);
        HostedLoop.Load(code, U, (uint)steps);
        code.Add("sw", U, 0, T);
    }

    private static void Set(MachineCode code, string label, uint address, int count, int value)
    {
        HostedLoop.Load(code, At, address);
        HostedLoop.Load(code, Left, (uint)count);
        HostedLoop.Load(code, U, unchecked((uint)value));
        code.Label(label).Add("vsetvli", Length, Left, Half).Add("vmv.v.x", 2, U).Add("vse16.v", 2, At);
        code.Add("slli", T, Length, 1).Add("add", At, At, T).Add("sub", Left, Left, Length).Jump(label, "bne", Left, 0);
    }

    // Sums for a strip of outputs at a time: v4 and v5 hold them in 32 bits.
    private void Synapses(MachineCode code, int l)
    {
        LifLayer layer = _network.Layers[l];
        string name = $"sum{l}";
        code.Add("csrrwi", 0, 0x00A, Zve32xLowering.RoundingMode(FixedRounding.Nearest)).Add("addi", At, 0, 0);
        HostedLoop.Load(code, Left, (uint)layer.Outputs);
        HostedLoop.Load(code, RowBytes, (uint)(2 * Padded(layer.Outputs)));
        code.Add("slli", WordBytes, RowBytes, 5);
        code.Label(name).Add("vsetvli", Length, Left, Half);
        HostedLoop.Load(code, T, _bias[l]);
        code.Add("add", T, T, At).Add("vle16.v", 2, T);
        HostedLoop.Load(code, T, 1u << layer.InputFraction);
        code.Add("vwmul.vx", 4, 2, T);
        HostedLoop.Load(code, Weights, _weights[l]);
        code.Add("add", Weights, Weights, At);
        if (l == 0) Values(code, layer);
        else Spikes(code, l, layer);
        code.Add("vnclip.wi", 2, 4, layer.Shift);
        HostedLoop.Load(code, T, _steps[l].Map[MemoryRole.Input].Address);
        code.Add("add", T, T, At).Add("vse16.v", 2, T);
        code.Add("slli", T, Length, 1).Add("add", At, At, T).Add("sub", Left, Left, Length).Jump(name, "bne", Left, 0);
    }

    private void Values(MachineCode code, LifLayer layer)
    {
        HostedLoop.Load(code, Bits, _sample);
        HostedLoop.Load(code, Words, (uint)layer.Inputs);
        code.Label("value").Add("lh", Word, 0, Bits).Jump("nothing", "beq", Word, 0).Add("vle16.v", 2, Weights).Add("vwmacc.vx", 4, Word, 2);
        code.Label("nothing").Add("addi", Bits, Bits, 2).Add("add", Weights, Weights, RowBytes).Add("addi", Words, Words, -1).Jump("value", "bne", Words, 0);
    }

    // A word of 32 spikes at a time, bit by bit while any is left.
    private void Spikes(MachineCode code, int l, LifLayer layer)
    {
        HostedLoop.Load(code, Bits, _steps[l - 1].Map[MemoryRole.Spike].Address);
        HostedLoop.Load(code, Words, (uint)((layer.Inputs + 31) / 32));
        code.Label($"word{l}").Add("lw", Word, 0, Bits).Add("addi", Row, Weights, 0).Jump($"none{l}", "beq", Word, 0);
        code.Label($"bit{l}").Add("andi", Bit, Word, 1).Jump($"silent{l}", "beq", Bit, 0).Add("vle16.v", 2, Row).Add("vwadd.wv", 4, 4, 2);
        code.Label($"silent{l}").Add("srli", Word, Word, 1).Add("add", Row, Row, RowBytes).Jump($"bit{l}", "bne", Word, 0);
        code.Label($"none{l}").Add("addi", Bits, Bits, 4).Add("add", Weights, Weights, WordBytes).Add("addi", Words, Words, -1).Jump($"word{l}", "bne", Words, 0);
    }

    private void Count(MachineCode code)
    {
        HostedLoop.Load(code, At, _counts);
        HostedLoop.Load(code, Bits, _steps[^1].Map[MemoryRole.Spike].Address);
        HostedLoop.Load(code, Left, (uint)_network.Layers[^1].Outputs);
        code.Label("count").Add("vsetvli", Length, Left, Half).Add("vlm.v", 0, Bits).Add("vmv.v.i", 2, 0).Add("vmerge.vim", 2, 2, 1).Add("vle16.v", 3, At);
        code.Add("vadd.vv", 3, 3, 2).Add("vse16.v", 3, At).Add("slli", T, Length, 1).Add("add", At, At, T).Add("srli", T, Length, 3).Add("add", Bits, Bits, T);
        code.Add("sub", Left, Left, Length).Jump("count", "bne", Left, 0);
    }
}
