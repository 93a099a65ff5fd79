using NeuronDsl.Data;
using NeuronDsl.Tests.Kernels;
using NeuronDsl.Training;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>Fashion-MNIST through 784-512-10 leaky neurons, 8 steps, batches of 128.</summary>
internal sealed class ConnectedWorkload(Dataset data, bool poisson) : TrainingStepWorkload(
    $"784-512-10, T {Steps}, batch {Batch}, {(poisson ? "Poisson" : "constant")} input",
    new Sequential(new Linear(784, 512, bias: false), Lif.Layer(512), new Linear(512, 10, bias: false), Lif.Layer(10)),
    poisson ? new RateEncoder(Steps) : new ConstantEncoder(Steps), data, Batch)
{
    private const int Steps = 8, Batch = 128;
}
