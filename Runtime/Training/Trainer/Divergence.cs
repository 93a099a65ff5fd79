using System;
using System.Globalization;
using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>Finds where numbers first stopped being finite. Slow and thorough: it runs when training is lost, and over parameters once an
/// epoch.</summary>
internal static class Divergence
{
    /// <summary>The exception for a loss that is not finite.</summary>
    public static TrainingDivergedException OfLoss<T>(double loss, Sequential<T> network, TrainingState state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string where = FindOutput(network, "") ?? "Every layer's output is finite; the loss overflowed.";
        if (FindParameter(network) is { } parameter) where += " " + parameter;
        return new TrainingDivergedException(string.Create(
            CultureInfo.InvariantCulture, $"The loss of batch {state.Batch + 1} of epoch {state.Epoch + 1} is {loss}. {where}"));
    }

    /// <summary>Throws if a parameter is not finite: spiking layers can hide it from the loss.</summary>
    public static void CheckParameters<T>(Sequential<T> network, TrainingState state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (FindParameter(network) is { } where)
            throw new TrainingDivergedException(string.Create(CultureInfo.InvariantCulture, $"After epoch {state.Epoch + 1}: {where}"));
    }

    private static string? FindParameter<T>(Sequential<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var parameter in network.Parameters)
        {
            int index = IndexOfNonFinite<T>(parameter.Values);
            if (index < 0) continue;
            int row = index / parameter.Stride, column = index % parameter.Stride;
            return string.Create(CultureInfo.InvariantCulture, $"Parameter {parameter} is {parameter.Values[index]} at row {row}, column {column}.");
        }

        return null;
    }

    private static string? FindOutput<T>(Layer<T> network, string prefix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < network.Inner.Count; i++)
        {
            var layer = network.Inner[i];
            string name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{i}");
            if (FindOutput(layer, $"{name}.") is { } found) return found;
            var output = layer.Output;
            if (output.Batch == 0 || output.HasSpikes) continue;
            int index = IndexOfNonFinite<T>(output.Values);
            if (index < 0) continue;
            int step = index / (output.Batch * output.Stride), sample = index / output.Stride % output.Batch, feature = index % output.Stride;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Layer {name} ({layer.Name}) is the first to give {output.Values[index]}: "
                + $"at step {step}, sample {sample} of the batch, feature {feature}.");
        }

        return null;
    }

    private static int IndexOfNonFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
            if (!T.IsFinite(values[i])) return i;
        return -1;
    }
}
