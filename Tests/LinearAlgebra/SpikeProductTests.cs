using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.LinearAlgebra;

public unsafe class SpikeProductTests
{
    [Theory]
    [InlineData(5, 3, 10), InlineData(40, 100, 16), InlineData(33, 70, 150), InlineData(9, 64, 300)]
    public void Rows_are_summed_bit_for_bit_like_a_naive_loop(int rows, int inputs, int outputs)
    {
        using var spikes = RandomSpikes<float>(rows, inputs);
        var dense = new RandomMatrix<float>(inputs, RowLayout.Stride(outputs), 5);
        var bias = new RandomMatrix<float>(1, dense.Stride, 6);
        var product = new RandomMatrix<float>(rows, dense.Stride, 7);
        var index = new SpikeIndex();
        index.ListByRow(spikes.MaskPointer, rows, spikes.MaskStride, (int)spikes.SpikeCount);
        new SpikeProduct<float>().Multiply(index, dense.View.Data, inputs, bias.View.Data, product.View.Data, dense.Stride, threads: 2);

        for (int i = 0; i < rows; i++)
            for (int j = 0; j < dense.Stride; j++)
            {
                float sum = bias[0, j];
                for (int p = 0; p < inputs; p++)
                    if (spikes.Row(0, i)[p] != 0) sum += dense[p, j];
                Assert.Equal(sum, product[i, j]);
            }
    }

    [Theory]
    [InlineData(1, 1), InlineData(40, 100), InlineData(200, 17)]
    public void The_transposed_index_gives_the_transposed_product(int rows, int inputs)
    {
        using var spikes = RandomSpikes<double>(rows, inputs);
        var dense = new RandomMatrix<double>(rows, 32, 5);
        var product = new RandomMatrix<double>(inputs, 32, 7);
        var (byRow, byColumn) = (new SpikeIndex(), new SpikeIndex());
        byRow.ListByRow(spikes.MaskPointer, rows, spikes.MaskStride, (int)spikes.SpikeCount);
        byColumn.ListByColumn(byRow, inputs);
        new SpikeProduct<double>().Multiply(byColumn, dense.View.Data, rows, null, product.View.Data, dense.Stride, threads: 1);

        for (int p = 0; p < inputs; p++)
            for (int j = 0; j < 32; j++)
            {
                double sum = 0;
                for (int i = 0; i < rows; i++)
                    if (spikes.Row(0, i)[p] != 0) sum += dense[i, j];
                Assert.Equal(sum, product[p, j]);
            }
    }

    [Theory]
    [InlineData(1, 1, 1), InlineData(40, 100, 2), InlineData(1000, 333, 1), InlineData(1000, 333, 7)]
    public void Scattering_gives_the_bits_of_the_transposed_product_for_any_number_of_threads(int rows, int inputs, int threads)
    {
        using var spikes = RandomSpikes<float>(rows, inputs);
        var dense = new RandomMatrix<float>(rows, 32, 5);
        var (listed, scattered) = (new RandomMatrix<float>(inputs, 32, 7), new RandomMatrix<float>(inputs, 32, 8));
        var (byRow, byColumn) = (new SpikeIndex(), new SpikeIndex());
        byRow.ListByRow(spikes.MaskPointer, rows, spikes.MaskStride, (int)spikes.SpikeCount);
        byColumn.ListByColumn(byRow, inputs);
        new SpikeProduct<float>().Multiply(byColumn, dense.View.Data, rows, null, listed.View.Data, 32, threads: 1);
        new SpikeScatter<float>().Multiply(spikes.MaskPointer, rows, spikes.MaskStride, inputs, dense.View.Data, scattered.View.Data, 32, threads);
        Assert.Equal(listed.Memory, scattered.Memory);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        using var spikes = RandomSpikes<float>(500, 300);
        var dense = new RandomMatrix<float>(300, 160, 5);
        var index = new SpikeIndex();
        index.ListByRow(spikes.MaskPointer, 500, spikes.MaskStride, (int)spikes.SpikeCount);
        float[] Multiply(int threads)
        {
            var product = new RandomMatrix<float>(500, 160, 7);
            new SpikeProduct<float>().Multiply(index, dense.View.Data, 300, null, product.View.Data, 160, threads);
            return product.Memory;
        }

        float[] one = Multiply(1);
        Assert.Equal(one, Multiply(2));
        Assert.Equal(one, Multiply(7));
    }

    private static Signal<T> RandomSpikes<T>(int rows, int features)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var signal = new Signal<T>(features);
        signal.PrepareSpikes(1, rows);
        var random = new RandomStream(11);
        for (int row = 0; row < rows; row++)
            for (int feature = 0; feature < features; feature++)
            {
                ref ushort mask = ref signal.SpikeMasks[row * signal.MaskStride + feature / 16];
                if (feature % 16 == 0) mask = 0;
                if (random.NextInt32(4) == 0) mask |= (ushort)(1 << feature % 16);
            }

        return signal;
    }
}
