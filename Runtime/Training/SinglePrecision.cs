using System.Collections.Generic;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

// The names without <T> are the single-precision ones: what a network is normally made of. They add nothing and may be mixed with the generic
// types freely; Linear is a Linear<float>. For double precision, as the exactness tests use it, write Linear<double>.

/// <summary>A single-precision <see cref="Linear{T}"/>.</summary>
/// <inheritdoc cref="Linear{T}(int, int, bool)"/>
public sealed class Linear(int inputs, int outputs, bool bias = true) : Linear<float>(inputs, outputs, bias);

/// <summary>A single-precision <see cref="Sequential{T}"/>.</summary>
public sealed class Sequential : Sequential<float>
{
    /// <inheritdoc cref="Sequential{T}(Layer{T}[])"/>
    public Sequential(params Layer<float>[] layers)
        : base(layers)
    {
    }

    /// <inheritdoc cref="Sequential{T}(Shape, Layer{T}[])"/>
    public Sequential(Shape? input, params Layer<float>[] layers)
        : base(input, layers)
    {
    }
}

/// <summary>A single-precision <see cref="Recurrent{T}"/>.</summary>
/// <inheritdoc cref="Recurrent{T}(NeuronLayer{T})"/>
public sealed class Recurrent(NeuronLayer<float> neurons) : Recurrent<float>(neurons);

/// <summary>A single-precision <see cref="Conv2d{T}"/>.</summary>
/// <inheritdoc cref="Conv2d{T}(int, int, int, int, int, bool)"/>
public sealed class Conv2d(int inChannels, int outChannels, int kernel, int stride = 1, int padding = 0, bool bias = true)
    : Conv2d<float>(inChannels, outChannels, kernel, stride, padding, bias);

/// <summary>A single-precision <see cref="MaxPool2d{T}"/>.</summary>
/// <inheritdoc cref="MaxPool2d{T}(int, int?)"/>
public sealed class MaxPool2d(int kernel, int? stride = null) : MaxPool2d<float>(kernel, stride);

/// <summary>A single-precision <see cref="AveragePool2d{T}"/>.</summary>
/// <inheritdoc cref="AveragePool2d{T}(int, int?)"/>
public sealed class AveragePool2d(int kernel, int? stride = null) : AveragePool2d<float>(kernel, stride);

/// <summary>A single-precision <see cref="BatchNorm{T}"/>.</summary>
/// <inheritdoc cref="BatchNorm{T}(int, double, double)"/>
public sealed class BatchNorm(int channels, double momentum = 0.1, double epsilon = 1e-5) : BatchNorm<float>(channels, momentum, epsilon);

/// <summary>A single-precision <see cref="Dropout{T}"/>.</summary>
/// <inheritdoc cref="Dropout{T}(double)"/>
public sealed class Dropout(double probability = 0.5) : Dropout<float>(probability);

/// <summary>A single-precision <see cref="Flatten{T}"/>.</summary>
public sealed class Flatten : Flatten<float>;

/// <summary>A single-precision <see cref="Voting{T}"/>.</summary>
/// <inheritdoc cref="Voting{T}(int)"/>
public sealed class Voting(int votes = 10) : Voting<float>(votes);

/// <summary>A single-precision <see cref="Identity{T}"/>.</summary>
public sealed class Identity : Identity<float>;

/// <summary>A single-precision <see cref="Sum{T}"/>.</summary>
/// <inheritdoc cref="Sum{T}(Layer{T}[])"/>
public sealed class Sum(params Layer<float>[] branches) : Sum<float>(branches);

/// <summary>A single-precision <see cref="Product{T}"/>.</summary>
/// <inheritdoc cref="Product{T}(Layer{T}, Layer{T})"/>
public sealed class Product(Layer<float> first, Layer<float> second) : Product<float>(first, second);

/// <summary>A single-precision <see cref="ActivityPenalty{T}"/>.</summary>
/// <inheritdoc cref="ActivityPenalty{T}(double)"/>
public sealed class ActivityPenalty(double weight) : ActivityPenalty<float>(weight);

/// <summary>A single-precision <see cref="RatePenalty{T}"/>.</summary>
/// <inheritdoc cref="RatePenalty{T}(double, double, double)"/>
public sealed class RatePenalty(double weight, double lower, double upper) : RatePenalty<float>(weight, lower, upper);

/// <summary>A single-precision <see cref="Residual{T}"/>.</summary>
public sealed class Residual : Residual<float>
{
    /// <inheritdoc cref="Residual{T}(Layer{T}[])"/>
    public Residual(params Layer<float>[] block)
        : base(block)
    {
    }

    /// <inheritdoc cref="Residual{T}(Layer{T}, Layer{T}[])"/>
    public Residual(Layer<float> shortcut, Layer<float>[] block)
        : base(shortcut, block)
    {
    }
}

/// <summary>A single-precision <see cref="CrossEntropy{T}"/>.</summary>
public sealed class CrossEntropy : CrossEntropy<float>;

/// <summary>A single-precision <see cref="MeanSquaredError{T}"/>.</summary>
public sealed class MeanSquaredError : MeanSquaredError<float>;

/// <summary>A single-precision <see cref="Sgd{T}"/>.</summary>
/// <inheritdoc cref="Sgd{T}(IReadOnlyList{Parameter{T}}, double, double)"/>
public sealed class Sgd(IReadOnlyList<Parameter<float>> parameters, double learningRate, double momentum = 0)
    : Sgd<float>(parameters, learningRate, momentum);

/// <summary>A single-precision <see cref="Adam{T}"/>.</summary>
/// <inheritdoc cref="Adam{T}(IReadOnlyList{Parameter{T}}, double, double, double, double)"/>
public sealed class Adam(
    IReadOnlyList<Parameter<float>> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    : Adam<float>(parameters, learningRate, beta1, beta2, epsilon);

/// <summary>A single-precision <see cref="AdamW{T}"/>.</summary>
/// <inheritdoc cref="AdamW{T}(IReadOnlyList{Parameter{T}}, double, double, double, double, double)"/>
public sealed class AdamW(
    IReadOnlyList<Parameter<float>> parameters, double learningRate = 1e-3, double weightDecay = 1e-2, double beta1 = 0.9, double beta2 = 0.999,
    double epsilon = 1e-8)
    : AdamW<float>(parameters, learningRate, weightDecay, beta1, beta2, epsilon);

/// <summary>A single-precision <see cref="ConstantEncoder{T}"/>.</summary>
/// <param name="steps">Time steps.</param>
public sealed class ConstantEncoder(int steps) : ConstantEncoder<float>(steps);

/// <summary>A single-precision <see cref="RateEncoder{T}"/>.</summary>
/// <inheritdoc cref="RateEncoder{T}(int, ulong, double)"/>
public sealed class RateEncoder(int steps, ulong seed = 0, double gain = 1) : RateEncoder<float>(steps, seed, gain);

/// <summary>A single-precision <see cref="LatencyEncoder{T}"/>.</summary>
/// <inheritdoc cref="LatencyEncoder{T}(int, double)"/>
public sealed class LatencyEncoder(int steps, double threshold = 0) : LatencyEncoder<float>(steps, threshold);

/// <summary>A single-precision <see cref="TriangularEncoder{T}"/>.</summary>
/// <inheritdoc cref="TriangularEncoder{T}(int, double, double)"/>
public sealed class TriangularEncoder(int steps, double lower = 0, double upper = 1) : TriangularEncoder<float>(steps, lower, upper);

/// <summary>A single-precision <see cref="SequenceEncoder{T}"/>.</summary>
/// <inheritdoc cref="SequenceEncoder{T}(int)"/>
public sealed class SequenceEncoder(int steps) : SequenceEncoder<float>(steps);

/// <summary>A single-precision <see cref="DeltaEncoder{T}"/>.</summary>
/// <inheritdoc cref="DeltaEncoder{T}(int, double)"/>
public sealed class DeltaEncoder(int steps, double threshold) : DeltaEncoder<float>(steps, threshold);

/// <summary>A single-precision <see cref="Trainer{T}"/>.</summary>
/// <inheritdoc cref="Trainer{T}(Sequential{T}, Optimizer{T}, Loss{T}, Encoder{T}, int, ulong)"/>
public sealed class Trainer(
    Sequential<float> network, Optimizer<float> optimizer, Loss<float> loss, Encoder<float> encoder, int batchSize, ulong seed = 0)
    : Trainer<float>(network, optimizer, loss, encoder, batchSize, seed);
