using System;
using NeuronDsl.Training;

namespace NeuronDsl.Tests.OnlineLearning.Learning;

/// <summary>Pattern generation (Bellec et al. 2020): from one fixed raster of input spikes the readout shall produce a sum of sines, again and again.</summary>
internal sealed class PatternGeneration
{
    public const int Inputs = 20, Outputs = 1, Steps = 100;

    public PatternGeneration(int seed)
    {
        Random random = new(seed);
        Raster = new float[Steps * Inputs];
        for (int k = 0; k < Raster.Length; k++) Raster[k] = random.NextDouble() < 0.1 ? 1 : 0;
        float[] wanted = new float[Steps];
        foreach (int periods in new[] { 1, 2, 3, 5 })
        {
            (double amplitude, double phase) = (0.5 + random.NextDouble(), 2 * Math.PI * random.NextDouble());
            for (int t = 0; t < Steps; t++) wanted[t] += (float)(amplitude * Math.Sin((2 * Math.PI * periods * t / Steps) + phase));
        }

        foreach (float value in wanted) Silence += value * value / 2 / Steps;
        Targets = OnlineTargets<float>.Values(wanted, Steps, 1, Outputs);
    }

    public float[] Raster { get; }

    public OnlineTargets<float> Targets { get; }

    /// <summary>The loss of saying nothing.</summary>
    public double Silence { get; }
}
