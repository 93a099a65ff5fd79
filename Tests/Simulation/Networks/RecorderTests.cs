using System;
using System.IO;
using System.Linq;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Simulation.Networks;

public class RecorderTests
{
    [Fact]
    public void Recorders_see_what_the_network_does()
    {
        using Population<double> neurons = BenchmarkNetwork.Neurons();
        using Network network = BenchmarkNetwork.Build(neurons, randomDelays: false);
        SpikeRecorder spikes = network.RecordSpikes(neurons);
        StateRecorder<double> every = network.RecordState(neurons, "V", [7, 3]), some = network.RecordState(neurons, "V", [3], interval: 0.5);
        RateRecorder rate = network.RecordRate(neurons, interval: 10);
        double[] expected = new double[500];
        for (int step = 0; step < 500; step++)
        {
            network.Run(0.1);
            expected[step] = neurons.State("V")[3];
        }

        Assert.Equal(expected, every.Trace(1));
        Assert.Equal(expected.Where((_, k) => (k + 1) % 5 == 0), some.Trace(0));
        Assert.Equal(0.5, some.Times.First(), 1e-12);
        Assert.Equal(50, some.Times.Last(), 1e-12);
        for (int k = 0; k < 5; k++)
        {
            int count = spikes.Spikes.Count(s => s.Step / 100 == k);
            Assert.Equal(count, rate.Counts[k]);
            Assert.Equal(count / 200.0 / 0.01, rate.Rates[k], 1e-9);
        }

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => network.RecordState(neurons, "V", [200]));
        Assert.Contains("no neuron 200", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => network.RecordState(neurons, "W"));
    }

    [Fact]
    public void A_file_holds_what_memory_would()
    {
        using TemporaryFolder folder = new();
        using Population<double> neurons = BenchmarkNetwork.Neurons();
        using Network network = BenchmarkNetwork.Build(neurons, randomDelays: false);
        SpikeRecorder memory = network.RecordSpikes(neurons);
        StateRecorder<double> trace = network.RecordState(neurons, "V", [7, 3]);
        RateRecorder rate = network.RecordRate(neurons, interval: 10);
        network.RecordSpikes(neurons, folder.At("spikes"));
        network.RecordState(neurons, "V", [7, 3], file: folder.At("state"));
        network.RecordRate(neurons, interval: 10, folder.At("rate"));
        network.Run(400);

        // Valid while it is written, ended once the network is gone.
        Assert.False(Recording.Read(folder.At("spikes")).IsComplete);
        network.Dispose();
        Recording spikes = Recording.Read(folder.At("spikes")), states = Recording.Read(folder.At("state"));
        Recording rates = Recording.Read(folder.At("rate"));
        Assert.True(spikes.IsComplete);
        Assert.Equal(memory.Spikes, spikes.Spikes());
        Assert.Equal(4000, states.Count);
        Assert.Equal(new[] { 7, 3 }, states.Neurons);
        Assert.Equal(trace.Trace(1), Enumerable.Range(0, 4000).Select(k => states.States<double>(k)[1]));
        Assert.Equal(rate.Counts, Enumerable.Range(0, rates.Count).Select(rates.SpikesInInterval));
        Assert.Throws<InvalidOperationException>(() => states.Spikes());
    }

    [Fact]
    public void A_recording_that_broke_off_anywhere_is_read_up_to_its_last_whole_block()
    {
        using TemporaryFolder folder = new();
        string path = folder.At("recording");
        RecordingHeader header = Header();
        int headerEnd;
        using (RecordingFile file = new(path, header))
        {
            file.Open();
            headerEnd = (int)new FileInfo(path).Length;
            for (int block = 0; block < 3; block++)
            {
                file.Append(BitConverter.GetBytes((long)block));
                file.Append(BitConverter.GetBytes(block));
                file.Write(everything: true);
            }
        }

        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            if (length < headerEnd)
            {
                Assert.Throws<InvalidDataException>(() => Recording.Read(path));
                continue;
            }

            Recording read = Recording.Read(path);
            Assert.Equal(Math.Min(3, (length - headerEnd) / 20), read.Count);
            Assert.False(read.IsComplete);
        }

        whole[headerEnd + 6] ^= 1;
        File.WriteAllBytes(path, whole);
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => Recording.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_leaves_whole_blocks_and_the_rest_can_still_be_written()
    {
        using TemporaryFolder folder = new();
        string path = folder.At("recording");
        bool full = false;
        RecordingFile file = new(path, Header(), (handle, bytes, offset) =>
        {
            // As a disk does that takes the first few bytes of a block and no more.
            RandomAccess.Write(handle, full ? bytes[..5] : bytes, offset);
            if (full) throw new IOException("No space left on device.");
        });
        file.Open();
        file.Append(new byte[12]);
        file.Write(everything: true);
        long length = new FileInfo(path).Length;
        full = true;
        file.Append(new byte[24]);
        string message = Assert.Throws<IOException>(() => file.Write(everything: true)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains($"offset {length}", message, StringComparison.Ordinal);
        Assert.Contains("No space left", message, StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(path).Length);
        Assert.Equal(1, Recording.Read(path).Count);
        full = false;
        file.Dispose();
        Assert.Equal(3, Recording.Read(path).Count);
        Assert.True(Recording.Read(path).IsComplete);
    }

    [SkippableFact]
    public void A_disk_that_is_full_from_the_start_is_said_and_leaves_no_file()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/dev/full"));
        using TemporaryFolder folder = new();
        string path = folder.At("spikes");
        File.CreateSymbolicLink(path, "/dev/full");
        using Population<double> neurons = BenchmarkNetwork.Neurons();
        using Network network = BenchmarkNetwork.Build(neurons, randomDelays: false);
        network.RecordSpikes(neurons, path);
        Assert.Contains(path, Assert.ThrowsAny<IOException>(() => network.Run(1)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        Assert.True(File.Exists("/dev/full"));
        Assert.Equal(0, network.StepIndex);
    }

    private static RecordingHeader Header() => new() { Kind = SpikeRecorder.Kind, Population = "neurons", Neurons = 5, Dt = 0.1, RecordBytes = 12 };
}
