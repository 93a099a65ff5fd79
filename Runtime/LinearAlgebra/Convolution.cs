using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using NeuronDsl.Memory;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// A two-dimensional convolution and its two gradients, directly: an image is laid out once with its border, and tiles of outputs stay in
/// registers over the whole depth; there is no matrix of patches. Results are the same bits for any number of threads. Each caller keeps
/// its own; the scratch memory grows to the largest use and stays.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class Convolution<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Sums over images are made of at most so many parts, whatever the number of threads.
    private const int MostParts = 16;

    private readonly ConvolutionShape _shape;
    private readonly ConvolutionPlanes<T> _input, _outputGradient;
    private readonly ParallelLoop _forward, _weightGradient;
    private AlignedBuffer<T> _bias = new(0), _turned = new(0), _inputScratch = new(0), _gradientScratch = new(0), _pixels = new(0), _sums = new(0);
    private ConvolutionPlanes<T> _planes;
    private ImageBatch<T> _images;
    private AlignedBuffer<T> _scratch;
    private T* _result, _weight;
    private int _weightStride, _resultStride, _channels, _height, _width, _part;

    public Convolution(ConvolutionShape shape)
    {
        _shape = shape;
        _input = ConvolutionPlanes<T>.OfInput(shape);
        _outputGradient = ConvolutionPlanes<T>.OfOutputGradient(shape);
        (_forward, _weightGradient) = (new ParallelLoop(ForwardPart), new ParallelLoop(WeightGradientPart));
        (_planes, _scratch) = (_input, _inputScratch);
    }

    /// <summary>The gradient of the weights takes channels by two vectors at a time.</summary>
    private static int Panel => 2 * Vector512<T>.Count;

    /// <summary>The sizes.</summary>
    public ConvolutionShape Shape => _shape;

    /// <summary>Convolves images.</summary>
    /// <param name="input">[in channels, height, width] each.</param>
    /// <param name="weight">[depth, weightStride].</param>
    /// <param name="weightStride">Elements of a weight row: the out channels, padded with zeros to a multiple of 8 at least.</param>
    /// <param name="bias">[out channels]; null for none.</param>
    /// <param name="output">[images, outputStride], each [out channels, out height, out width]; what is beyond an image stays.</param>
    /// <param name="outputStride">Elements from one output image to the next.</param>
    /// <param name="threads">At most this many threads.</param>
    public void Forward(ImageBatch<T> input, T* weight, int weightStride, T* bias, T* output, int outputStride, int threads)
    {
        _weight = weight;
        PrepareBias(bias, _shape.OutChannels);
        _weightStride = weightStride;
        (_planes, _images, _resultStride) = (_input, input, outputStride);
        _result = output;
        (_channels, _height, _width) = (_shape.OutChannels, _shape.OutHeight, _shape.OutWidth);
        RunForward(ref _inputScratch, threads);
    }

    /// <summary>The gradient of the input from that of the output.</summary>
    /// <param name="outputGradient">[out channels, out height, out width] each.</param>
    /// <param name="weight">[depth, weightStride].</param>
    /// <param name="weightStride">Elements of a weight row.</param>
    /// <param name="inputGradient">[images, inputStride], overwritten; what is beyond an image stays.</param>
    /// <param name="inputStride">Elements from one input image to the next.</param>
    /// <param name="threads">At most this many threads.</param>
    public void InputGradient(ImageBatch<T> outputGradient, T* weight, int weightStride, T* inputGradient, int inputStride, int threads)
    {
        TurnWeights(weight, weightStride);
        PrepareBias(null, _shape.InChannels);
        (_planes, _images, _resultStride) = (_outputGradient, outputGradient, inputStride);
        _result = inputGradient;
        (_channels, _height, _width) = (_shape.InChannels, _shape.InHeight, _shape.InWidth);
        RunForward(ref _gradientScratch, threads);
    }

    /// <summary>The gradient of the weights, summed over the images.</summary>
    /// <param name="input">What <see cref="Forward"/> was given.</param>
    /// <param name="outputGradient">[images, outputStride], each [out channels, out height, out width].</param>
    /// <param name="outputStride">Elements from one output image to the next.</param>
    /// <param name="weightGradient">[depth, weightStride], overwritten up to the out channels.</param>
    /// <param name="weightStride">Elements of a weight row.</param>
    /// <param name="threads">At most this many threads.</param>
    public void WeightGradient(ImageBatch<T> input, T* outputGradient, int outputStride, T* weightGradient, int weightStride, int threads)
    {
        (_planes, _images, _resultStride) = (_input, input, outputStride);
        _result = outputGradient;
        (_channels, _height, _width) = (_shape.OutChannels, _shape.OutHeight, _shape.OutWidth);
        int parts = PartsOf(MostParts), length = SumRows * PaddedChannels;
        AlignedBuffer<T>.Grow(ref _inputScratch, parts * ScratchStride);
        AlignedBuffer<T>.Grow(ref _pixels, parts * GradientLength);
        AlignedBuffer<T>.Grow(ref _sums, parts * length);
        _sums.Clear();
        _scratch = _inputScratch;
        _weightGradient.Run(parts, threads);
        for (int d = 0; d < _shape.Depth; d++)
        {
            var row = new Span<T>(weightGradient + (long)d * weightStride, _channels);
            _sums.Span.Slice(d * PaddedChannels, _channels).CopyTo(row);
            for (int part = 1; part < parts; part++)
                TensorPrimitives.Add(row, _sums.Span.Slice((part * length) + (d * PaddedChannels), _channels), row);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Dispose();
        _outputGradient.Dispose();
        foreach (var buffer in new[] { _bias, _turned, _inputScratch, _gradientScratch, _pixels, _sums }) buffer.Dispose();
    }

    private static int RoundUp(int length, int multiple) => (length + multiple - 1) / multiple * multiple;

    private int PaddedChannels => RoundUp(_channels, Panel);

    private int SumRows => RoundUp(_shape.Depth, ConvolutionKernel.Rows);

    // Runs of pixels do not end with the rows: pixels between rows are computed, too, and then left out.
    private int RunLength => ((_height - 1) * _planes.RowStride) + _width;

    private int RunStride => RoundUp(RunLength, ConvolutionKernel.PixelVectors * Vector512<T>.Count);

    private int ForwardLength => RoundUp(_channels, ConvolutionKernel.Channels) * RunStride;

    private int GradientLength => _height * _width * PaddedChannels;

    private int ScratchStride => RoundUp(_planes.Length, 16);

    private int PartsOf(int most)
    {
        _part = (_images.Count + most - 1) / most;
        return (_images.Count + _part - 1) / _part;
    }

    private void PrepareBias(T* bias, int channels)
    {
        AlignedBuffer<T>.Grow(ref _bias, RoundUp(channels, ConvolutionKernel.Channels));
        _bias.Clear();
        if (bias is not null) new Span<T>(bias, channels).CopyTo(_bias.Span);
    }

    // [out channels, kernel, kernel, in channels], the kernel turned by half a turn.
    private void TurnWeights(T* weight, int weightStride)
    {
        int taps = _shape.Kernel * _shape.Kernel, channels = _shape.InChannels;
        _weightStride = RoundUp(channels, ConvolutionKernel.Channels);
        AlignedBuffer<T>.Grow(ref _turned, _shape.OutChannels * taps * _weightStride);
        T* target = _weight = _turned.Pointer;
        for (int o = 0; o < _shape.OutChannels; o++)
            for (int tap = taps - 1; tap >= 0; tap--, target += _weightStride)
                for (int i = 0; i < channels; i++) target[i] = weight[(long)((i * taps) + tap) * weightStride + o];
    }

    private void RunForward(ref AlignedBuffer<T> scratch, int threads)
    {
        int parts = PartsOf(Math.Min(threads, Math.Max(1, _images.Count)));
        AlignedBuffer<T>.Grow(ref scratch, parts * ScratchStride);
        AlignedBuffer<T>.Grow(ref _pixels, parts * ForwardLength);
        _scratch = scratch;
        _forward.Run(parts, threads);
    }

    private void Fill(int image, T* planes)
    {
        if (_images.Masks is null) _planes.Fill(_images.Values + (long)image * _images.Stride, planes);
        else _planes.Fill(_images.Masks + (long)image * _images.Stride, planes);
    }

    private void ForwardPart(int part)
    {
        T* planes = _scratch.Pointer + (long)part * ScratchStride, pixels = _pixels.Pointer + (long)part * ForwardLength;
        int depth = _planes == _input ? _shape.Depth : _shape.OutChannels * _shape.Kernel * _shape.Kernel;
        int end = Math.Min(_images.Count, (part + 1) * _part), run = RunStride;
        for (int image = part * _part; image < end; image++)
        {
            Fill(image, planes);
            for (int channel = 0; channel < _channels; channel += ConvolutionKernel.Channels)
            {
                for (int x = 0; x < run; x += ConvolutionKernel.PixelVectors * Vector512<T>.Count)
                {
                    ConvolutionKernel.Forward(
                        depth, _planes.Offsets, planes + x, _weight + channel, _weightStride, _bias.Pointer + channel, pixels + (long)channel * run + x, run);
                }
            }

            T* target = _result + (long)image * _resultStride;
            for (int channel = 0; channel < _channels; channel++)
                for (int y = 0; y < _height; y++, target += _width)
                    PixelRow.Copy(pixels + (long)channel * run + (y * _planes.RowStride), target, _width);
        }
    }

    private void WeightGradientPart(int part)
    {
        T* planes = _scratch.Pointer + (long)part * ScratchStride, pixels = _pixels.Pointer + (long)part * GradientLength;
        T* sums = _sums.Pointer + (long)part * SumRows * PaddedChannels;
        int* offsets = stackalloc int[ConvolutionKernel.Rows];
        int end = Math.Min(_images.Count, (part + 1) * _part);
        for (int image = part * _part; image < end; image++)
        {
            Fill(image, planes);
            ToPixels(_result + (long)image * _resultStride, pixels);
            for (int row = 0; row < SumRows; row += ConvolutionKernel.Rows)
            {
                // The last rows of the last tile repeat the last weight row; nobody reads them.
                for (int i = 0; i < ConvolutionKernel.Rows; i++) offsets[i] = _planes.Offsets[Math.Min(row + i, _shape.Depth - 1)];
                for (int channel = 0; channel < _channels; channel += Panel)
                {
                    ConvolutionKernel.WeightGradient(
                        _height, _width, offsets, planes, _planes.RowStride, pixels + channel, PaddedChannels, sums + (long)row * PaddedChannels + channel);
                }
            }
        }
    }

    // [channels, height, width] to [height, width, channels], some pixels at a time so that what is written stays in the cache. Whatever lies in
    // the padding of the channels, nobody reads what comes of it.
    private void ToPixels(T* image, T* pixels)
    {
        const int Block = 16;
        int stride = PaddedChannels, size = _height * _width;
        for (int first = 0; first < size; first += Block)
        {
            int count = Math.Min(Block, size - first);
            Transposition.Copy(image + first, size, pixels + ((long)first * stride), stride, count, _channels);
        }
    }
}
