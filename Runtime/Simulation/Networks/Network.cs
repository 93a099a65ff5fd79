using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.ExceptionServices;
using System.Threading;
using NeuronDsl.LinearAlgebra;

namespace NeuronDsl.Simulation;

/// <summary>
/// Populations joined by projections, advanced together in steps of one length. The result depends on the seed and on what was built in which order,
/// never on the number of threads.
/// </summary>
public sealed class Network : IDisposable
{
    private const int ReportsPerRun = 100;

    private readonly List<PopulationNode> _populations = [];
    private readonly List<Projection> _projections = [];
    private readonly List<Recorder> _recorders = [];
    private int _threads = 1;
    private NetworkShard? _shard;

    /// <summary>Makes an empty network.</summary>
    /// <param name="dt">The time step, milliseconds in the models of the catalogue.</param>
    /// <param name="seed">The seed of everything random about connections. Noise has each population's own.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dt"/> is not positive and finite.</exception>
    public Network(double dt, ulong seed = 0)
    {
        TimeStepGuard.Check(dt);
        (Dt, Seed) = (dt, seed);
    }

    /// <summary>The time step.</summary>
    public double Dt { get; }

    /// <summary>The seed of everything random about connections.</summary>
    public ulong Seed { get; }

    /// <summary>How many steps were taken.</summary>
    public long StepIndex { get; private set; }

    /// <summary>The time now, in the unit of dt.</summary>
    public double Time => StepIndex * Dt;

    /// <summary>How many threads a step may use; the result is the same, bit for bit, for any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int Threads
    {
        get => _threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            _threads = value;
        }
    }

    /// <summary>How many bytes a new projection may take at most; left out, what the machine has to give.</summary>
    public long? MemoryLimit { get; set; }

    /// <summary>The projections, in the order in which they were made.</summary>
    public IReadOnlyList<Projection> Projections => _projections;

    /// <summary>The share of this process, where several simulate the network together; null where it does so alone.</summary>
    /// <exception cref="InvalidOperationException">Projections were made before.</exception>
    internal NetworkShard? Shard
    {
        get => _shard;
        set
        {
            if (_projections.Count > 0) throw new InvalidOperationException("A network is distributed before its populations are connected.");
            _shard = value;
        }
    }

    /// <summary>The populations, in the order in which they were added.</summary>
    internal IReadOnlyList<PopulationNode> Populations => _populations;

    /// <summary>Adds a population. It stays the caller's, to be read and written between runs and to be disposed.</summary>
    /// <param name="population">The population.</param>
    /// <param name="name">Its name in messages and checkpoints; left out, the neuron's class.</param>
    /// <exception cref="ArgumentException">The population is in the network already.</exception>
    public void Add<T>(Population<T> population, string? name = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(population);
        if (_populations.Any(p => p.Population == population))
            throw new ArgumentException($"The population of {population.Layout.Name} is in the network already.", nameof(population));
        _populations.Add(new PopulationNode<T>(name ?? population.Layout.Name, population));
    }

    /// <summary>Joins two populations, which may be the same.</summary>
    /// <param name="sources">The population whose spikes are sent.</param>
    /// <param name="targets">The population that receives them.</param>
    /// <param name="connectivity">Which neuron is joined to which.</param>
    /// <param name="synapses">What the synapses are like.</param>
    /// <exception cref="ArgumentException">A population is not in the network; the port is unknown or must be named; a delay is shorter than a step;
    /// what was listed does not fit the populations.</exception>
    /// <exception cref="InsufficientMemoryException">The synapses do not fit into memory: the message says what they need and what there
    /// is.</exception>
    public Projection Connect<TSource, T>(Population<TSource> sources, Population<T> targets, Connectivity connectivity, Synapses synapses)
        where TSource : unmanaged, IBinaryFloatingPointIeee754<TSource>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(connectivity);
        ArgumentNullException.ThrowIfNull(synapses);
        PopulationNode<TSource> source = NodeOf(sources, nameof(sources));
        PopulationNode<T> target = NodeOf(targets, nameof(targets));
        (int firstSource, int sourceCount) = synapses.Sources.GetOffsetAndLength(sources.Count);
        (int firstTarget, int targetCount) = synapses.Targets.GetOffsetAndLength(targets.Count);
        Port<T> port = target.Port(synapses.Port);
        PairStdp? rule = synapses.Plasticity;
        rule?.Check();

        int? selfOffset = ReferenceEquals(source, target) ? firstSource - firstTarget : null;
        ConnectionShape shape = new(sourceCount, targetCount, selfOffset, new CounterRandom(Seed).Stream(_projections.Count));
        SynapseTableBuilder<T> builder = new(
            connectivity, shape, synapses.Weight ?? connectivity.Weights ?? 1, synapses.Delay ?? Dt, Dt, OwnedTargets(target, firstTarget, targetCount));
        SynapseTable<T> table = builder.Build(rule is not null, rule is null ? 0 : PlasticDelivery<T>.BytesPerSynapse, MemoryLimit);
        source.Spikes.EnsureDepth(table.Delays[^1] + 2, StepIndex);

        Delivery<T> delivery =
            rule is not null ? new PlasticDelivery<T>(table, source.Spikes, firstSource, port, firstTarget, target.Spikes, rule, Dt)
            : CountedDelivery<T>.Fits(table) ? new CountedDelivery<T>(table, source.Spikes, firstSource, port, firstTarget)
            : new WeightedDelivery<T>(table, source.Spikes, firstSource, port, firstTarget);
        Projection<T> projection = new($"{source.Name} → {target.Name}.{port.Name}", target, table, delivery, firstSource, firstTarget, Dt);
        _projections.Add(projection);
        return projection;
    }

    /// <summary>Records the spikes of a population from now on.</summary>
    /// <param name="population">The population.</param>
    /// <param name="file">The file to stream to, replaced if it is there; left out, they are kept in memory.</param>
    /// <exception cref="ArgumentException">The population is not in the network.</exception>
    public SpikeRecorder RecordSpikes<T>(Population<T> population, string? file = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Add(new SpikeRecorder(NodeOf(population, nameof(population)), Dt, file));

    /// <summary>Records a state of some neurons from now on.</summary>
    /// <param name="population">The population.</param>
    /// <param name="state">The state's name.</param>
    /// <param name="neurons">Which neurons; left out, all.</param>
    /// <param name="interval">The time between samples, a multiple of dt; left out, every step is sampled.</param>
    /// <param name="file">The file to stream to, replaced if it is there; left out, samples are kept in memory.</param>
    /// <exception cref="ArgumentException">The population is not in the network, the state or a neuron not in the population, or the interval no
    /// multiple of dt.</exception>
    public StateRecorder<T> RecordState<T>(
        Population<T> population, string state, IReadOnlyList<int>? neurons = null, double? interval = null, string? file = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PopulationNode<T> node = NodeOf(population, nameof(population));
        neurons ??= [.. Enumerable.Range(0, population.Count)];
        return Add(new StateRecorder<T>(node, state, neurons, StepsOf(interval ?? Dt, nameof(interval)), Dt, file));
    }

    /// <summary>Records the firing rate of a population from now on.</summary>
    /// <param name="population">The population.</param>
    /// <param name="interval">The time that each rate is the mean of, a multiple of dt.</param>
    /// <param name="file">The file to stream to, replaced if it is there; left out, rates are kept in memory.</param>
    /// <exception cref="ArgumentException">The population is not in the network, or the interval no multiple of dt.</exception>
    public RateRecorder RecordRate<T>(Population<T> population, double interval, string? file = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Add(new RateRecorder(NodeOf(population, nameof(population)), StepsOf(interval, nameof(interval)), Dt, file));

    /// <summary>
    /// Advances the network. A run that ends early, cancelled or by an exception of a recorder, ends after a whole step: what was recorded is
    /// written as far as the disk takes it, and another run goes on from there.
    /// </summary>
    /// <param name="duration">How long, a multiple of dt.</param>
    /// <param name="progress">Told about a hundred times how far the run has come.</param>
    /// <param name="cancellation">Asked before every step.</param>
    /// <returns>The number of spikes of all populations.</returns>
    /// <exception cref="ArgumentException">The duration is no multiple of dt, or an input is NaN.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="IOException">A recorder could not write; the message names the file, which is cut back to whole records.</exception>
    public long Run(double duration, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        long steps = StepsOf(duration, nameof(duration)), start = StepIndex, every = Math.Max(1, steps / ReportsPerRun), spikes = 0;
        _shard?.Begin(this);
        foreach (PopulationNode population in _populations) population.Begin(Dt);
        foreach (Projection projection in _projections) projection.Begin(Threads, StepIndex);
        foreach (Recorder recorder in _recorders) recorder.Open();
        ParallelLoop scatter = new(Scatter), advance = new(Advance);
        try
        {
            for (long step = 1; step <= steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (Projection projection in _projections)
                {
                    if (!projection.IsParallel) projection.Scatter(StepIndex, 0, 1);
                }

                scatter.Run(Threads, Threads);
                advance.Run(Threads, Threads);
                spikes += EndStep();
                _shard?.EndStep(this, last: step == steps);
                foreach (Recorder recorder in _recorders) recorder.Write(everything: false);
                if (step % every == 0 || step == steps) progress?.Report(new RunProgress(Time, (start + steps) * Dt, spikes));
            }
        }
        finally
        {
            WriteRecords();
        }

        return _shard?.Sum(spikes) ?? spikes;
    }

    /// <summary>
    /// Saves the network: states, spikes on their way, plastic weights and where the recorders stand. The file is replaced as a whole or not at
    /// all.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        WriteRecords();
        NetworkCheckpoint.Save(path, this, _populations, _projections, _recorders);
    }

    /// <summary>
    /// Brings a network that was built in the same way to where a saved one stood: from there it goes on bit for bit as that one did.
    /// Files of recorders are cut back to that moment and continued.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is foreign, of another version, cut short or damaged, or of another network: the
    /// message says where they differ, and nothing was changed.</exception>
    public void Restore(string path)
    {
        _shard?.Begin(this);
        StepIndex = NetworkCheckpoint.Restore(path, this, _populations, _projections, _recorders);
    }

    /// <summary>Releases the projections and closes the recorders' files. Populations stay the caller's.</summary>
    public void Dispose()
    {
        foreach (Projection projection in _projections) projection.Dispose();
        foreach (Recorder recorder in _recorders) recorder.Dispose();
    }

    private void Scatter(int part)
    {
        foreach (Projection projection in _projections)
        {
            if (projection.IsParallel) projection.Scatter(StepIndex, part, Threads);
        }
    }

    private void Advance(int part)
    {
        foreach (PopulationNode population in _populations)
        {
            (int firstOwned, int endOwned) = _shard?.Words(population.WordCount) ?? (0, population.WordCount);
            long owned = endOwned - firstOwned;
            int first = firstOwned + (int)(owned * part / Threads), end = firstOwned + (int)(owned * (part + 1) / Threads);
            foreach (Projection projection in _projections)
            {
                if (projection.Target == population) projection.Collect(first * 64, end * 64);
            }

            population.Step(first, end);
        }
    }

    private long EndStep()
    {
        long spikes = 0;
        foreach (PopulationNode population in _populations)
        {
            population.EndStep(StepIndex);
            spikes += population.Spikes[StepIndex].Length;
        }

        foreach (Projection projection in _projections) projection.EndStep(StepIndex);
        foreach (Recorder recorder in _recorders) recorder.Record(StepIndex);
        StepIndex++;
        return spikes;
    }

    private (int First, int End) OwnedTargets(PopulationNode target, int firstTarget, int targetCount)
    {
        if (_shard is null) return (0, targetCount);
        (int firstWord, int endWord) = _shard.Words(target.WordCount);
        return (Math.Clamp((firstWord * 64) - firstTarget, 0, targetCount), Math.Clamp((endWord * 64) - firstTarget, 0, targetCount));
    }

    // One full disk does not keep the others from writing.
    private void WriteRecords()
    {
        ExceptionDispatchInfo? failure = null;
        foreach (Recorder recorder in _recorders)
        {
            try
            {
                recorder.Write(everything: true);
            }
            catch (IOException exception)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
    }

    private TRecorder Add<TRecorder>(TRecorder recorder)
        where TRecorder : Recorder
    {
        _recorders.Add(recorder);
        return recorder;
    }

    private long StepsOf(double time, string argument)
    {
        double steps = Math.Round(time / Dt);
        if (steps is >= 1 and < long.MaxValue && Math.Abs((steps * Dt) - time) <= 1e-6 * Dt * Math.Max(1, steps * 1e-6)) return (long)steps;
        throw new ArgumentException(FormattableString.Invariant($"{time} is no positive multiple of the time step {Dt}."), argument);
    }

    private PopulationNode<T> NodeOf<T>(Population<T> population, string argument)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(population, argument);
        foreach (PopulationNode node in _populations)
        {
            if (node.Population == population) return (PopulationNode<T>)node;
        }

        throw new ArgumentException($"The population of {population.Layout.Name} is not in the network: Add it first.", argument);
    }
}
