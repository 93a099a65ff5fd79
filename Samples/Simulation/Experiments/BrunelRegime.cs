using System;
using System.Collections.Generic;

namespace SimulationSample.Experiments;

/// <summary>A regime of the network of Brunel (2000).</summary>
/// <param name="Name">What its activity is called.</param>
/// <param name="G">How much stronger inhibition is than excitation.</param>
/// <param name="Eta">The external input over that which would just make a neuron fire.</param>
/// <param name="Remark">What to see.</param>
internal sealed record BrunelRegime(string Name, double G, double Eta, string Remark)
{
    /// <summary>The size of an excitatory jump, membrane time constant, refractory period, threshold and reset: mV and ms.</summary>
    public const double J = 0.1, Tau = 20, TRef = 2, Threshold = 20, Reset = 10;

    /// <summary>How many excitatory and inhibitory synapses a neuron receives.</summary>
    public const int ExcitatoryInputs = 1_000, InhibitoryInputs = 250;

    /// <summary>The four regimes of the publication's figure 8, A to D.</summary>
    public static IReadOnlyList<BrunelRegime> All { get; } =
    [
        new("synchronous regular (SR)", 3, 2, "Excitation wins: clusters of neurons fire together, nearly as fast as refractoriness lets them."),
        new("synchronous irregular, fast (SI)", 6, 4, "The population oscillates fast; each neuron takes part in some of the cycles only."),
        new("asynchronous irregular (AI)", 5, 2, "No common rhythm: the rate of the population only wavers, as that of a finite network must, and single neurons fire irregularly."),
        new("synchronous irregular, slow (SI)", 4.5, 0.9, "External input alone would not do: the population flares up and falls silent, slowly."),
    ];

    /// <summary>Mean of the external input (mV).</summary>
    public double ExternalMean => Eta * Threshold;

    /// <summary>Strength of fluctuation of the external input (mV): J sqrt(C_E nu_ext tau).</summary>
    public double ExternalSigma => Math.Sqrt(J * Eta * Threshold);

    /// <summary>
    /// The rate in Hz that mean-field theory gives a stationary network: that at which neurons that receive it fire, by the first-passage time of
    /// an Ornstein-Uhlenbeck process. Brunel (2000), equations 20 to 22.
    /// </summary>
    public double TheoreticalRate
    {
        get
        {
            // Relaxation from silence leads to the lowest rate that is stable.
            double rate = 0;
            for (int k = 0; k < 4_000; k++) rate += 0.01 * (Response(rate) - rate);
            return 1000 * rate;
        }
    }

    // Spikes per ms of a neuron whose recurrent inputs fire at a rate per ms.
    private double Response(double rate)
    {
        double mean = ExternalMean + (Tau * J * rate * (ExcitatoryInputs - (G * InhibitoryInputs)));
        double sigma = Math.Sqrt((ExternalSigma * ExternalSigma) + (Tau * J * J * rate * (ExcitatoryInputs + (G * G * InhibitoryInputs))));
        double upper = (Threshold - mean) / sigma, lower = (Reset - mean) / sigma, end = Math.Max(0, upper) + 6, sum = 0;
        const int Intervals = 2_000;
        for (int k = 0; k < Intervals; k++)
        {
            double u = (k + 0.5) * end / Intervals;
            sum += (Math.Exp((2 * upper * u) - (u * u)) - Math.Exp((2 * lower * u) - (u * u))) / u;
        }

        return 1 / (TRef + (Tau * sum * end / Intervals));
    }
}
