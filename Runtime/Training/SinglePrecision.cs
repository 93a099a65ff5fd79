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

/// <summary>A single-precision <see cref="ConstantEncoder{T}"/>.</summary>
/// <param name="steps">Time steps.</param>
public sealed class ConstantEncoder(int steps) : ConstantEncoder<float>(steps);

/// <summary>A single-precision <see cref="RateEncoder{T}"/>.</summary>
/// <inheritdoc cref="RateEncoder{T}(int, ulong, double)"/>
public sealed class RateEncoder(int steps, ulong seed = 0, double gain = 1) : RateEncoder<float>(steps, seed, gain);

/// <summary>A single-precision <see cref="Trainer{T}"/>.</summary>
/// <inheritdoc cref="Trainer{T}(Sequential{T}, Optimizer{T}, Loss{T}, Encoder{T}, int, ulong)"/>
public sealed class Trainer(
    Sequential<float> network, Optimizer<float> optimizer, Loss<float> loss, Encoder<float> encoder, int batchSize, ulong seed = 0)
    : Trainer<float>(network, optimizer, loss, encoder, batchSize, seed);
