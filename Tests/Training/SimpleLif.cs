using System;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace NeuronDsl.Tests.Training;

/// <summary>
/// A leaky integrate-and-fire layer by hand: h = v + (x - v) / 2, spike at h >= 1, reset to 0; gives spike masks. Surrogate 1 / (1 + (pi u)^2),
/// and the reset is differentiated.
/// </summary>
internal sealed class SimpleLif(int neurons) : Layer<float>
{
    private Signal<float>? _input;
    private float[] _potentials = [];

    public override Shape? DeclaredInput => neurons;

    public override Signal<float> Forward(Signal<float> input, bool training)
    {
        _input = input;
        Output.PrepareSpikes(input.Steps, input.Batch);
        Output.SpikeMasks.Clear();
        if (_potentials.Length < input.Steps * input.Batch * neurons) _potentials = new float[input.Steps * input.Batch * neurons];
        for (int sample = 0; sample < input.Batch; sample++)
            for (int i = 0; i < neurons; i++)
            {
                float v = 0;
                for (int step = 0; step < input.Steps; step++)
                {
                    float h = v + (input.Row(step, sample)[i] - v) / 2;
                    _potentials[(step * input.Batch + sample) * neurons + i] = h;
                    bool fires = h >= 1;
                    if (fires) Output.SpikeMasks[(step * input.Batch + sample) * Output.MaskStride + i / 16] |= (ushort)(1 << i % 16);
                    v = fires ? 0 : h;
                }
            }

        return Output;
    }

    public override Signal<float> Backward(Signal<float> outputGradient)
    {
        var input = _input!;
        InputGradient.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        InputGradient.Values.Clear();
        for (int sample = 0; sample < input.Batch; sample++)
            for (int i = 0; i < neurons; i++)
            {
                float adjoint = 0;
                for (int step = input.Steps - 1; step >= 0; step--)
                {
                    float h = _potentials[(step * input.Batch + sample) * neurons + i], u = MathF.PI * (h - 1);
                    adjoint = ((outputGradient.Row(step, sample)[i] - adjoint * h) / (1 + u * u) + (h >= 1 ? 0 : adjoint)) / 2;
                    InputGradient.Row(step, sample)[i] += adjoint;
                }
            }

        return InputGradient;
    }

    protected override Shape InferOutput(Shape input) => neurons;
}
