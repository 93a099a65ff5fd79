using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>A window that slides over a signal [channels, height, width]; one dimension is a height of 1.</summary>
/// <param name="Channels">Channels in.</param>
/// <param name="Input">Height and width in.</param>
/// <param name="Kernel">Height and width of the window.</param>
/// <param name="Stride">How far it moves.</param>
/// <param name="Before">Zeros before the first row and column.</param>
/// <param name="Dilation">The distance between what it looks at.</param>
/// <param name="Result">Height and width out.</param>
/// <param name="Output">The shape that is sent.</param>
internal sealed record NirWindow(
    int Channels, (int Y, int X) Input, (int Y, int X) Kernel, (int Y, int X) Stride, (int Y, int X) Before, (int Y, int X) Dilation, (int Y, int X) Result, int[] Output)
{
    /// <summary>The window of a convolution.</summary>
    /// <exception cref="InvalidDataException">The node cannot take that shape.</exception>
    public static NirWindow Convolution(NirNode node, int[] input)
    {
        bool flat = node.Type == "Conv1d";
        IReadOnlyList<int> weight = node["weight"].Shape;
        int dimensions = flat ? 1 : 2;
        if (weight.Count != dimensions + 2) throw new InvalidDataException($"has 'weight' of shape {node["weight"].ShapeText}, which should have {dimensions + 2} dimensions.");
        int groups = (int)node["groups"].Values[0];
        if (input.Length != dimensions + 1 || input[0] != weight[1] * groups)
            throw new InvalidDataException($"takes {weight[1] * groups} channels of {dimensions} dimension{(flat ? "" : "s")}, but is given [{string.Join(", ", input)}].");
        (int, int) kernel = flat ? (1, weight[2]) : (weight[2], weight[3]);
        (int, int) size = flat ? (1, input[1]) : (input[1], input[2]);
        NirWindow window = Make(node, weight[1] * groups, size, kernel, Pair(node, "dilation", flat, 1), flat);
        return window with { Output = flat ? [weight[0], window.Result.X] : [weight[0], window.Result.Y, window.Result.X] };
    }

    /// <summary>The window of a pool.</summary>
    /// <exception cref="InvalidDataException">The node cannot take that shape.</exception>
    public static NirWindow Pool(NirNode node, int[] input)
    {
        if (input.Length != 3) throw new InvalidDataException($"takes [channels, height, width], but is given [{string.Join(", ", input)}].");
        NirWindow window = Make(node, input[0], (input[1], input[2]), Pair(node, "kernel_size", flat: false, 1), (1, 1), flat: false);
        return window with { Output = [input[0], window.Result.Y, window.Result.X] };
    }

    private static NirWindow Make(NirNode node, int channels, (int Y, int X) input, (int Y, int X) kernel, (int Y, int X) dilation, bool flat)
    {
        (int Y, int X) stride = Pair(node, "stride", flat, 1), before, after;
        (int Y, int X) reach = ((dilation.Y * (kernel.Y - 1)) + 1, (dilation.X * (kernel.X - 1)) + 1);
        if (node.Words.TryGetValue("padding", out string? word))
        {
            // As much out as in; the odd zero goes behind.
            (int Y, int X) all = word switch
            {
                "same" => (reach.Y - 1, reach.X - 1),
                "valid" => (0, 0),
                _ => throw new InvalidDataException($"has a padding '{word}'; known are same, valid and numbers."),
            };
            before = (all.Y / 2, all.X / 2);
            after = (all.Y - before.Y, all.X - before.X);
        }
        else
        {
            before = after = Pair(node, "padding", flat, 0);
        }

        (int Y, int X) result = (((input.Y + before.Y + after.Y - reach.Y) / stride.Y) + 1, ((input.X + before.X + after.X - reach.X) / stride.X) + 1);
        if (result.Y < 1 || result.X < 1 || input.Y + before.Y + after.Y < reach.Y || input.X + before.X + after.X < reach.X)
            throw new InvalidDataException($"has a window of {reach.Y}x{reach.X}, which does not fit into {input.Y}x{input.X}.");
        return new NirWindow(channels, input, kernel, stride, before, dilation, result, []);
    }

    private static (int Y, int X) Pair(NirNode node, string name, bool flat, int neutral)
    {
        int[] values = NirPrimitives.Lengths(node[name]);
        if (values.Length == 0) throw new InvalidDataException($"has no number in '{name}'.");
        return flat ? (neutral, values[0]) : (values[0], values.Last());
    }
}
