using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>A convolution, weights [outputs, inputs of a group, height, width].</summary>
internal sealed class NirConvolution : NirStage
{
    private readonly NirWindow _window;
    private readonly float[] _weight, _bias;
    private readonly int _outputs, _groups;

    public NirConvolution(NirNode node, int[] input)
        : base(input.Aggregate(1, (a, b) => a * b), NirWindow.Convolution(node, input).Output.Aggregate(1, (a, b) => a * b))
    {
        _window = NirWindow.Convolution(node, input);
        _outputs = node["weight"].Shape[0];
        _groups = (int)node["groups"].Values[0];
        _weight = [.. node["weight"].Values.Select(v => (float)v)];
        _bias = [.. node["bias"].Values.Select(v => (float)v)];
    }

    public override void Step()
    {
        (NirWindow w, int inputsOfGroup, int outputsOfGroup) = (_window, _window.Channels / _groups, _outputs / _groups);
        for (int output = 0, at = 0; output < _outputs; output++)
        {
            int firstInput = output / outputsOfGroup * inputsOfGroup;
            for (int y = 0; y < w.Result.Y; y++)
            {
                for (int x = 0; x < w.Result.X; x++, at++)
                {
                    float sum = _bias[_bias.Length == 1 ? 0 : output];
                    for (int input = 0; input < inputsOfGroup; input++)
                    {
                        for (int i = 0; i < w.Kernel.Y; i++)
                        {
                            int row = (y * w.Stride.Y) - w.Before.Y + (i * w.Dilation.Y);
                            if ((uint)row >= (uint)w.Input.Y) continue;
                            for (int j = 0; j < w.Kernel.X; j++)
                            {
                                int column = (x * w.Stride.X) - w.Before.X + (j * w.Dilation.X);
                                if ((uint)column >= (uint)w.Input.X) continue;
                                float weight = _weight[(((((output * inputsOfGroup) + input) * w.Kernel.Y) + i) * w.Kernel.X) + j];
                                sum += weight * Given[((((firstInput + input) * w.Input.Y) + row) * w.Input.X) + column];
                            }
                        }
                    }

                    Output[at] = sum;
                }
            }
        }
    }
}

/// <summary>The sum or the mean of each window; zeros around the edge count for the mean, as torch has it.</summary>
internal sealed class NirPool(NirNode node, int[] input)
    : NirStage(input.Aggregate(1, (a, b) => a * b), NirWindow.Pool(node, input).Output.Aggregate(1, (a, b) => a * b))
{
    private readonly NirWindow _window = NirWindow.Pool(node, input);
    private readonly bool _mean = node.Type == "AvgPool2d";

    public override void Step()
    {
        NirWindow w = _window;
        for (int channel = 0, at = 0; channel < w.Channels; channel++)
        {
            for (int y = 0; y < w.Result.Y; y++)
            {
                for (int x = 0; x < w.Result.X; x++, at++)
                {
                    float sum = 0;
                    for (int i = 0; i < w.Kernel.Y; i++)
                    {
                        for (int j = 0; j < w.Kernel.X; j++)
                        {
                            int row = (y * w.Stride.Y) - w.Before.Y + i, column = (x * w.Stride.X) - w.Before.X + j;
                            if ((uint)row < (uint)w.Input.Y && (uint)column < (uint)w.Input.X) sum += Given[(((channel * w.Input.Y) + row) * w.Input.X) + column];
                        }
                    }

                    Output[at] = _mean ? sum / (w.Kernel.Y * w.Kernel.X) : sum;
                }
            }
        }
    }
}
