using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace NeuronDsl.Simulation;

/// <summary>
/// Reads what recorders have streamed to files. A recording that broke off is read up to its last whole block; damage before it is an error.
/// </summary>
public sealed class Recording
{
    private readonly byte[] _records;

    private Recording(RecordingHeader header, byte[] records, bool isComplete) => (Header, _records, IsComplete) = (header, records, isComplete);

    /// <summary>Whether the recording was closed in order; else it broke off.</summary>
    public bool IsComplete { get; }

    /// <summary>What was recorded: spikes, state or rate.</summary>
    public string Kind => Header.Kind;

    /// <summary>The population's name.</summary>
    public string Population => Header.Population;

    /// <summary>The state's name, empty if none.</summary>
    public string State => Header.State;

    /// <summary>The neurons whose state was recorded.</summary>
    public IReadOnlyList<int> Neurons => Header.Selected;

    /// <summary>The time step.</summary>
    public double Dt => Header.Dt;

    /// <summary>How many records there are.</summary>
    public int Count => _records.Length / Header.RecordBytes;

    internal RecordingHeader Header { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no recording, or damaged: the message says where.</exception>
    public static Recording Read(string path)
    {
        byte[] bytes = ReadStart(path, long.MaxValue);
        RecordingHeader header = ReadHeader(path, bytes, out int offset);
        using MemoryStream records = new();
        while (offset < bytes.Length)
        {
            if (!TryBlock(path, bytes, offset, out ReadOnlySpan<byte> block)) return new Recording(header, records.ToArray(), isComplete: false);
            offset += block.Length + RecordingFile.FrameBytes;
            if (block.Length == 0) return new Recording(header, records.ToArray(), isComplete: true);
            records.Write(block);
        }

        return new Recording(header, records.ToArray(), isComplete: false);
    }

    /// <summary>The recorded spikes.</summary>
    /// <exception cref="InvalidOperationException">Something else was recorded.</exception>
    public SpikeList Spikes()
    {
        Expect(SpikeRecorder.Kind);
        SpikeList spikes = new();
        for (int k = 0; k < Count; k++) spikes.Add(new Spike(Step(k), BitConverter.ToInt32(Record(k)[sizeof(long)..])));
        return spikes;
    }

    /// <summary>The time of a record: the end of its step.</summary>
    public double Time(int record) => (Step(record) + 1) * Dt;

    /// <summary>The recorded states at one time, [Neurons].</summary>
    /// <typeparam name="T">float or double, as the population's.</typeparam>
    /// <exception cref="InvalidOperationException">Something else was recorded, or in the other precision.</exception>
    public ReadOnlySpan<T> States<T>(int record)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Expect(StateRecorder<T>.Kind);
        if (Header.RecordBytes != sizeof(long) + (Header.Selected.Length * Marshal.SizeOf<T>()))
            throw new InvalidOperationException($"The states were not recorded as {typeof(T).Name}.");
        return MemoryMarshal.Cast<byte, T>(Record(record)[sizeof(long)..]);
    }

    /// <summary>The recorded spikes of all neurons in an interval.</summary>
    /// <exception cref="InvalidOperationException">Something else was recorded.</exception>
    public long SpikesInInterval(int record)
    {
        Expect(RateRecorder.Kind);
        return BitConverter.ToInt64(Record(record)[sizeof(long)..]);
    }

    internal static RecordingHeader ReadHeader(string path) => ReadHeader(path, ReadStart(path, 1 << 20), out _);

    // A recording may be read while it is written.
    private static byte[] ReadStart(string path, long most)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[Math.Min(file.Length, most)];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static RecordingHeader ReadHeader(string path, byte[] bytes, out int offset)
    {
        if (!bytes.AsSpan().StartsWith(RecordingFile.Magic))
            throw new InvalidDataException(
                $"{path}: at offset 0 expected the magic bytes {Encoding.ASCII.GetString(RecordingFile.Magic)}; this is no recording, or one " +
                "of another version.");
        offset = RecordingFile.Magic.Length;
        if (!TryBlock(path, bytes, offset, out ReadOnlySpan<byte> block))
            throw new InvalidDataException($"{path}: at offset {offset} expected the header; the file is cut short.");
        offset += block.Length + RecordingFile.FrameBytes;
        using BinaryReader reader = new(new MemoryStream(block.ToArray()), Encoding.UTF8);
        return RecordingHeader.Read(reader);
    }

    /// <summary>The block at an offset; false where the file ends within it.</summary>
    private static bool TryBlock(string path, byte[] bytes, int offset, out ReadOnlySpan<byte> block)
    {
        block = default;
        if (bytes.Length - offset < RecordingFile.FrameBytes) return false;
        int length = BitConverter.ToInt32(bytes, offset);
        if (length < 0)
            throw new InvalidDataException($"{path}: at offset {offset} expected the length of a block, found {length}; the file is damaged.");
        if (bytes.Length - offset - RecordingFile.FrameBytes < length) return false;
        int end = offset + sizeof(int) + length;
        uint stored = BitConverter.ToUInt32(bytes, end), computed = Crc32C.Append(0, bytes.AsSpan(offset..end));
        if (stored != computed)
            throw new InvalidDataException($"{path}: at offset {end} expected the checksum {computed:X8}, found {stored:X8}; the file is damaged.");
        block = bytes.AsSpan(offset + sizeof(int), length);
        return true;
    }

    private ReadOnlySpan<byte> Record(int record) => _records.AsSpan(record * Header.RecordBytes, Header.RecordBytes);

    private long Step(int record) => BitConverter.ToInt64(Record(record));

    private void Expect(string kind)
    {
        if (Kind != kind) throw new InvalidOperationException($"The recording is of {Kind}, not of {kind}.");
    }
}
