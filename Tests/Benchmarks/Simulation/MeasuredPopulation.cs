using System;
using System.Numerics;
using System.Runtime.InteropServices;
using NeuronDsl.Benchmarks.Measuring;
using NeuronDsl.Simulation;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>A population of either precision, as a benchmark sees it.</summary>
internal abstract class MeasuredPopulation : IDisposable
{
    /// <summary>Bytes of states, refractory count and inputs that one step of one neuron reads and writes.</summary>
    public abstract int BytesPerStep { get; }

    /// <summary>Bytes of all rows.</summary>
    public abstract long Bytes { get; }

    /// <summary>The spikes of the last step.</summary>
    public abstract int LastSpikes { get; }

    /// <summary>The mean of the first state.</summary>
    public abstract double MeanPotential { get; }

    /// <summary>How many threads a step may use.</summary>
    public abstract int Threads { set; }

    /// <summary>Advances all neurons and counts their spikes.</summary>
    public abstract long Step(int steps);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Wraps a population and gives neuron i the drive low + range i / count, as the peers do.</summary>
    public static MeasuredPopulation Of<T>(Population<T> population, double dt, double low, double range)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> drive = population.Input(population.Layout.Inputs[0]);
        for (int i = 0; i < drive.Length; i++) drive[i] = T.CreateChecked(low + (range * i / drive.Length));
        return new Measured<T>(population, T.CreateChecked(dt));
    }

    private sealed class Measured<T>(Population<T> population, T dt) : MeasuredPopulation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private int Changing => population.Layout.States.Count + (population.Layout.IsRefractory ? 1 : 0);

        public override int BytesPerStep => ((2 * Changing) + population.Layout.Inputs.Count) * Marshal.SizeOf<T>();

        public override long Bytes => (long)population.Count * (Changing + population.Layout.Inputs.Count) * Marshal.SizeOf<T>();

        public override int LastSpikes => population.SpikeCount;

        public override double MeanPotential
        {
            get
            {
                double sum = 0;
                foreach (T value in population.State(population.Layout.States[0])) sum += double.CreateChecked(value);
                return sum / population.Count;
            }
        }

        public override int Threads { set => population.Threads = value; }

        public override long Step(int steps) => population.Step(dt, steps);

        public override void Dispose() => population.Dispose();
    }
}
