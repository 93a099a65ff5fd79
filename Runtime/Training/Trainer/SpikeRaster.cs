using System;
using System.Collections.Generic;
using System.Numerics;
using NeuronDsl.Reports;

namespace NeuronDsl.Training;

/// <summary>Pictures of what a layer sent.</summary>
public static class SpikeRaster
{
    /// <summary>Which neuron of a layer sent something, not 0, at which step, for one sample of the last batch.</summary>
    /// <param name="signal">What the layer sent.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="title">The title of the chart.</param>
    public static RasterPlot Of<T>(Signal<T> signal, int sample, string title = "")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sample, (uint)signal.Batch, nameof(sample));
        List<double> times = [];
        List<int> neurons = [];
        for (int step = 0; step < signal.Steps; step++)
        {
            var row = signal.Row(signal.IsConstant ? 0 : step, sample);
            for (int i = 0; i < row.Length; i++)
            {
                if (row[i] == T.Zero) continue;
                times.Add(step);
                neurons.Add(i);
            }
        }

        return new RasterPlot(times.ToArray(), neurons.ToArray())
        {
            Title = title,
            NeuronCount = signal.Features,
            X = new Axis("Step") { Minimum = -0.5, Maximum = signal.Steps - 0.5 },
        };
    }
}
