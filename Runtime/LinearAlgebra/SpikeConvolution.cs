using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using NeuronDsl.Memory;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// A convolution of binary images by 3x3 kernels, one pixel apart, and the gradient of its weights: each spike adds nine rows of weights to the outputs around
/// it, or nine pixels of the output's gradient to the weights'. No multiplication, and no work where nothing spikes. Sums run over spikes in ascending
/// order, one after the other: the bits are those of <see cref="Convolution{T}"/>, which adds zeros between, for any threads and vector width. Each caller keeps its own.
/// </summary>
/// <remarks>
/// Outputs lie in a frame of one pixel more on each side than the input, [height + 2, width + 2, <see cref="Lanes"/>], so that every spike finds all of its
/// nine places; what belongs to no output is left out, or is zero.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class SpikeConvolution<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Kernel = 3, Taps = Kernel * Kernel;

    // Sums over images are made of at most so many parts, whatever the number of threads.
    private const int MostParts = 16;

    private readonly ConvolutionShape _shape;
    private readonly int _frameWidth, _frameLength, _pixels;
    private readonly AlignedBuffer<int> _places;
    private readonly ParallelLoop _forward, _weightGradient;
    private AlignedBuffer<T> _frames = new(0), _sums = new(0), _weights = new(0), _bias = new(0);
    private SpikeIndex _spikes = new();
    private T* _images;
    private int _stride, _part;

    public SpikeConvolution(ConvolutionShape shape)
    {
        if (!Takes(shape)) throw new ArgumentException("Only 3x3 kernels, one pixel apart, are summed by spikes.", nameof(shape));
        _shape = shape;
        _pixels = shape.InHeight * shape.InWidth;
        _frameWidth = shape.InWidth + Kernel - 1;
        _frameLength = (shape.InHeight + Kernel - 1) * _frameWidth * Lanes;
        _places = new AlignedBuffer<int>(_pixels);
        for (int pixel = 0; pixel < _pixels; pixel++) _places.Span[pixel] = ((pixel / shape.InWidth * _frameWidth) + (pixel % shape.InWidth)) * Lanes;
        (_forward, _weightGradient) = (new ParallelLoop(ForwardPart), new ParallelLoop(WeightGradientPart));
    }

    /// <summary>Out channels that are taken at once.</summary>
    private static int Lanes => 2 * Vector512<T>.Count;

    private int Blocks => (_shape.OutChannels + Lanes - 1) / Lanes;

    private int OutPixels => _shape.OutHeight * _shape.OutWidth;

    // The first output's place in the frame.
    private int Origin => (Kernel - 1 - _shape.Padding) * (_frameWidth + 1) * Lanes;

    /// <summary>Whether a convolution is of the kind that is summed by spikes.</summary>
    public static bool Takes(ConvolutionShape shape) => shape is { Kernel: Kernel, Stride: 1, Padding: < Kernel };

    /// <summary>Convolves images.</summary>
    /// <param name="spikes">A list for each image: the elements of [in channels, height, width] that are one.</param>
    /// <param name="weight">[in channels x 9, weightStride].</param>
    /// <param name="weightStride">Elements of a weight row.</param>
    /// <param name="bias">[out channels]; null for none.</param>
    /// <param name="output">[images, outputStride], each [out channels, out height, out width]; what is beyond an image stays.</param>
    /// <param name="outputStride">Elements from one output image to the next.</param>
    /// <param name="threads">At most this many threads.</param>
    public void Forward(SpikeIndex spikes, T* weight, int weightStride, T* bias, T* output, int outputStride, int threads)
    {
        (_spikes, _stride) = (spikes, outputStride);
        _images = output;
        LayOut(weight, weightStride);
        AlignedBuffer<T>.Grow(ref _bias, Blocks * Lanes);
        _bias.Clear();
        if (bias is not null) new Span<T>(bias, _shape.OutChannels).CopyTo(_bias.Span);
        int parts = PartsOf(Math.Max(1, Math.Min(threads, spikes.Lists)));
        AlignedBuffer<T>.Grow(ref _frames, (long)parts * _frameLength);
        _forward.Run(parts, threads);
    }

    /// <summary>The gradient of the weights, summed over the images.</summary>
    /// <param name="spikes">What <see cref="Forward"/> was given.</param>
    /// <param name="outputGradient">[images, outputStride], each [out channels, out height, out width].</param>
    /// <param name="outputStride">Elements from one output image to the next.</param>
    /// <param name="weightGradient">[in channels x 9, weightStride], overwritten up to the out channels.</param>
    /// <param name="weightStride">Elements of a weight row.</param>
    /// <param name="threads">At most this many threads.</param>
    public void WeightGradient(SpikeIndex spikes, T* outputGradient, int outputStride, T* weightGradient, int weightStride, int threads)
    {
        (_spikes, _stride) = (spikes, outputStride);
        _images = outputGradient;
        int parts = PartsOf(MostParts), length = Blocks * _shape.Depth * Lanes;
        AlignedBuffer<T>.Grow(ref _frames, (long)parts * _frameLength);
        AlignedBuffer<T>.Grow(ref _sums, (long)parts * length);
        _frames.Clear();
        _sums.Clear();
        _weightGradient.Run(parts, threads);
        for (int part = 1; part < parts; part++) TensorPrimitives.Add(_sums.Span[..length], _sums.Span.Slice(part * length, length), _sums.Span[..length]);
        for (int block = 0; block < Blocks; block++)
        {
            int channels = ChannelsOf(block);
            for (int d = 0; d < _shape.Depth; d++)
                _sums.Span.Slice(((block * _shape.Depth) + d) * Lanes, channels).CopyTo(new Span<T>(weightGradient + ((long)d * weightStride) + (block * Lanes), channels));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        foreach (var buffer in new[] { _frames, _sums, _weights, _bias }) buffer.Dispose();
    }

    private int ChannelsOf(int block) => Math.Min(Lanes, _shape.OutChannels - (block * Lanes));

    private int PartsOf(int most)
    {
        _part = Math.Max(1, (_spikes.Lists + most - 1) / most);
        return Math.Max(1, (_spikes.Lists + _part - 1) / _part);
    }

    // [blocks, depth, lanes]: what a block reads is in one place, and its last lanes are zero.
    private void LayOut(T* weight, int weightStride)
    {
        AlignedBuffer<T>.Grow(ref _weights, (long)Blocks * _shape.Depth * Lanes);
        _weights.Clear();
        for (int block = 0; block < Blocks; block++)
        {
            int channels = ChannelsOf(block);
            for (int d = 0; d < _shape.Depth; d++)
                new ReadOnlySpan<T>(weight + ((long)d * weightStride) + (block * Lanes), channels).CopyTo(_weights.Span[(((block * _shape.Depth) + d) * Lanes)..]);
        }
    }

    private void ForwardPart(int part)
    {
        T* frame = _frames.Pointer + ((long)part * _frameLength);
        int end = Math.Min(_spikes.Lists, (part + 1) * _part);
        for (int image = part * _part; image < end; image++)
        {
            for (int block = 0; block < Blocks; block++)
            {
                Fill(frame, _bias.Pointer + (block * Lanes));
                int* spike = _spikes.Positions + _spikes.Offsets[image], last = _spikes.Positions + _spikes.Offsets[image + 1];
                T* weight = _weights.Pointer + ((long)block * _shape.Depth * Lanes);
                for (int first = 0; spike < last; first += _pixels, weight += Taps * Lanes) spike = Scatter(spike, last, first, weight, frame);
                T* planes = _images + ((long)image * _stride) + ((long)block * Lanes * OutPixels);
                for (int y = 0; y < _shape.OutHeight; y++)
                    Transposition.Copy(frame + Origin + (y * _frameWidth * Lanes), Lanes, planes + (y * _shape.OutWidth), OutPixels, ChannelsOf(block), _shape.OutWidth);
            }
        }
    }

    private void WeightGradientPart(int part)
    {
        T* frame = _frames.Pointer + ((long)part * _frameLength);
        int end = Math.Min(_spikes.Lists, (part + 1) * _part);
        for (int block = 0; block < Blocks; block++)
        {
            // What the block before has left in lanes that this one has not is added to sums that nobody reads.
            for (int image = part * _part; image < end; image++)
            {
                T* planes = _images + ((long)image * _stride) + ((long)block * Lanes * OutPixels);
                for (int y = 0; y < _shape.OutHeight; y++)
                    Transposition.Copy(planes + (y * _shape.OutWidth), OutPixels, frame + Origin + (y * _frameWidth * Lanes), Lanes, _shape.OutWidth, ChannelsOf(block));
                int* spike = _spikes.Positions + _spikes.Offsets[image], last = _spikes.Positions + _spikes.Offsets[image + 1];
                T* sum = _sums.Pointer + ((((long)part * Blocks) + block) * _shape.Depth * Lanes);
                for (int first = 0; spike < last; first += _pixels, sum += Taps * Lanes) spike = Gather(spike, last, first, frame, sum);
            }
        }
    }

    private void Fill(T* frame, T* bias)
    {
        Vector512<T> left = Vector512.Load(bias), right = Vector512.Load(bias + Vector512<T>.Count);
        for (T* end = frame + _frameLength; frame < end; frame += Lanes)
        {
            left.Store(frame);
            right.Store(frame + Vector512<T>.Count);
        }
    }

    // Adds the weights of one input channel, whose elements begin at first, around each of its spikes; returns the next channel's first spike.
    private int* Scatter(int* spike, int* last, int first, T* weight, T* frame)
    {
        int lanes = Vector512<T>.Count, limit = first + _pixels;
        nint row = _frameWidth * Lanes;
        int* places = _places.Pointer - first;
        Vector512<T> w0L = Vector512.Load(weight), w0R = Vector512.Load(weight + lanes), w1L = Vector512.Load(weight + (2 * lanes)), w1R = Vector512.Load(weight + (3 * lanes));
        Vector512<T> w2L = Vector512.Load(weight + (4 * lanes)), w2R = Vector512.Load(weight + (5 * lanes)), w3L = Vector512.Load(weight + (6 * lanes)), w3R = Vector512.Load(weight + (7 * lanes));
        Vector512<T> w4L = Vector512.Load(weight + (8 * lanes)), w4R = Vector512.Load(weight + (9 * lanes)), w5L = Vector512.Load(weight + (10 * lanes)), w5R = Vector512.Load(weight + (11 * lanes));
        Vector512<T> w6L = Vector512.Load(weight + (12 * lanes)), w6R = Vector512.Load(weight + (13 * lanes)), w7L = Vector512.Load(weight + (14 * lanes)), w7R = Vector512.Load(weight + (15 * lanes));
        Vector512<T> w8L = Vector512.Load(weight + (16 * lanes)), w8R = Vector512.Load(weight + (17 * lanes));
        for (; spike < last && *spike < limit; spike++)
        {
            // The kernel is turned by half a turn: the first place takes the last weight.
            T* top = frame + places[*spike], middle = top + row, bottom = middle + row;
            (Vector512.Load(top) + w8L).Store(top);
            (Vector512.Load(top + lanes) + w8R).Store(top + lanes);
            (Vector512.Load(top + (2 * lanes)) + w7L).Store(top + (2 * lanes));
            (Vector512.Load(top + (3 * lanes)) + w7R).Store(top + (3 * lanes));
            (Vector512.Load(top + (4 * lanes)) + w6L).Store(top + (4 * lanes));
            (Vector512.Load(top + (5 * lanes)) + w6R).Store(top + (5 * lanes));
            (Vector512.Load(middle) + w5L).Store(middle);
            (Vector512.Load(middle + lanes) + w5R).Store(middle + lanes);
            (Vector512.Load(middle + (2 * lanes)) + w4L).Store(middle + (2 * lanes));
            (Vector512.Load(middle + (3 * lanes)) + w4R).Store(middle + (3 * lanes));
            (Vector512.Load(middle + (4 * lanes)) + w3L).Store(middle + (4 * lanes));
            (Vector512.Load(middle + (5 * lanes)) + w3R).Store(middle + (5 * lanes));
            (Vector512.Load(bottom) + w2L).Store(bottom);
            (Vector512.Load(bottom + lanes) + w2R).Store(bottom + lanes);
            (Vector512.Load(bottom + (2 * lanes)) + w1L).Store(bottom + (2 * lanes));
            (Vector512.Load(bottom + (3 * lanes)) + w1R).Store(bottom + (3 * lanes));
            (Vector512.Load(bottom + (4 * lanes)) + w0L).Store(bottom + (4 * lanes));
            (Vector512.Load(bottom + (5 * lanes)) + w0R).Store(bottom + (5 * lanes));
        }

        return spike;
    }

    // Adds the frame around each spike of one input channel, whose elements begin at first, to the sums of its weights; returns the next channel's first spike.
    private int* Gather(int* spike, int* last, int first, T* frame, T* sum)
    {
        int lanes = Vector512<T>.Count, limit = first + _pixels;
        if (*spike >= limit) return spike;
        nint row = _frameWidth * Lanes;
        int* places = _places.Pointer - first;
        Vector512<T> s0L = Vector512.Load(sum), s0R = Vector512.Load(sum + lanes), s1L = Vector512.Load(sum + (2 * lanes)), s1R = Vector512.Load(sum + (3 * lanes));
        Vector512<T> s2L = Vector512.Load(sum + (4 * lanes)), s2R = Vector512.Load(sum + (5 * lanes)), s3L = Vector512.Load(sum + (6 * lanes)), s3R = Vector512.Load(sum + (7 * lanes));
        Vector512<T> s4L = Vector512.Load(sum + (8 * lanes)), s4R = Vector512.Load(sum + (9 * lanes)), s5L = Vector512.Load(sum + (10 * lanes)), s5R = Vector512.Load(sum + (11 * lanes));
        Vector512<T> s6L = Vector512.Load(sum + (12 * lanes)), s6R = Vector512.Load(sum + (13 * lanes)), s7L = Vector512.Load(sum + (14 * lanes)), s7R = Vector512.Load(sum + (15 * lanes));
        Vector512<T> s8L = Vector512.Load(sum + (16 * lanes)), s8R = Vector512.Load(sum + (17 * lanes));
        for (; spike < last && *spike < limit; spike++)
        {
            T* top = frame + places[*spike], middle = top + row, bottom = middle + row;
            s8L += Vector512.Load(top);
            s8R += Vector512.Load(top + lanes);
            s7L += Vector512.Load(top + (2 * lanes));
            s7R += Vector512.Load(top + (3 * lanes));
            s6L += Vector512.Load(top + (4 * lanes));
            s6R += Vector512.Load(top + (5 * lanes));
            s5L += Vector512.Load(middle);
            s5R += Vector512.Load(middle + lanes);
            s4L += Vector512.Load(middle + (2 * lanes));
            s4R += Vector512.Load(middle + (3 * lanes));
            s3L += Vector512.Load(middle + (4 * lanes));
            s3R += Vector512.Load(middle + (5 * lanes));
            s2L += Vector512.Load(bottom);
            s2R += Vector512.Load(bottom + lanes);
            s1L += Vector512.Load(bottom + (2 * lanes));
            s1R += Vector512.Load(bottom + (3 * lanes));
            s0L += Vector512.Load(bottom + (4 * lanes));
            s0R += Vector512.Load(bottom + (5 * lanes));
        }

        ConvolutionKernel.Store(s0L, s0R, sum);
        ConvolutionKernel.Store(s1L, s1R, sum + (2 * lanes));
        ConvolutionKernel.Store(s2L, s2R, sum + (4 * lanes));
        ConvolutionKernel.Store(s3L, s3R, sum + (6 * lanes));
        ConvolutionKernel.Store(s4L, s4R, sum + (8 * lanes));
        ConvolutionKernel.Store(s5L, s5R, sum + (10 * lanes));
        ConvolutionKernel.Store(s6L, s6R, sum + (12 * lanes));
        ConvolutionKernel.Store(s7L, s7R, sum + (14 * lanes));
        ConvolutionKernel.Store(s8L, s8R, sum + (16 * lanes));
        return spike;
    }
}
