using System;
using System.Numerics;

namespace NeuronDsl.Data;

/// <summary>
/// Mel-frequency cepstral coefficients with their first and second differences, 39 values for every 10 ms, as van der Veen (2022, arXiv:2201.07602) computes them
/// but for a Hamming window that varies over the frame: pre-emphasis, frames of 400 samples every 160, power spectrum of 512 points, 26 triangular filters on the mel
/// scale from 0 to 8,000 Hz, logarithm in decibels, orthonormal cosine transform of which 13 stay, less their mean over the utterance.
/// </summary>
public static class Mfcc
{
    /// <summary>Samples of a frame, and from one frame to the next.</summary>
    public const int FrameLength = 400, FrameShift = 160;

    /// <summary>Values of a frame.</summary>
    public const int Features = 3 * Cepstra;

    private const int Points = 512, Filters = 26, Cepstra = 13, SampleRate = 16_000;
    private const double PreEmphasis = 0.97, Least = 2.220446049250313e-16;

    private static readonly double[] Window = MakeWindow();
    private static readonly double[][] Bank = MakeBank();

    /// <summary>The features of a recording, [frames, 39].</summary>
    /// <param name="clip">A recording at 16 kHz of at least one frame.</param>
    /// <exception cref="ArgumentException">The rate is another, or the recording is shorter than a frame.</exception>
    public static float[] Compute(AudioClip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        if (clip.SampleRate != SampleRate) throw new ArgumentException($"The recording has {clip.SampleRate} samples a second; features are defined for {SampleRate}.", nameof(clip));
        if (clip.Samples.Length < FrameLength) throw new ArgumentException($"The recording has {clip.Samples.Length} samples; a frame takes {FrameLength}.", nameof(clip));
        int frames = Frames(clip.Samples.Length);
        double[][] cepstra = new double[frames][];
        for (int frame = 0; frame < frames; frame++) cepstra[frame] = Cepstrum(clip.Samples, frame * FrameShift);
        RemoveMean(cepstra);
        double[][] first = Differences(cepstra), second = Differences(first);
        float[] features = new float[frames * Features];
        for (int frame = 0; frame < frames; frame++)
        {
            for (int k = 0; k < Cepstra; k++)
            {
                Span<float> row = features.AsSpan(frame * Features, Features);
                (row[k], row[Cepstra + k], row[(2 * Cepstra) + k]) = ((float)cepstra[frame][k], (float)first[frame][k], (float)second[frame][k]);
            }
        }

        return features;
    }

    /// <summary>Whole frames of so many samples.</summary>
    public static int Frames(int samples) => samples < FrameLength ? 0 : 1 + ((samples - FrameLength) / FrameShift);

    private static double[] Cepstrum(float[] samples, int start)
    {
        Complex[] spectrum = new Complex[Points];
        for (int n = 0; n < FrameLength; n++)
        {
            double before = start + n > 0 ? samples[start + n - 1] : 0;
            spectrum[n] = Window[n] * (samples[start + n] - (PreEmphasis * before));
        }

        Transform(spectrum);
        double[] energies = new double[Filters];
        for (int filter = 0; filter < Filters; filter++)
        {
            double energy = 0;
            for (int bin = 0; bin <= Points / 2; bin++)
            {
                double magnitude = spectrum[bin].Magnitude;
                energy += Bank[filter][bin] * magnitude * magnitude / Points;
            }

            energies[filter] = 20 * Math.Log10(Math.Max(energy, Least));
        }

        double[] cepstrum = new double[Cepstra];
        for (int k = 0; k < Cepstra; k++)
        {
            double sum = 0;
            for (int filter = 0; filter < Filters; filter++) sum += energies[filter] * Math.Cos(Math.PI * k * (filter + 0.5) / Filters);
            cepstrum[k] = sum * Math.Sqrt((k == 0 ? 1.0 : 2.0) / Filters);
        }

        return cepstrum;
    }

    // Radix 2, in place (Cooley and Tukey 1965).
    private static void Transform(Complex[] values)
    {
        int n = values.Length;
        for (int i = 1, j = 0; i < n; i++)
        {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i < j) (values[i], values[j]) = (values[j], values[i]);
        }

        for (int length = 2; length <= n; length <<= 1)
        {
            Complex root = Complex.FromPolarCoordinates(1, -2 * Math.PI / length);
            for (int start = 0; start < n; start += length)
            {
                Complex factor = 1;
                for (int k = 0; k < length / 2; k++, factor *= root)
                {
                    Complex even = values[start + k], odd = factor * values[start + k + (length / 2)];
                    (values[start + k], values[start + k + (length / 2)]) = (even + odd, even - odd);
                }
            }
        }
    }

    // d[t] = sum over n = 1, 2 of n (c[t+n] - c[t-n]) / 10, the ends repeated.
    private static double[][] Differences(double[][] values)
    {
        double[][] differences = new double[values.Length][];
        double[] At(int frame) => values[Math.Clamp(frame, 0, values.Length - 1)];
        for (int t = 0; t < values.Length; t++)
        {
            differences[t] = new double[Cepstra];
            for (int k = 0; k < Cepstra; k++) differences[t][k] = (At(t + 1)[k] - At(t - 1)[k] + (2 * (At(t + 2)[k] - At(t - 2)[k]))) / 10;
        }

        return differences;
    }

    private static void RemoveMean(double[][] cepstra)
    {
        for (int k = 0; k < Cepstra; k++)
        {
            double mean = 0;
            foreach (double[] frame in cepstra) mean += frame[k] / cepstra.Length;
            foreach (double[] frame in cepstra) frame[k] -= mean;
        }
    }

    private static double[] MakeWindow()
    {
        double[] window = new double[FrameLength];
        for (int n = 0; n < FrameLength; n++) window[n] = 0.53836 - (0.46164 * Math.Cos(2 * Math.PI * n / (FrameLength - 1)));
        return window;
    }

    private static double[][] MakeBank()
    {
        static double Mel(double frequency) => 2595 * Math.Log10(1 + (frequency / 700));
        static double Frequency(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
        int[] edges = new int[Filters + 2];
        double highest = Mel(SampleRate / 2.0);
        for (int k = 0; k < edges.Length; k++) edges[k] = (int)Math.Floor((Points + 1) * Frequency(highest * k / (Filters + 1)) / SampleRate);
        double[][] bank = new double[Filters][];
        for (int filter = 0; filter < Filters; filter++)
        {
            (int low, int middle, int high) = (edges[filter], edges[filter + 1], edges[filter + 2]);
            bank[filter] = new double[(Points / 2) + 1];
            for (int bin = low; bin < middle; bin++) bank[filter][bin] = (bin - low) / (double)(middle - low);
            for (int bin = middle; bin < high; bin++) bank[filter][bin] = (high - bin) / (double)(high - middle);
        }

        return bank;
    }
}
