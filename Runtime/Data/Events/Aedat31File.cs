using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace NeuronDsl.Data;

/// <summary>
/// A recording in AEDAT 3.1: a text header up to the line #!END-HEADER, then little-endian packets. A packet has a header of 28 bytes (type, source,
/// bytes of an event, place of its time, overflows of the clock, capacity, number, valid ones) and room for its capacity of events. Only packets of
/// polarity events, type 1, are read: 4 bytes of data (valid, polarity, 15 bits of row, 15 bits of column, from bit 0 on) and 4 of microseconds.
/// </summary>
internal static class Aedat31File
{
    private const int PacketHeader = 28, EventLength = 8, PolarityType = 1;

    /// <summary>Reads the polarity events that are valid.</summary>
    /// <param name="path">The file.</param>
    /// <param name="side">Columns and rows of the camera.</param>
    /// <exception cref="InvalidDataException">The file is damaged or foreign; the message names the offset.</exception>
    public static EventStream Read(string path, int side)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int offset = SkipHeader(bytes, path);
        List<Event> events = [];
        while (offset < bytes.Length)
        {
            var rest = bytes.AsSpan(offset);
            if (rest.Length < PacketHeader)
                throw FileDamage.At(path, offset, $"a packet header of {PacketHeader} bytes", $"the end of the file after {rest.Length}");
            int type = BinaryPrimitives.ReadInt16LittleEndian(rest), size = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
            int overflow = BinaryPrimitives.ReadInt32LittleEndian(rest[12..]);
            int capacity = BinaryPrimitives.ReadInt32LittleEndian(rest[16..]), number = BinaryPrimitives.ReadInt32LittleEndian(rest[20..]);
            if (size < 1 || capacity < 0 || number < 0 || number > capacity)
                throw FileDamage.At(path, offset, "a packet of at most as many events as its capacity", $"{number} of {capacity}, {size} bytes each");
            long length = (long)capacity * size;
            if (length > rest.Length - PacketHeader)
                throw FileDamage.At(path, offset + PacketHeader, $"{capacity} events of {size} bytes", $"the end of the file after {rest.Length - PacketHeader}");
            if (type == PolarityType)
            {
                if (size != EventLength) throw FileDamage.At(path, offset + 4, $"polarity events of {EventLength} bytes", $"{size}");
                for (int i = 0; i < number; i++) Add(events, bytes, offset + PacketHeader + (i * EventLength), overflow, path, side);
            }

            offset += PacketHeader + (int)length;
        }

        return new EventStream(side, side, events);
    }

    private static int SkipHeader(byte[] bytes, string path)
    {
        if (!bytes.AsSpan().StartsWith("#!AER-DAT3.1"u8)) throw FileDamage.At(path, 0, "the line #!AER-DAT3.1", "something else; this is no AEDAT 3.1");
        var last = "#!END-HEADER\r\n"u8;
        int end = bytes.AsSpan().IndexOf(last);
        return end >= 0 ? end + last.Length : throw FileDamage.At(path, bytes.Length, "the line #!END-HEADER", "the end of the file");
    }

    private static void Add(List<Event> events, byte[] bytes, int offset, int overflow, string path, int side)
    {
        uint data = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));
        if ((data & 1) == 0) return;
        int x = (int)((data >> 17) & 0x7FFF), y = (int)((data >> 2) & 0x7FFF);
        if (x >= side || y >= side) throw FileDamage.At(path, offset, $"a pixel within {side}x{side}", $"({x}, {y})");
        long time = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset + 4)) | ((long)overflow << 31);
        events.Add(new Event(time, (short)x, (short)y, (data & 2) != 0));
    }
}
