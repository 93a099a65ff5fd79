using System;
using System.Numerics;
using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.LinearAlgebra;

/// <summary>Sums of spikes that are looked up, against loops over their definition; the numbers are small integers, whose sums are exact in any order.</summary>
public unsafe class SpikeTableTests
{
    [Theory]
    [InlineData(64, 512, 1), InlineData(1000, 333, 1), InlineData(3001, 100, 3), InlineData(5, 3, 2), InlineData(129, 17, 2)]
    public void Both_products_are_what_the_definition_says(int rows, int columns, int threads)
    {
        Check<float>(rows, columns, threads);
        Check<double>(rows, columns, threads);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var random = new RandomStream(3);
        using Scene<float> one = new(3001, 300, () => (float)random.NextNormal());
        float[] expected = [.. one.Multiply(1), .. one.MultiplyTransposed(1)];
        Assert.Equal(expected, (float[])[.. one.Multiply(2), .. one.MultiplyTransposed(2)]);
        Assert.Equal(expected, (float[])[.. one.Multiply(7), .. one.MultiplyTransposed(7)]);
    }

    [Theory]
    [InlineData(64, 512, 16, true), InlineData(63, 512, 16, false), InlineData(64, 512, 32, false), InlineData(10_000, 1024, 16, true), InlineData(10_000, 1025, 16, false)]
    public void It_suits_narrow_products_of_many_rows_whose_table_stays_in_the_cache(int rows, int columns, int stride, bool suits) =>
        Assert.Equal(suits, SpikeTable<float>.Suits(rows, columns, stride));

    private static void Check<T>(int rows, int columns, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new RandomStream(5);
        using Scene<T> scene = new(rows, columns, () => T.CreateChecked(random.NextInt32(201) - 100));
        T[] product = new T[rows * 16], transposed = new T[columns * 16];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < 16; i++) product[(row * 16) + i] = scene.Initial[i];
            for (int column = 0; column < columns; column++)
            {
                if (scene.Spikes.Row(0, row)[column] == T.Zero) continue;
                for (int i = 0; i < 16; i++)
                {
                    product[(row * 16) + i] += scene.Weights[(column * 16) + i];
                    transposed[(column * 16) + i] += scene.Gradients[(row * 16) + i];
                }
            }
        }

        Assert.Equal(product, scene.Multiply(threads));
        Assert.Equal(transposed, scene.MultiplyTransposed(threads));
    }

    private sealed class Scene<T> : IDisposable
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly SpikeTable<T> _table = new();
        private readonly int _rows, _columns;

        public Scene(int rows, int columns, Func<T> next)
        {
            (_rows, _columns) = (rows, columns);
            Spikes = new Signal<T>(columns);
            Spikes.PrepareSpikes(1, rows);
            Spikes.SpikeMasks.Clear();
            var random = new RandomStream(11);
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                    if (random.NextInt32(3) == 0) Spikes.SetSpike(0, row, column);
            (Weights, Gradients, Initial) = (Draw(columns), Draw(rows), Draw(1));

            T[] Draw(int count)
            {
                T[] values = new T[count * 16];
                for (int i = 0; i < values.Length; i++) values[i] = next();
                return values;
            }
        }

        public Signal<T> Spikes { get; }

        public T[] Weights { get; }

        public T[] Gradients { get; }

        public T[] Initial { get; }

        public T[] Multiply(int threads)
        {
            T[] product = new T[_rows * 16];
            fixed (T* weights = Weights, initial = Initial, target = product)
                _table.Multiply(Spikes.MaskPointer, _rows, Spikes.MaskStride, weights, _columns, initial, target, threads);
            return product;
        }

        public T[] MultiplyTransposed(int threads)
        {
            T[] product = new T[_columns * 16];
            Array.Fill(product, T.One);
            fixed (T* gradients = Gradients, target = product)
                _table.MultiplyTransposed(Spikes.MaskPointer, _rows, Spikes.MaskStride, _columns, gradients, target, threads);
            return product;
        }

        public void Dispose() => Spikes.Dispose();
    }
}
