using System;
using System.Collections.Generic;
using System.Numerics;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace NeuronDsl.Tests.Training;

/// <summary>
/// A neuron without spikes, so that finite differences apply to a whole network: v(t) = a v(t-1) + x(t), y = tanh v, with one learnable a.
/// Written as plainly as the contract of a layer allows: constant and varying inputs, constant and varying gradients.
/// </summary>
internal sealed class SmoothLeaky<T>(int neurons) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T> _decay = new("a", 1);
    private Signal<T>? _input;

    public override Shape? DeclaredInput => neurons;

    public override IReadOnlyList<Parameter<T>> Parameters => [_decay];

    public override void Initialize(ulong seed) => _decay.Row(0)[0] = T.CreateChecked(0.7);

    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        _input = input;
        Output.PrepareValues(input.Steps, input.Batch);
        for (int sample = 0; sample < input.Batch; sample++)
            for (int i = 0; i < neurons; i++)
            {
                T v = T.Zero;
                for (int step = 0; step < input.Steps; step++)
                {
                    v = _decay.Values[0] * v + input.Row(step, sample)[i];
                    Output.Row(step, sample)[i] = T.Tanh(v);
                }
            }

        return Output;
    }

    public override Signal<T> Backward(Signal<T> outputGradient)
    {
        var input = _input!;
        InputGradient.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        InputGradient.Values.Clear();
        T decayGradient = T.Zero;
        for (int sample = 0; sample < input.Batch; sample++)
            for (int i = 0; i < neurons; i++)
            {
                T adjoint = T.Zero;
                for (int step = input.Steps - 1; step >= 0; step--)
                {
                    T y = Output.Row(step, sample)[i];
                    adjoint = _decay.Values[0] * adjoint + (T.One - y * y) * outputGradient.Row(step, sample)[i];
                    InputGradient.Row(step, sample)[i] += adjoint;
                    if (step > 0) decayGradient += adjoint * T.Atanh(Output.Row(step - 1, sample)[i]);
                }
            }

        _decay.Gradient[0] = decayGradient;
        return InputGradient;
    }

    protected override Shape InferOutput(Shape input) => neurons;
}
