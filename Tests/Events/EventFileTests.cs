using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NeuronDsl.Data;
using Xunit;

namespace NeuronDsl.Tests.Events;

/// <summary>Recordings of event cameras from files that the tests write byte by byte, whole and damaged.</summary>
public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_event_of_NMNIST_is_five_bytes()
    {
        string path = _folder.At("one.bin");
        File.WriteAllBytes(path, [5, 33, 0x80 | 0x04, 0x93, 0xE0, 0, 7, 0x7F, 0xFF, 0xFF]);
        var stream = NMnist.Read(path);
        Assert.Equal((34, 34), (stream.Width, stream.Height));
        Assert.Equal([new Event(300_000, 5, 33, true), new Event(0x7FFFFF, 0, 7, false)], stream.Events.ToArray());
    }

    [Fact]
    public void Damaged_files_of_NMNIST_are_refused_at_the_offset()
    {
        string path = _folder.At("one.bin");
        File.WriteAllBytes(path, new byte[13]);
        Assert.Equal($"{path}: at offset 10 expected an event of 5 bytes, found the end of the file after 3.", Refusal(() => NMnist.Read(path)));
        File.WriteAllBytes(path, [0, 0, 0, 0, 0, 34, 2, 0, 0, 0]);
        Assert.Equal($"{path}: at offset 5 expected a pixel within 34x34, found (34, 2).", Refusal(() => NMnist.Read(path)));
    }

    [Fact]
    public void NMNIST_is_found_by_its_folders()
    {
        foreach (string set in new[] { "Train", "Test" })
            for (int label = 0; label < 10; label++)
            {
                Directory.CreateDirectory(_folder.At(Path.Combine(set, $"{label}")));
                for (int i = 0; i < (set == "Train" ? 2 : 1); i++)
                    File.WriteAllBytes(_folder.At(Path.Combine(set, $"{label}", $"0000{i}.bin")), [(byte)label, (byte)i, 0, 0, 1]);
            }

        var (training, test) = NMnist.Load(_folder.Path);
        Assert.Equal((20, 10, 7), (training.Count, test.Count, training.Labels[15]));
        Assert.Equal(new Event(1, 7, 1, false), training[15].Events[0]);
        var frames = training.ToFrames(EventFrames.ByCount(2));
        Assert.Equal((20, 10, new Shape(2, 2, 34, 34)), (frames.Count, frames.Classes, frames.Shape));
        Directory.Delete(_folder.At(Path.Combine("Test", "4")), recursive: true);
        Assert.Contains("Test/4 is missing", Assert.Throws<DirectoryNotFoundException>(() => NMnist.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_AEDAT_2_is_an_address_and_a_time_highest_byte_first()
    {
        string path = _folder.At("cifar10_cat_0.aedat");
        File.WriteAllBytes(path, Aedat2((Address(x: 3, y: 120, off: true), 70_000), (0x8000, 70_001), (Address(x: 127, y: 0, off: false), 3_000_000_000)));
        Assert.Equal([new Event(70_000, 7, 124, false), new Event(3_000_000_000, 127, 0, true)], Cifar10Dvs.Read(path).Events.ToArray());

        // The address counts from the other corner of the picture turned by a quarter.
        static uint Address(uint x, uint y, bool off) => (y << 8) | (x << 1) | (off ? 1u : 0u);
    }

    [Fact]
    public void Damaged_files_of_AEDAT_2_are_refused_at_the_offset()
    {
        string path = _folder.At("cifar10_cat_0.aedat");
        byte[] whole = Aedat2((2, 1), (2, 2));
        int header = whole.Length - 16;
        Expect($"at offset {header + 8} expected an event of 8 bytes, found the end of the file after 3.", whole[..(header + 11)]);
        Expect("at offset 0 expected the line #!AER-DAT2.0, found something else; this is no AEDAT 2.0.", [0, .. whole]);
        Expect("at offset 20 expected the end of a header line, found the end of the file.", whole[..20]);
        whole[header + 8] = 1;
        Expect($"at offset {header + 8} expected an address of 16 bits, found 0x01000002.", whole);

        void Expect(string message, byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            Assert.Equal($"{path}: {message}", Refusal(() => Cifar10Dvs.Read(path)));
        }
    }

    [Fact]
    public void CIFAR10_DVS_is_split_by_the_numbers_of_its_files()
    {
        foreach (string name in new[] { "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck" })
        {
            Directory.CreateDirectory(_folder.At(name));
            foreach (int i in new[] { 0, 10, 9, 899, 900, 999 }) File.WriteAllBytes(_folder.At(Path.Combine(name, $"cifar10_{name}_{i}.aedat")), Aedat2((2, (uint)i)));
        }

        var (training, test) = Cifar10Dvs.Load(_folder.Path);
        Assert.Equal((40, 20), (training.Count, test.Count));
        Assert.Equal([0, 9, 10, 899], Enumerable.Range(4, 4).Select(i => training[i].Events[0].Time));
        Assert.Equal((1, 9), (training.Labels[4], test.Labels[19]));
        Assert.Equal(999, test[19].Events[0].Time);
    }

    [Fact]
    public void Gestures_are_cut_from_packets_of_AEDAT_3()
    {
        File.WriteAllText(_folder.At("trials_to_train.txt"), "user01_led.aedat\n");
        File.WriteAllText(_folder.At("trials_to_test.txt"), "user24_led.aedat\n\n");
        foreach (string user in new[] { "user01_led", "user24_led" })
        {
            File.WriteAllBytes(_folder.At($"{user}.aedat"), Aedat3(
                Packet(2, 0, (1, 0, 0, true, true)), // of another type
                Packet(1, 0, (10, 3, 4, true, true), (20, 5, 6, false, true), (25, 1, 1, true, false)),
                Packet(1, 1, (30, 127, 0, true, true))));
            File.WriteAllText(_folder.At($"{user}_labels.csv"), "class,startTime_usec,endTime_usec\n1,10,20\n11,15,2147483679\n");
        }

        var (training, test) = DvsGesture.Load(_folder.Path);
        Assert.Equal((2, 2, 11), (training.Count, test.Count, training.ClassNames.Count));
        Assert.Equal([0, 10], training.Labels.ToArray());
        Assert.Equal([new Event(10, 3, 4, true)], training[0].Events.ToArray());
        Assert.Equal([new Event(20, 5, 6, false), new Event(30 + (1L << 31), 127, 0, true)], test[1].Events.ToArray());
        Assert.Equal(3, DvsGesture.Read(_folder.At("user01_led.aedat")).Events.Length);
    }

    [Fact]
    public void Damaged_files_of_AEDAT_3_are_refused_at_the_offset()
    {
        string path = _folder.At("user.aedat");
        byte[] whole = Aedat3(Packet(1, 0, (10, 3, 4, true, true), (20, 128, 6, true, true)));
        int packet = whole.Length - 28 - 16;
        Expect($"at offset {packet + 36} expected a pixel within 128x128, found (128, 6).", whole);
        Expect($"at offset {packet + 28} expected 2 events of 8 bytes, found the end of the file after 9.", whole[..(packet + 37)]);
        Expect($"at offset {packet} expected a packet header of 28 bytes, found the end of the file after 20.", whole[..(packet + 20)]);
        Expect($"at offset 20 expected the line #!END-HEADER, found the end of the file.", whole[..20]);
        Expect("at offset 0 expected the line #!AER-DAT3.1, found something else; this is no AEDAT 3.1.", whole[1..]);
        byte[] more = [.. whole];
        more[packet + 20] = 3;
        Expect($"at offset {packet} expected a packet of at most as many events as its capacity, found 3 of 2, 8 bytes each.", more);
        byte[] longer = [.. whole, .. new byte[16]];
        longer[packet + 4] = 16;
        Expect($"at offset {packet + 4} expected polarity events of 8 bytes, found 16.", longer);

        void Expect(string message, byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            Assert.Equal($"{path}: {message}", Refusal(() => DvsGesture.Read(path)));
        }
    }

    [Theory]
    [InlineData("class,start\n", "line 1 is expected to be class,startTime_usec,endTime_usec, found class,start.")]
    [InlineData("class,startTime_usec,endTime_usec\n1,2,x\n", "line 2 is expected to be three whole numbers, found 1,2,x.")]
    [InlineData("class,startTime_usec,endTime_usec\n1,2,3\n12,2,3\n", "line 3 is expected to be of class 1 to 11, found 12.")]
    public void Damaged_tables_of_gestures_are_refused_at_the_line(string table, string message)
    {
        foreach (string trials in new[] { "trials_to_train.txt", "trials_to_test.txt" }) File.WriteAllText(_folder.At(trials), "user.aedat\n");
        File.WriteAllBytes(_folder.At("user.aedat"), Aedat3());
        string path = _folder.At("user_labels.csv");
        File.WriteAllText(path, table);
        Assert.Equal($"{path}: {message}", Refusal(() => DvsGesture.Load(_folder.Path)));
    }

    private static string Refusal(Action action) => Assert.Throws<InvalidDataException>(action).Message;

    private static byte[] Aedat2(params (uint Address, uint Time)[] events)
    {
        List<byte> bytes = [.. "#!AER-DAT2.0\r\n# a comment\r\n"u8];
        foreach (var (address, time) in events)
        {
            byte[] record = new byte[8];
            BinaryPrimitives.WriteUInt32BigEndian(record, address);
            BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(4), time);
            bytes.AddRange(record);
        }

        return [.. bytes];
    }

    private static byte[] Aedat3(params byte[][] packets) => [.. "#!AER-DAT3.1\r\n#Format: RAW\r\n#!END-HEADER\r\n"u8, .. packets.SelectMany(packet => packet)];

    private static byte[] Packet(short type, int overflow, params (uint Time, uint X, uint Y, bool On, bool Valid)[] events)
    {
        byte[] packet = new byte[28 + (8 * events.Length)];
        BinaryPrimitives.WriteInt16LittleEndian(packet, type);
        foreach (var (offset, value) in new[] { (4, 8), (8, 4), (12, overflow), (16, events.Length), (20, events.Length), (24, events.Count(e => e.Valid)) })
            BinaryPrimitives.WriteInt32LittleEndian(packet.AsSpan(offset), value);
        for (int i = 0; i < events.Length; i++)
        {
            var e = events[i];
            BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(28 + (8 * i)), (e.X << 17) | (e.Y << 2) | (e.On ? 2u : 0) | (e.Valid ? 1u : 0));
            BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(32 + (8 * i)), e.Time);
        }

        return packet;
    }
}
