using System;
using System.Collections.Generic;
using NeuronDsl.Models;
using NeuronDsl.Simulation;
using SimulationSample.Neurons;

namespace SimulationSample.Experiments;

/// <summary>One of the twenty firing patterns of Izhikevich (2004), figure 1: a neuron, what it is driven by, and what it does.</summary>
/// <param name="Letter">Its letter in the figure.</param>
/// <param name="Name">Its name.</param>
/// <param name="StepSize">The step of the author's script in ms.</param>
/// <param name="Duration">How long the figure shows, in ms.</param>
/// <param name="Neuron">Makes a population of one.</param>
/// <param name="Input">The input at the start of a step, by its time in ms.</param>
/// <param name="Spikes">The number of spikes.</param>
/// <param name="Remark">What to see.</param>
internal sealed record FiringPattern(
    char Letter, string Name, double StepSize, double Duration, Func<Population<float>> Neuron, Func<double, double> Input, int Spikes, string Remark)
{
    /// <summary>All twenty, in the order of the figure, by the author's script figure1.m.</summary>
    public static IReadOnlyList<FiringPattern> All { get; } =
    [
        new('A', "tonic spiking", 0.25, 100, Of(IzhikevichSequential.TonicSpiking), After(10, 14), 5, "It fires as long as the input lasts."),
        new('B', "phasic spiking", 0.25, 200, Of(IzhikevichSequential.PhasicSpiking), After(20, 0.5), 1, "It fires once, at the onset of the input."),
        new('C', "tonic bursting", 0.25, 220, Of(IzhikevichSequential.TonicBursting), After(22, 15), 28, "Bursts, as long as the input lasts."),
        new('D', "phasic bursting", 0.2, 200, Of(IzhikevichSequential.PhasicBursting), After(20, 0.6), 6, "One burst, at the onset of the input."),
        new('E', "mixed mode", 0.25, 160, Of(IzhikevichSequential.MixedMode), After(16, 10), 6, "A burst at the onset, single spikes from then on."),
        new('F', "spike frequency adaptation", 0.25, 85, Of(IzhikevichSequential.SpikeFrequencyAdaptation), After(8.5, 30),
            6, "It fires ever more slowly."),
        new('G', "class 1 excitable", 0.25, 300, Vary(SimpleModelVariation.LowSlope), t => t > 30 ? 0.075 * (t - 30) : 0,
            10, "Under a rising input the rate rises from nearly nothing."),
        new('H', "class 2 excitable", 0.25, 300, Of(new() { A = 0.2f, B = 0.26f, D = 0, v = -64 }), t => -0.5 + (t > 30 ? 0.015 * (t - 30) : 0),
            14, "Under a rising input it begins to fire at a high rate."),
        new('I', "spike latency", 0.2, 100, Of(new() { StepSize = 0.2f, D = 6 }), Pulses(3, 7.04, 10),
            1, "The spike follows its cause by a long delay."),
        new('J', "subthreshold oscillations", 0.25, 200, Of(new() { A = 0.05f, B = 0.26f, C = -60, D = 0, v = -62 }), Pulses(5, 2, 20),
            1, "The potential rings after the spike."),
        new('K', "resonator", 0.25, 400, Of(new() { A = 0.1f, B = 0.26f, C = -60, D = -1, v = -62 }), Pulses(4, 0.65, 40, 60, 280, 320),
            1, "Of two pairs of pulses, only the one at the neuron's own rhythm makes it fire."),
        new('L', "integrator", 0.25, 100, Vary(SimpleModelVariation.LowSlope), Pulses(2, 9, 100 / 11.0, (100 / 11.0) + 5, 70, 80),
            1, "Of two pairs of pulses, only the closer one makes it fire."),
        new('M', "rebound spike", 0.2, 200, Of(new() { StepSize = 0.2f, A = 0.03f, B = 0.25f, C = -60, D = 4, v = -64 }), Pulses(5, -15, 20),
            1, "It fires when inhibition ends."),
        new('N', "rebound burst", 0.2, 200, Of(new() { StepSize = 0.2f, A = 0.03f, B = 0.25f, C = -52, D = 0, v = -64 }), Pulses(5, -15, 20),
            7, "A burst when inhibition ends."),
        new('O', "threshold variability", 0.25, 100, Of(new() { A = 0.03f, B = 0.25f, C = -60, D = 4, v = -64 }), t => Within(t, 10, 15) || Within(t, 80, 85) ? 1 : Within(t, 70, 75) ? -6 : 0,
            1, "The same pulse makes it fire only after inhibition."),
        new('P', "bistability", 0.25, 300, Of(new() { A = 0.1f, B = 0.26f, C = -60, D = 0, v = -61 }), t => Within(t, 37.5, 42.5) || Within(t, 216, 221) ? 1.24 : 0.24,
            5, "One pulse starts the firing, another stops it."),
        new('Q', "depolarising after-potential", 0.1, 50, Of(new() { StepSize = 0.1f, A = 1, C = -60, D = -21 }), Pulses(2, 20, 9),
            1, "A hump follows the spike."),
        new('R', "accommodation", 0.5, 400, Vary(SimpleModelVariation.Accommodating), t => t < 200 ? t / 25 : t >= 300 && t < 312.5 ? (t - 300) / 12.5 * 4 : 0,
            1, "A slow ramp does nothing; a steep one to half its height makes it fire."),
        new('S', "inhibition-induced spiking", 0.5, 350, Of(new() { StepSize = 0.5f, A = -0.02f, B = -1, C = -60, D = 8, v = -63.8f }), t => t is >= 50 and <= 250 ? 75 : 80,
            3, "It fires while it is inhibited."),
        new('T', "inhibition-induced bursting", 0.5, 350, Of(new() { StepSize = 0.5f, A = -0.026f, B = -1, C = -45, D = -2, v = -63.8f }), t => t is >= 50 and <= 250 ? 75 : 80,
            12, "It bursts while it is inhibited."),
    ];

    private static Func<Population<float>> Of(IzhikevichSequential neuron) => () => new IzhikevichSequential.Population(1, neuron);

    private static Func<Population<float>> Vary(SimpleModelVariation neuron) => () => new SimpleModelVariation.Population(1, neuron);

    private static Func<double, double> After(double onset, double input) => t => t > onset ? input : 0;

    private static Func<double, double> Pulses(double width, double input, params double[] onsets) =>
        t => Array.Exists(onsets, onset => Within(t, onset, onset + width)) ? input : 0;

    private static bool Within(double time, double start, double end) => time > start && time < end;
}
