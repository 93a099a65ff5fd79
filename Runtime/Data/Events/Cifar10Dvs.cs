using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace NeuronDsl.Data;

/// <summary>
/// CIFAR10-DVS (Li et al., Front. Neurosci. 11:309, 2017): 10,000 recordings of CIFAR-10 images by a camera of 128x128 pixels, in AEDAT 2.0. Header
/// lines begin with '#'; an event is a big-endian address and a big-endian time in microseconds, 4 bytes each. Bit 0 of the address is 1 for off, bits 1 to 7
/// and 8 to 14 count pixels from the bottom and from the right of the picture; bit 15 marks an event that no pixel saw, which is left out.
/// </summary>
public static partial class Cifar10Dvs
{
    private const int Side = 128, EventLength = 8;
    private const uint SpecialEvent = 0x8000;
    private const string Hint = "Name the folder that holds one folder of .aedat files for each class.";
    private static readonly string[] Names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>All recordings, split as Fang et al. (ICCV 2021) do: the first 900 of each class to learn from, the last 100 held out.</summary>
    /// <param name="directory">Holds the folders airplane to truck, of files cifar10_airplane_0.aedat and on.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    public static (EventSet Training, EventSet Test) Load(string directory)
    {
        List<(string Path, int Label, int Number)> files = [];
        for (int label = 0; label < Names.Length; label++)
        {
            string folder = FileDamage.Folder("CIFAR10-DVS", Path.Combine(directory, Names[label]), Hint);
            files.AddRange(
                from path in Directory.GetFiles(folder, "*.aedat")
                let number = FileNumber().Match(Path.GetFileName(path))
                where number.Success
                let value = int.Parse(number.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)
                orderby value
                select (path, label, value));
        }

        return (
            Set("CIFAR10-DVS, training", [.. files.Where(file => file.Number < 900)]),
            Set("CIFAR10-DVS, test", [.. files.Where(file => file.Number >= 900)]));
    }

    /// <summary>Reads one recording.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or foreign; the message names the offset.</exception>
    public static EventStream Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (!bytes.AsSpan().StartsWith("#!AER-DAT2.0"u8)) throw FileDamage.At(path, 0, "the line #!AER-DAT2.0", "something else; this is no AEDAT 2.0");
        int offset = 0;
        while (offset < bytes.Length && bytes[offset] == '#')
        {
            int end = bytes.AsSpan(offset).IndexOf("\r\n"u8);
            if (end < 0) throw FileDamage.At(path, bytes.Length, "the end of a header line", "the end of the file");
            offset += end + 2;
        }

        int rest = (bytes.Length - offset) % EventLength;
        if (rest != 0) throw FileDamage.At(path, bytes.Length - rest, $"an event of {EventLength} bytes", $"the end of the file after {rest}");
        List<Event> events = new((bytes.Length - offset) / EventLength);
        for (; offset < bytes.Length; offset += EventLength)
        {
            uint address = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset)), time = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset + 4));
            if (address > ushort.MaxValue) throw FileDamage.At(path, offset, "an address of 16 bits", $"0x{address:X8}");
            if ((address & SpecialEvent) != 0) continue;
            events.Add(new Event(time, (short)(Side - 1 - ((address >> 8) & 0x7F)), (short)(Side - 1 - ((address >> 1) & 0x7F)), (address & 1) == 0));
        }

        return new EventStream(Side, Side, events);
    }

    private static EventSet Set(string name, (string Path, int Label, int Number)[] files) =>
        new(name, Side, Side, files.Select(file => file.Label), Names, i => Read(files[i].Path));

    [GeneratedRegex(@"_(\d+)\.aedat$", RegexOptions.CultureInvariant)]
    private static partial Regex FileNumber();
}
