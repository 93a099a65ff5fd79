using System;
using System.Collections.Generic;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>Random bits. A stream's state is kept in registers from its first draw to its last, and drawn from where it stands.</summary>
internal sealed partial class Zve32xLowering
{
    // Words of 32 bits: the register of the state. Half words: the registers of its halves.
    private readonly Dictionary<int, (int First, int Second)> _streams = [];

    protected override int Combine(string name, int a, int b) => New($"v{name}.vv", a, b);

    protected override int Shifted(string name, int word, int count) => New($"v{name}.vi", word, count);

    protected override int Lowest(int word, int bits) =>
        bits >= _width ? word : bits <= 4 ? New("vand.vi", word, (1 << bits) - 1) : New("vand.vx", word, Constant((1L << bits) - 1));

    // As many of a draw's lowest bits as a shift drops; the stream moves on even where that is none.
    private int Noise(FixedOperation operation, int shift)
    {
        int bits = Math.Min(shift, FixedRandom.Bits), draw = Draw(operation, bits);
        return bits == 0 ? draw : Lowest(draw, bits);
    }

    // The lowest bits of the next draw; those above are anything.
    private int Draw(FixedOperation operation, int bits)
    {
        int pointer = _pointers[Map[MemoryRole.Stream, operation.Stream]], draw;
        if (!_streams.TryGetValue(operation.Stream, out (int First, int Second) state)) state = LoadStream(pointer);
        if (_width == 16) draw = DrawHalf(state.First, state.Second, bits);
        else (draw, state.First) = NextDraw(state.First, bits);
        _streams[operation.Stream] = state;
        if (IsLastDraw(operation)) Code.Add(_width == 16 ? "vsseg2e16.v" : "vse32.v", state.First, pointer);
        return draw;
    }

    private (int First, int Second) LoadStream(int pointer)
    {
        if (_width == 32) return (New("vle32.v", pointer), 0);
        int pair = Code.New(new VirtualRegister(OperandKind.Vector, 2 * _group) { Alignment = _group, Pinned = true });
        Code.Add("vlseg2e16.v", pair, pointer);
        return (pair, Code.New(new VirtualRegister(OperandKind.Vector, _group) { Within = pair, Offset = _group }));
    }

    // FixedRandom.Next on half words. A rotation is a shift and a product to which it is added: the product's lower half is the other shift.
    private int DrawHalf(int s0, int s1, int bits)
    {
        int draw = 0;
        if (bits > 0)
        {
            int sum = New("vadd.vv", s0, s1);
            draw = New("vsrl.vi", sum, 7);
            if (bits > 9) Code.Add("vmacc.vx", draw, Constant(1 << 9), sum);
            draw = New("vadd.vv", draw, s0);
        }

        Code.Add("vxor.vv", s1, s1, s0);
        Rotate(s0, 13);
        Code.Add("vxor.vv", s0, s0, s1);
        Code.Add("vxor.vv", s0, s0, New("vsll.vi", s1, 5));
        Rotate(s1, 10);
        return draw;

        void Rotate(int half, int count)
        {
            int lower = New("vsrl.vi", half, 16 - count);
            Code.Add("vmadd.vx", half, Constant(1 << count), lower);
        }
    }
}
