using System;
using System.IO;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuronDsl.Simulation;

/// <summary>
/// Delivery with pair STDP. Traces are brought up to date when an event reads them: one for each target, and one for each segment, because
/// what shares source and delay arrives together. Spikes of targets reach their synapses through a list by target.
/// </summary>
internal sealed class PlasticDelivery<T> : Delivery<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What a synapse takes beside the table: its place in the list by target and its segment.</summary>
    public const int BytesPerSynapse = 2 * sizeof(int);

    private readonly SpikeHistory _targetSpikes;
    private readonly Trace[] _arrivals, _spikes;
    private readonly int[] _columnStarts, _columns, _segments;
    private readonly Decay _arrivalDecay, _spikeDecay;
    private readonly T _potentiation, _depression, _minimum, _maximum;

    public PlasticDelivery(
        SynapseTable<T> table, SpikeHistory sources, int firstSource, Port<T> port, int firstTarget,
        SpikeHistory targetSpikes, PairStdp rule, double dt)
        : base(table, sources, firstSource, port, firstTarget)
    {
        _targetSpikes = targetSpikes;
        _arrivals = new Trace[table.Starts.Length - 1];
        _spikes = new Trace[table.TargetCount];
        (_arrivalDecay, _spikeDecay) = (new Decay(dt / rule.TauPotentiation), new Decay(dt / rule.TauDepression));
        (_potentiation, _depression) = (T.CreateChecked(rule.Potentiation), T.CreateChecked(rule.Depression));
        (_minimum, _maximum) = (T.CreateChecked(rule.Minimum), T.CreateChecked(rule.Maximum));
        (_columnStarts, _columns, _segments) = ByTarget(table);
        foreach (ref T weight in table.Weights!.Span) weight = Clip(weight);
    }

    public override bool IsParallel => false;

    public override void Scatter(long step, int part, int parts)
    {
        for (int delay = 0; delay < Table.Delays.Length; delay++)
        {
            foreach (int source in Arriving(step, delay)) Arrive(((source - FirstSource) * Table.Delays.Length) + delay, step);
        }

        foreach (int target in Within(_targetSpikes[step - 1], FirstTarget, Table.TargetCount)) Fire(target - FirstTarget, step);
    }

    public override void Save(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes(Table.Weights!.Span));
        writer.Write(MemoryMarshal.AsBytes(_arrivals.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(_spikes.AsSpan()));
    }

    public override void Restore(BinaryReader reader, bool apply)
    {
        Read(MemoryMarshal.AsBytes(Table.Weights!.Span));
        Read(MemoryMarshal.AsBytes(_arrivals.AsSpan()));
        Read(MemoryMarshal.AsBytes(_spikes.AsSpan()));

        void Read(Span<byte> target)
        {
            if (apply) reader.BaseStream.ReadExactly(target);
            else reader.BaseStream.Seek(target.Length, SeekOrigin.Current);
        }
    }

    private static (int[] Starts, int[] Synapses, int[] Segments) ByTarget(SynapseTable<T> table)
    {
        int[] starts = new int[table.TargetCount + 2], synapses = new int[table.Count], segments = new int[table.Count];
        for (int synapse = 0; synapse < table.Count; synapse++) starts[table.Target(synapse) + 2]++;
        for (int target = 1; target < starts.Length; target++) starts[target] += starts[target - 1];
        for (int segment = 0; segment + 1 < table.Starts.Length; segment++)
        {
            for (int synapse = table.Starts[segment]; synapse < table.Starts[segment + 1]; synapse++)
            {
                int place = starts[table.Target(synapse) + 1]++;
                (synapses[place], segments[place]) = (synapse, segment);
            }
        }

        return (starts, synapses, segments);
    }

    private void Arrive(int segment, long step)
    {
        Span<T> row = Port.Row[FirstTarget..], weights = Table.Weights!.Span;
        for (int synapse = Table.Starts[segment]; synapse < Table.Starts[segment + 1]; synapse++)
        {
            int target = Table.Target(synapse);
            row[target] += weights[synapse];
            weights[synapse] = Clip(weights[synapse] - (_depression * _spikes[target].At(step, _spikeDecay)));
        }

        _arrivals[segment].Add(step, _arrivalDecay);
    }

    private void Fire(int target, long step)
    {
        Span<T> weights = Table.Weights!.Span;
        for (int k = _columnStarts[target]; k < _columnStarts[target + 1]; k++)
        {
            ref T weight = ref weights[_columns[k]];
            weight = Clip(weight + (_potentiation * _arrivals[_segments[k]].At(step, _arrivalDecay)));
        }

        _spikes[target].Add(step, _spikeDecay);
    }

    private T Clip(T weight) => T.Clamp(weight, _minimum, _maximum);

    /// <summary>An exponential trace as it was at its last event.</summary>
    private struct Trace
    {
        private long _step;
        private double _value;

        public readonly T At(long step, Decay decay) => _value == 0 ? T.Zero : T.CreateTruncating(_value * decay.Over(step - _step));

        public void Add(long step, Decay decay) => (_value, _step) = ((_value * decay.Over(step - _step)) + 1, step);
    }

    /// <summary>What is left of a trace after some steps; tabulated for the steps that occur most.</summary>
    private sealed class Decay(double perStep)
    {
        private readonly double[] _table = Tabulate(perStep);

        public double Over(long steps) => steps < _table.Length ? _table[steps] : Math.Exp(-steps * perStep);

        private static double[] Tabulate(double perStep)
        {
            double[] table = new double[4096];
            for (int k = 0; k < table.Length; k++) table[k] = Math.Exp(-k * perStep);
            return table;
        }
    }
}
