using NeuronDsl.Data;
using NeuronDsl.Tests.Kernels;
using NeuronDsl.Training;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>
/// Fashion-MNIST through two blocks of 3x3 convolution, batch normalisation, parametric leaky neurons and pooling, then 256 and 100 neurons that vote; 4
/// steps, batches of 64.
/// </summary>
internal sealed class ConvolutionalWorkload(Dataset data) : TrainingStepWorkload(
    $"PLIF conv net 32c3-32c3-256-100, T {Steps}, batch {Batch}",
    new Sequential(
        new Shape(1, 28, 28),
        new Conv2d(1, 32, 3, padding: 1, bias: false), new BatchNorm(32), ParametricLif.Layer(new Shape(32, 28, 28)), new MaxPool2d(2),
        new Conv2d(32, 32, 3, padding: 1, bias: false), new BatchNorm(32), ParametricLif.Layer(new Shape(32, 14, 14)), new MaxPool2d(2),
        new Flatten(), new Linear(1568, 256, bias: false), ParametricLif.Layer(256), new Linear(256, 100, bias: false), ParametricLif.Layer(100), new Voting(10)),
    new ConstantEncoder(Steps), data.WithShape(new Shape(1, 28, 28)), Batch)
{
    private const int Steps = 4, Batch = 64;
}
