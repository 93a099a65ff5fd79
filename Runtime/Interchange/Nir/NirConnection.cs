using System;
using NeuronDsl.Training;

namespace NeuronDsl.Interchange;

/// <summary>All to all by the layer of training, so that a trained network computes here what it computed there.</summary>
internal sealed class NirConnection : NirStage
{
    private readonly Linear _layer;
    private readonly Signal<float> _signal;

    public NirConnection(NirNode node, int inputs, int outputs)
        : base(inputs, outputs)
    {
        bool bias = node.Parameters.ContainsKey("bias");
        _layer = new Linear(inputs, outputs, bias);
        _layer.Connect(inputs);
        _signal = new Signal<float>(inputs);
        NirArray weight = node["weight"];
        for (int input = 0; input < inputs; input++)
        {
            Span<float> row = _layer.Weight.Row(input);
            for (int output = 0; output < outputs; output++) row[output] = (float)weight.Values[(output * inputs) + input];
        }

        for (int output = 0; bias && output < outputs; output++) _layer.Bias!.Row(0)[output] = (float)node["bias"].Values[output];
    }

    public override void Step()
    {
        // Spikes are summed as the layer sums them: in the same order, to the same bits.
        bool spikes = Array.TrueForAll(Given, x => x is 0 or 1);
        if (spikes) _signal.PrepareSpikes(1, 1);
        else _signal.PrepareValues(1, 1);
        if (spikes)
        {
            Span<ushort> masks = _signal.SpikeMasks;
            masks.Clear();
            for (int i = 0; i < Given.Length; i++)
            {
                if (Given[i] == 1) masks[i / RowLayout.Group] |= (ushort)(1 << (i % RowLayout.Group));
            }
        }
        else
        {
            Given.CopyTo(_signal.Row(0, 0));
        }

        _layer.Forward(_signal, training: false).Row(0, 0).CopyTo(Output);
    }

    public override void Dispose()
    {
        _layer.Dispose();
        _signal.Dispose();
    }
}
