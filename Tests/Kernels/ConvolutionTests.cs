using System;
using System.Numerics;
using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Memory;
using Xunit;

namespace NeuronDsl.Tests.Kernels;

/// <summary>The convolution and its gradients against loops over their definition.</summary>
public unsafe class ConvolutionTests
{
    public static TheoryData<int, int, int, int, int, int, int> Shapes => new()
    {
        // In channels, height, width, out channels, kernel, stride, padding.
        { 1, 28, 28, 32, 3, 1, 1 },
        { 3, 14, 14, 40, 3, 1, 1 },
        { 2, 7, 7, 5, 3, 1, 1 },
        { 5, 9, 6, 33, 3, 1, 0 },
        { 2, 6, 9, 70, 3, 1, 2 },
        { 2, 11, 8, 7, 5, 2, 2 },
        { 3, 10, 10, 16, 3, 2, 1 },
        { 2, 9, 12, 4, 2, 3, 0 },
        { 4, 6, 5, 3, 1, 1, 0 },
        { 2, 5, 5, 3, 1, 2, 2 },
        { 1, 34, 34, 6, 5, 1, 0 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Everything_is_what_the_definition_says(int inChannels, int height, int width, int outChannels, int kernel, int stride, int padding)
    {
        var shape = new ConvolutionShape(inChannels, height, width, outChannels, kernel, stride, padding);
        Check<float>(shape, 2e-6, binary: false);
        Check<double>(shape, 1e-14, binary: false);
        Check<float>(shape, 2e-6, binary: true);
        Check<double>(shape, 1e-14, binary: true);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Sums_over_spikes_are_what_the_definition_says(int inChannels, int height, int width, int outChannels, int kernel, int stride, int padding)
    {
        var shape = new ConvolutionShape(inChannels, height, width, outChannels, kernel, stride, padding);
        Assert.Equal(kernel == 3 && stride == 1, SpikeConvolution<float>.Takes(shape));
        if (!SpikeConvolution<float>.Takes(shape)) return;
        Check<float>(shape, 2e-6, binary: true, bySpikes: true);
        Check<double>(shape, 1e-14, binary: true, bySpikes: true);
    }

    [Fact]
    public void Sums_over_spikes_are_the_dense_convolutions_to_the_bit()
    {
        var shape = new ConvolutionShape(3, 12, 14, 40, 3, padding: 1);
        using Scene<float> dense = new(shape, images: 37, binary: true, bySpikes: false), spikes = new(shape, images: 37, binary: true, bySpikes: true);
        dense.Run(threads: 1);
        spikes.Run(threads: 1);
        Assert.Equal(dense.Output.Span, spikes.Output.Span);
        Assert.Equal(dense.WeightGradient.Span, spikes.WeightGradient.Span);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_number_of_threads_gives_the_same_bits(bool bySpikes)
    {
        var shape = new ConvolutionShape(3, 12, 12, 20, 3, padding: 1);
        using Scene<float> one = new(shape, images: 37, binary: true, bySpikes), three = new(shape, images: 37, binary: true, bySpikes);
        one.Run(threads: 1);
        three.Run(threads: 3);
        Assert.Equal(one.Output.Span, three.Output.Span);
        Assert.Equal(one.InputGradient.Span, three.InputGradient.Span);
        Assert.Equal(one.WeightGradient.Span, three.WeightGradient.Span);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_is_reused_from_batch_to_batch(bool bySpikes)
    {
        using var scene = new Scene<float>(new ConvolutionShape(3, 12, 12, 20, 3, padding: 1), images: 9, binary: true, bySpikes);
        scene.Run(threads: 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        scene.Run(threads: 1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(0, 3, 1, 0), InlineData(4, 0, 1, 0), InlineData(4, 3, 0, 0), InlineData(4, 3, 1, -1), InlineData(4, 9, 1, 1)]
    public void Sizes_that_make_no_sense_are_refused(int channels, int kernel, int stride, int padding) =>
        Assert.ThrowsAny<ArgumentException>(() => new ConvolutionShape(channels, 6, 6, 2, kernel, stride, padding));

    private static void Check<T>(ConvolutionShape shape, double bound, bool binary, bool bySpikes = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var scene = new Scene<T>(shape, images: 5, binary, bySpikes);
        scene.Run(threads: 2);

        double[] output = new double[scene.Output.Length], inputGradient = new double[scene.Input.Length], weightGradient = new double[scene.Weight.Length];
        for (int image = 0; image < scene.Images; image++)
            for (int o = 0; o < shape.OutChannels; o++)
                for (int y = 0; y < shape.OutHeight; y++)
                    for (int x = 0; x < shape.OutWidth; x++)
                    {
                        int to = image * scene.OutStride + (o * shape.OutHeight + y) * shape.OutWidth + x;
                        output[to] = double.CreateChecked(scene.Bias.Span[o]);
                        double gradient = double.CreateChecked(scene.OutputGradient.Span[to]);
                        for (int d = 0; d < shape.Depth; d++)
                        {
                            int row = y * shape.Stride + d / shape.Kernel % shape.Kernel - shape.Padding, column = x * shape.Stride + d % shape.Kernel - shape.Padding;
                            if (row < 0 || row >= shape.InHeight || column < 0 || column >= shape.InWidth) continue;
                            int from = image * scene.InStride + (d / (shape.Kernel * shape.Kernel) * shape.InHeight + row) * shape.InWidth + column;
                            int weight = d * scene.WeightStride + o;
                            output[to] += double.CreateChecked(scene.Input.Span[from]) * double.CreateChecked(scene.Weight.Span[weight]);
                            inputGradient[from] += gradient * double.CreateChecked(scene.Weight.Span[weight]);
                            weightGradient[weight] += gradient * double.CreateChecked(scene.Input.Span[from]);
                        }
                    }

        AssertClose(output, scene.Output.Span, bound);
        AssertClose(inputGradient, scene.InputGradient.Span, bound);
        AssertClose(weightGradient, scene.WeightGradient.Span, bound);
    }

    private static void AssertClose<T>(double[] expected, ReadOnlySpan<T> actual, double bound)
        where T : unmanaged, INumberBase<T>
    {
        double difference = 0, norm = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            difference += Math.Pow(double.CreateChecked(actual[i]) - expected[i], 2);
            norm += expected[i] * expected[i];
        }

        Assert.InRange(Math.Sqrt(difference / norm), 0, bound);
    }

    /// <summary>Random images and weights in rows with padding, which must stay zero.</summary>
    private sealed class Scene<T> : IDisposable
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Convolution<T> _convolution;
        private readonly AlignedBuffer<ushort>? _masks;
        private readonly SpikeConvolution<T>? _spikeConvolution;
        private readonly SpikeIndex _spikes = new();

        public Scene(ConvolutionShape shape, int images, bool binary, bool bySpikes)
        {
            (Images, _convolution) = (images, new Convolution<T>(shape));
            (InStride, OutStride, WeightStride) = (Stride(shape.InSize), Stride(shape.OutSize), Stride(shape.OutChannels));
            var random = new RandomStream(5);
            Input = Fill(images, shape.InSize, () => binary ? (random.NextInt32(4) == 0 ? 1 : 0) : random.NextDouble() - 0.5);
            OutputGradient = Fill(images, shape.OutSize, () => random.NextDouble() - 0.5);
            Weight = Fill(shape.Depth, shape.OutChannels, () => random.NextDouble() - 0.5);
            Bias = Fill(1, shape.OutChannels, () => random.NextDouble() - 0.5);
            Output = new(images * OutStride);
            InputGradient = new(images * InStride);
            WeightGradient = new(shape.Depth * WeightStride);
            if (!binary) return;
            if (bySpikes) _spikeConvolution = new SpikeConvolution<T>(shape);
            _masks = new(images * InStride / 16);
            for (int i = 0; i < Input.Length; i++)
                if (Input.Span[i] != T.Zero) _masks.Span[i / 16] |= (ushort)(1 << (i % 16));
        }

        public int Images { get; }

        public int InStride { get; }

        public int OutStride { get; }

        public int WeightStride { get; }

        public AlignedBuffer<T> Input { get; }

        public AlignedBuffer<T> Weight { get; }

        public AlignedBuffer<T> Bias { get; }

        public AlignedBuffer<T> OutputGradient { get; }

        public AlignedBuffer<T> Output { get; }

        public AlignedBuffer<T> InputGradient { get; }

        public AlignedBuffer<T> WeightGradient { get; }

        public void Run(int threads)
        {
            ImageBatch<T> input = _masks is null ? new(Input.Pointer, InStride, Images) : new(_masks.Pointer, InStride / 16, Images);
            if (_spikeConvolution is null)
            {
                _convolution.Forward(input, Weight.Pointer, WeightStride, Bias.Pointer, Output.Pointer, OutStride, threads);
                _convolution.WeightGradient(input, OutputGradient.Pointer, OutStride, WeightGradient.Pointer, WeightStride, threads);
            }
            else
            {
                _spikes.ListByRow(_masks!.Pointer, Images, InStride / 16, Input.Length);
                _spikeConvolution.Forward(_spikes, Weight.Pointer, WeightStride, Bias.Pointer, Output.Pointer, OutStride, threads);
                _spikeConvolution.WeightGradient(_spikes, OutputGradient.Pointer, OutStride, WeightGradient.Pointer, WeightStride, threads);
            }

            _convolution.InputGradient(new(OutputGradient.Pointer, OutStride, Images), Weight.Pointer, WeightStride, InputGradient.Pointer, InStride, threads);
        }

        public void Dispose()
        {
            _convolution.Dispose();
            _spikeConvolution?.Dispose();
            _masks?.Dispose();
            foreach (var buffer in new[] { Input, Weight, Bias, OutputGradient, Output, InputGradient, WeightGradient }) buffer.Dispose();
        }

        private static int Stride(int length) => (length + 15) / 16 * 16;

        private static AlignedBuffer<T> Fill(int rows, int columns, Func<double> next)
        {
            var buffer = new AlignedBuffer<T>(rows * Stride(columns));
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++) buffer.Span[row * Stride(columns) + column] = T.CreateChecked(next());
            return buffer;
        }
    }
}
