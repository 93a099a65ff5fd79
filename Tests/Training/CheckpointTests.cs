using System;
using System.IO;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Tests.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_comes_back_bit_for_bit()
    {
        using var saved = Network(1);
        using var loaded = Network(2);
        saved.Save(_folder.At("net"));
        Assert.NotEqual(Values(saved), Values(loaded));
        loaded.Load(_folder.At("net"));
        Assert.Equal(Values(saved), Values(loaded));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_and_nothing_is_changed()
    {
        using var network = Network(1);
        network.Save(_folder.At("net"));
        byte[] whole = File.ReadAllBytes(_folder.At("net"));
        float[] before = Values(network);
        for (int length = 0; length < whole.Length; length += length < 40 ? 1 : 37)
            Assert.Contains("truncated", Refused(network, whole[..length]), StringComparison.Ordinal);
        Assert.Contains($"at offset {whole.Length} expected the end", Refused(network, [.. whole, 0]), StringComparison.Ordinal);
        Assert.Equal(before, Values(network));
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_refused()
    {
        using var network = Network(1);
        network.Save(_folder.At("net"));
        byte[] whole = File.ReadAllBytes(_folder.At("net"));
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x10;
            Refused(network, damaged);
        }
    }

    [Fact]
    public void Foreign_and_later_files_are_refused()
    {
        using var network = Network(1);
        Assert.Contains("no checkpoint", Refused(network, "something else altogether"u8.ToArray()), StringComparison.Ordinal);
        network.Save(_folder.At("net"));
        byte[] later = File.ReadAllBytes(_folder.At("net"));
        later[8] = 9;
        Assert.Contains("at offset 8 expected version 2, found 9", Refused(network, later), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_does_not_fit_is_told_which_parameter()
    {
        using var network = Network(1);
        network.Save(_folder.At("net"));
        using var wider = new Sequential(new Linear(3, 5), new Linear(5, 2));
        Expect("entry 0 of the parameters is 0.weight [3x4], but here it is 0.weight [3x5]", wider);
        using var other = new Sequential(new Linear(3, 4), new SimpleLif(4), new Linear(4, 2));
        Expect("entry 2 of the parameters is 1.weight [4x2], but here it is 2.weight [4x2]", other);
        using var longer = new Sequential(new Linear(3, 4), new Linear(4, 2), new Linear(2, 2));
        Expect("entry 4 of the parameters is nothing, but here it is 2.weight [2x2]", longer);
        using var precise = new Sequential<double>(new Linear<double>(3, 4), new Linear<double>(4, 2));
        Assert.Contains(
            "of 32 bits, but here they are of 64",
            Assert.Throws<InvalidDataException>(() => precise.Load(_folder.At("net"))).Message,
            StringComparison.Ordinal);

        void Expect(string message, Sequential target) =>
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => target.Load(_folder.At("net"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_alone_cannot_be_resumed_and_another_optimiser_cannot_take_over()
    {
        using var network = Network(1);
        var adam = new Trainer(network, new Adam(network.Parameters), new CrossEntropy(), new ConstantEncoder(2), 4);
        var sgd = new Trainer(network, new Sgd(network.Parameters, 0.1), new CrossEntropy(), new ConstantEncoder(2), 4);
        network.Save(_folder.At("net"));
        Assert.Contains(
            "no state of training",
            Assert.Throws<InvalidDataException>(() => adam.Resume(_folder.At("net"))).Message,
            StringComparison.Ordinal);
        adam.Save(_folder.At("training"));
        Assert.Contains(
            "was trained by Adam, but here the optimiser is Sgd",
            Assert.Throws<InvalidDataException>(() => sgd.Resume(_folder.At("training"))).Message,
            StringComparison.Ordinal);
        network.Load(_folder.At("training"));
    }

    [Fact]
    public void A_save_that_fails_half_way_leaves_the_old_file_whole()
    {
        using var network = Network(1);
        network.Save(_folder.At("net"));
        byte[] before = File.ReadAllBytes(_folder.At("net"));
        Assert.Throws<IOException>(() => AtomicFile.Write(_folder.At("net"), stream =>
        {
            stream.Write(before, 0, before.Length / 2);
            stream.Flush();
            throw new IOException("No space left on device.");
        }));
        Assert.Equal(before, File.ReadAllBytes(_folder.At("net")));
        Assert.Equal(["net"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_process_that_dies_half_way_leaves_the_old_file_whole_and_the_next_save_works()
    {
        using var network = Network(1);
        network.Save(_folder.At("net"));
        File.WriteAllText(_folder.At("net.partial"), "what a killed process left");
        network.Load(_folder.At("net"));
        network.Save(_folder.At("net"));
        Assert.Equal(["net"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    private static Sequential Network(ulong seed)
    {
        var network = new Sequential(new Linear(3, 4), new Linear(4, 2));
        network.Initialize(seed);
        return network;
    }

    private static float[] Values(Sequential network) => [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];

    private string Refused(Sequential network, byte[] bytes)
    {
        string path = _folder.Write("damaged", bytes), message = Assert.Throws<InvalidDataException>(() => network.Load(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        return message;
    }
}
