using NeuronDsl.Data;
using NeuronDsl.Training;

namespace PapersSample.VariableSpikes.Layers;

/// <summary>Lets values through at random, each with the same probability: spikes that nothing decides.</summary>
/// <param name="probability">The share let through.</param>
/// <param name="seed">Seeds the draws.</param>
internal sealed class RandomGate(double probability, ulong seed) : Layer<float>
{
    private readonly RandomStream _random = new(seed, purpose: 4);
    private bool[] _open = [];
    private bool _constant;

    public override Signal<float> Forward(Signal<float> input, bool training)
    {
        _constant = input.IsConstant;
        Output.PrepareValues(input.Steps, input.Batch);
        int rows = input.Steps * input.Batch;
        if (_open.Length < rows * input.Features) _open = new bool[rows * input.Features];
        for (int row = 0, k = 0; row < rows; row++)
        {
            (int step, int sample) = (row / input.Batch, row % input.Batch);
            for (int feature = 0; feature < input.Features; feature++, k++)
            {
                _open[k] = _random.NextDouble() < probability;
                Output.Row(step, sample)[feature] = _open[k] ? input.Row(step, sample)[feature] : 0;
            }
        }

        return Output;
    }

    public override Signal<float>? Backward(Signal<float> outputGradient)
    {
        // Of an input that is the same at every step, the gradient is the sum over the steps.
        InputGradient.PrepareValues(outputGradient.Steps, outputGradient.Batch, _constant);
        InputGradient.Values.Clear();
        for (int row = 0, k = 0; row < outputGradient.Steps * outputGradient.Batch; row++)
        {
            (int step, int sample) = (row / outputGradient.Batch, row % outputGradient.Batch);
            for (int feature = 0; feature < outputGradient.Features; feature++, k++)
            {
                if (_open[k]) InputGradient.Row(step, sample)[feature] += outputGradient.Row(step, sample)[feature];
            }
        }

        return InputGradient;
    }

    protected override Shape InferOutput(Shape input) => input;
}
