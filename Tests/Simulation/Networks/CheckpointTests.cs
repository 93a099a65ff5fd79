using System;
using System.IO;
using System.Linq;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Simulation.Networks;

public class CheckpointTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_resumed_run_equals_an_unbroken_one_bit_for_bit(bool files)
    {
        using TemporaryFolder folder = new();
        using Run whole = new(files ? folder.At("whole") : null);
        whole.Network.Run(60);

        string checkpoint = folder.At("checkpoint");
        using (Run first = new(files ? folder.At("broken") : null))
        {
            first.Network.Run(25);
            first.Network.Save(checkpoint);

            // Goes on for a while, as a run does that is killed some time after its last checkpoint.
            first.Network.Run(7);
        }

        using Run second = new(files ? folder.At("broken") : null);
        second.Network.Restore(checkpoint);
        Assert.Equal(250, second.Network.StepIndex);
        second.Network.Run(35);

        Assert.Equal(whole.Neurons.State("V").ToArray(), second.Neurons.State("V").ToArray());
        Assert.Equal(whole.Plastic.Synapses, second.Plastic.Synapses);
        Assert.NotEqual(0.3, whole.Plastic.Synapses.First().Weight);
        if (files)
        {
            whole.Network.Dispose();
            second.Network.Dispose();
            (Recording Whole, Recording Broken) Read(string kind) =>
                (Recording.Read(folder.At("whole" + kind)), Recording.Read(folder.At("broken" + kind)));
            (Recording expected, Recording found) = Read(".spikes");
            Assert.Equal(expected.Spikes(), found.Spikes());
            Assert.True(found.IsComplete && found.Count > 100);
            (expected, found) = Read(".state");
            Assert.Equal(85, found.Count);
            for (int k = 0; k < 85; k++) Assert.Equal(expected.States<double>(k), found.States<double>(k));
            (expected, found) = Read(".rate");
            Assert.Equal(30, found.Count);
            for (int k = 0; k < 30; k++) Assert.Equal(expected.SpikesInInterval(k), found.SpikesInInterval(k));
        }
        else
        {
            Assert.Equal(whole.Spikes.Spikes, second.Spikes.Spikes);
            Assert.Equal(whole.State.Trace(1), second.State.Trace(1));
            Assert.Equal(whole.Rate.Counts, second.Rate.Counts);
        }
    }

    [Fact]
    public void A_checkpoint_that_is_cut_short_damaged_or_of_another_version_changes_nothing()
    {
        using TemporaryFolder folder = new();
        string path = folder.At("checkpoint");
        using Run run = new(null);
        run.Network.Run(20);
        run.Network.Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        run.Network.Run(5);
        double[] before = run.Neurons.State("V").ToArray();

        Assert.Contains("truncated", Refusal(b => b[..(b.Length / 2)]), StringComparison.Ordinal);
        Assert.Contains("truncated", Refusal(b => b[..10]), StringComparison.Ordinal);
        Assert.Contains("damaged", Refusal(b => Flip(b, b.Length / 2)), StringComparison.Ordinal);
        Assert.Contains("version", Refusal(b => Flip(b, 8)), StringComparison.Ordinal);
        Assert.Contains("no checkpoint", Refusal(b => Flip(b, 0)), StringComparison.Ordinal);
        Assert.Equal(250, run.Network.StepIndex);
        Assert.Equal(before, run.Neurons.State("V").ToArray());

        string Refusal(Func<byte[], byte[]> change)
        {
            File.WriteAllBytes(path, change((byte[])bytes.Clone()));
            string message = Assert.Throws<InvalidDataException>(() => run.Network.Restore(path)).Message;
            Assert.StartsWith(path, message, StringComparison.Ordinal);
            return message;
        }

        static byte[] Flip(byte[] data, int at)
        {
            data[at] ^= 0x10;
            return data;
        }
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused_with_the_difference()
    {
        using TemporaryFolder folder = new();
        string path = folder.At("checkpoint");
        using Run run = new(null);
        run.Network.Save(path);

        using Population<double> fewer = TestNeurons.DeltaLif(10), same = BenchmarkNetwork.Neurons();
        using Network small = new(0.1), slow = new(0.2), single = BenchmarkNetwork.Build(same, randomDelays: false);
        small.Add(fewer);
        Assert.Contains("a population is 'DeltaLif: 200 DeltaLif", Refusal(small), StringComparison.Ordinal);
        Assert.Contains("the time step is '0.1' there, but '0.2' here", Refusal(slow), StringComparison.Ordinal);
        Assert.Contains("the number of projections is '3' there, but '2' here", Refusal(single), StringComparison.Ordinal);
        Assert.Contains("nothing was restored", Refusal(single), StringComparison.Ordinal);

        string Refusal(Network network) => Assert.Throws<InvalidDataException>(() => network.Restore(path)).Message;
    }

    [Fact]
    public void A_failed_save_leaves_the_old_checkpoint_and_nothing_beside_it()
    {
        using TemporaryFolder folder = new();
        string path = folder.At("checkpoint");
        using Run run = new(null);
        run.Network.Save(path);
        byte[] old = File.ReadAllBytes(path);
        Directory.CreateDirectory(path + ".partial");
        run.Network.Run(5);
        Assert.ThrowsAny<Exception>(() => run.Network.Save(path));
        Assert.Equal(old, File.ReadAllBytes(path));
    }

    /// <summary>The small network with a plastic projection and all recorders.</summary>
    private sealed class Run : IDisposable
    {
        public Run(string? file)
        {
            Neurons = BenchmarkNetwork.Neurons();
            Network = BenchmarkNetwork.Build(Neurons, randomDelays: true);
            Plastic = Network.Connect(Neurons, Neurons, Connectivity.FixedProbability(0.1), new()
            {
                Weight = 0.3, Delay = SynapseValues.Uniform(0.5, 1.5), Plasticity = new PairStdp { Potentiation = 0.01, Depression = 0.012 },
            });
            Spikes = Network.RecordSpikes(Neurons, file is null ? null : file + ".spikes");
            State = Network.RecordState(Neurons, "V", [3, 150], interval: 0.7, file: file is null ? null : file + ".state");
            Rate = Network.RecordRate(Neurons, interval: 2, file: file is null ? null : file + ".rate");
        }

        public Population<double> Neurons { get; }

        public Network Network { get; }

        public Projection Plastic { get; }

        public SpikeRecorder Spikes { get; }

        public StateRecorder<double> State { get; }

        public RateRecorder Rate { get; }

        public void Dispose()
        {
            Network.Dispose();
            Neurons.Dispose();
        }
    }
}
