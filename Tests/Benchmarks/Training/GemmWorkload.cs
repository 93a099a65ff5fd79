using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Memory;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>A dense product, by the managed kernel or by OpenBLAS.</summary>
internal sealed unsafe class GemmWorkload : Workload
{
    private readonly AlignedBuffer<float> _a, _b, _c;
    private readonly int _rows, _depth, _columns, _repetitions;
    private readonly bool _transposed, _native;

    public GemmWorkload(int rows, int depth, int columns, bool transposed, bool native)
        : base($"{(transposed ? "A'B" : "AB")} {rows}x{depth}x{columns}", "GFLOP/s")
    {
        (_rows, _depth, _columns, _transposed, _native) = (rows, depth, columns, transposed, native);
        _repetitions = (int)System.Math.Clamp(4e8 / (2.0 * rows * depth * columns), 1, 500);
        (_a, _b, _c) = (Random(rows * depth, 1), Random(depth * columns, 2), new AlignedBuffer<float>(rows * columns));
    }

    public override double Amount => 2e-9 * _rows * _depth * _columns * _repetitions;

    public override void Run()
    {
        MatrixView<float> a = _transposed ? new MatrixView<float>(_a.Pointer, _depth, _rows, _rows).Transposed : new(_a.Pointer, _rows, _depth, _depth);
        MatrixView<float> b = new(_b.Pointer, _depth, _columns, _columns), c = new(_c.Pointer, _rows, _columns, _columns);
        for (int i = 0; i < _repetitions; i++)
        {
            if (_native) OpenBlas.Multiply(a, b, c);
            else Gemm.Multiply(a, b, c);
        }
    }

    public override void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _c.Dispose();
    }

    private static AlignedBuffer<float> Random(int length, ulong seed)
    {
        AlignedBuffer<float> buffer = new(length);
        RandomStream random = new(seed);
        foreach (ref float value in buffer.Span) value = (float)random.NextDouble() - 0.5f;
        return buffer;
    }
}
