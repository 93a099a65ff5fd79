using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>
/// Builds a table in passes over the connectivity, which answers alike each time: the delays that occur, the length of each segment, then
/// the synapses in their places. Nothing is held per synapse but the table itself.
/// </summary>
/// <param name="connectivity">Which is joined to which.</param>
/// <param name="shape">What the rule is applied to.</param>
/// <param name="weights">Weights.</param>
/// <param name="delays">Delays.</param>
/// <param name="dt">The time step.</param>
/// <param name="owned">The targets whose synapses this process holds: from the first up to the end.</param>
internal sealed class SynapseTableBuilder<T>(
    Connectivity connectivity, ConnectionShape shape, SynapseValues weights, SynapseValues delays, double dt, (int First, int End) owned)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The longest delay, in steps.</summary>
    public const int LongestDelay = 65_535;

    private readonly CounterRandom _weightRandom = shape.Random.Stream(-1), _delayRandom = shape.Random.Stream(-2);
    private readonly Partners _partners = new();

    private delegate void Visit(int source, int target, long place);

    /// <summary>Builds the table.</summary>
    /// <param name="storeWeights">Whether each synapse has a weight of its own even if all begin alike.</param>
    /// <param name="extraBytes">The memory that the projection takes per synapse beside the table.</param>
    /// <param name="limit">How many bytes there may be at most; null for what the machine has.</param>
    public SynapseTable<T> Build(bool storeWeights, int extraBytes, long? limit)
    {
        connectivity.Check(shape);
        bool each = storeWeights || weights.Shared is null;
        double expected = connectivity.ExpectedCount(shape) * (owned.End - owned.First) / shape.Targets;
        int delayGuess = delays.Bounds is { } bounds ? Math.Max(1, Steps(bounds.High) - Steps(bounds.Low) + 1) : 1;
        double bytes = (expected * extraBytes) + SynapseTable<T>.EstimateBytes(expected, shape.Sources, shape.Targets, delayGuess, each);
        MemoryBudget.Check(expected, bytes, limit);
        if (expected > int.MaxValue) throw TooMany(expected);

        int[] delaySteps = FindDelays();
        int[] starts = CountSegments(delaySteps);
        T? shared = each ? null : T.CreateChecked(weights.Shared!.Value);
        SynapseTable<T> table = new(shape.Sources, shape.Targets, delaySteps, starts, shared);
        Fill(table, starts);
        SortSegments(table);
        return table;
    }

    private static ArgumentException TooMany(double synapses) => new(
        FormattableString.Invariant($"A projection holds at most {int.MaxValue:N0} synapses, but there would be {synapses:N0}; split it by sources."),
        nameof(connectivity));

    private int[] FindDelays()
    {
        if (delays.Bounds is { } bounds) return [.. Enumerable.Range(Steps(bounds.Low), Steps(bounds.High) - Steps(bounds.Low) + 1)];
        HashSet<int> found = [];
        ForEach((_, _, place) => found.Add(Delay(place)));
        return found.Count == 0 ? [1] : [.. found.Order()];
    }

    private int[] CountSegments(int[] delaySteps)
    {
        int[] starts = new int[checked((shape.Sources * delaySteps.Length) + 1)];
        SegmentOf segment = new(delaySteps, this);
        ForEach((source, _, place) => starts[segment.Find(source, place) + 1]++);
        long total = 0;
        for (int k = 1; k < starts.Length; k++)
        {
            total += starts[k];
            if (total > int.MaxValue) throw TooMany(total);
            starts[k] = (int)total;
        }

        return starts;
    }

    private void Fill(SynapseTable<T> table, int[] starts)
    {
        SegmentOf segment = new(table.Delays, this);
        ForEach((source, target, place) =>
        {
            int synapse = starts[segment.Find(source, place)]++;
            if (table.ShortTargets is { } shortTargets) shortTargets.Span[synapse] = (ushort)target;
            else table.LongTargets!.Span[synapse] = target;
            if (table.Weights is not null) table.Weights.Span[synapse] = Weight(place);
        });

        // Each start has become the segment's end, which is the start of the next.
        Array.Copy(starts, 0, starts, 1, starts.Length - 1);
        starts[0] = 0;
    }

    private static void SortSegments(SynapseTable<T> table)
    {
        for (int segment = 0; segment + 1 < table.Starts.Length; segment++)
        {
            int start = table.Starts[segment], length = table.Starts[segment + 1] - start;
            if (length < 2) continue;
            if (table.ShortTargets is { } targets) Sort(targets.Span.Slice(start, length));
            else Sort(table.LongTargets!.Span.Slice(start, length));

            void Sort<TIndex>(Span<TIndex> keys)
                where TIndex : IComparable<TIndex>
            {
                int k = 1;
                while (k < keys.Length && keys[k - 1].CompareTo(keys[k]) <= 0) k++;
                if (k == keys.Length) return;
                if (table.Weights is null) keys.Sort();
                else keys.Sort(table.Weights.Span.Slice(start, length));
            }
        }
    }

    private void ForEach(Visit visit)
    {
        bool bySource = connectivity.BySource;
        for (int neuron = bySource ? 0 : owned.First; neuron < (bySource ? shape.Sources : owned.End); neuron++)
        {
            _partners.Clear();
            connectivity.Fill(neuron, shape, _partners);
            ReadOnlySpan<int> partners = _partners.Neurons;
            ReadOnlySpan<long> places = _partners.Places;
            for (int k = 0; k < partners.Length; k++)
            {
                int target = bySource ? partners[k] : neuron;
                if (target >= owned.First && target < owned.End) visit(bySource ? neuron : partners[k], target, places[k]);
            }
        }
    }

    private T Weight(long place)
    {
        double weight = weights.At(_weightRandom, place);
        if (double.IsFinite(weight)) return T.CreateChecked(weight);
        throw new ArgumentException(FormattableString.Invariant($"The weight of the synapse at place {place} is {weight}."), nameof(weights));
    }

    private int Delay(long place) => Steps(delays.At(_delayRandom, place));

    private int Steps(double delay)
    {
        double steps = Math.Round(delay / dt);
        if (steps is >= 1 and <= LongestDelay) return (int)steps;
        throw new ArgumentException(
            FormattableString.Invariant($"A delay of {delay} is {steps} steps of {dt}; delays are 1 to {LongestDelay} steps."), nameof(delays));
    }

    /// <summary>Which segment a synapse belongs to.</summary>
    private readonly struct SegmentOf
    {
        private readonly int[] _indexOfDelay;
        private readonly int _delays;
        private readonly SynapseTableBuilder<T> _builder;

        public SegmentOf(int[] delaySteps, SynapseTableBuilder<T> builder)
        {
            (_delays, _builder) = (delaySteps.Length, builder);
            _indexOfDelay = new int[delaySteps[^1] + 1];
            for (int k = 0; k < delaySteps.Length; k++) _indexOfDelay[delaySteps[k]] = k;
        }

        public int Find(int source, long place) => _delays == 1
            ? source
            : (source * _delays) + _indexOfDelay[_builder.Delay(place)];
    }
}
