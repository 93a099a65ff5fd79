using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using NeuronDsl.Data;

namespace NeuronDsl.Microcode.Isa;

/// <summary>
/// A program for 32-bit RISC-V as an ELF file (System V ABI, RISC-V psABI), statically linked at fixed addresses: code, then data, then memory that
/// starts as zeros. Sections and symbols are there for debuggers and disassemblers.
/// </summary>
/// <param name="code">The instructions.</param>
/// <param name="entry">The label at which it starts.</param>
public sealed class ElfImage(MachineCode code, string entry)
{
    /// <summary>The address of the first instruction.</summary>
    public const uint CodeAddress = 0x10000;

    private const uint PageSize = 0x1000, HeaderSize = 52, ProgramHeaderSize = 32, SectionHeaderSize = 40, SymbolSize = 16;

    /// <summary>Bytes of data, which start at <see cref="DataAddress"/>.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>The address of the data; a page of its own behind the code.</summary>
    public uint DataAddress { get; init; } = 0x100000;

    /// <summary>Bytes of zeros behind the data.</summary>
    public uint ZeroBytes { get; init; }

    /// <summary>Writes a file that may be executed.</summary>
    /// <inheritdoc cref="Write"/>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, Write);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>Writes the file's bytes.</summary>
    /// <exception cref="InvalidOperationException">The code reaches into the data's addresses, or its entry is nowhere.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        uint[] words = code.Encode();
        if (!code.Labels.TryGetValue(entry, out int start)) throw new InvalidOperationException($"The entry '{entry}' is nowhere.");
        uint codeSize = (uint)words.Length * 4;
        if (CodeAddress + codeSize > DataAddress)
            throw new InvalidOperationException($"The code's {codeSize} bytes reach into the data at 0x{DataAddress:x}.");

        KeyValuePair<string, int>[] labels = [.. code.Labels.OrderBy(l => l.Value)];
        byte[] names = [0, .. labels.SelectMany(l => (byte[])[.. Encoding.ASCII.GetBytes(l.Key), 0])];
        string[] sections = ["", ".text", ".data", ".bss", ".symtab", ".strtab", ".shstrtab"];
        byte[] sectionNames = [.. sections.SelectMany(s => (byte[])[.. Encoding.ASCII.GetBytes(s), 0])];
        uint[] nameAt = [.. sections.Select((_, i) => (uint)sections.Take(i).Sum(s => s.Length + 1))];

        uint codeAt = PageSize, dataAt = Round(codeAt + codeSize), dataSize = (uint)Data.Length;
        uint symbolsAt = Round(dataAt + dataSize, 4), symbolBytes = (uint)(labels.Length + 1) * SymbolSize;
        uint namesAt = symbolsAt + symbolBytes, sectionNamesAt = namesAt + (uint)names.Length;
        uint sectionsAt = Round(sectionNamesAt + (uint)sectionNames.Length, 4);

        byte[] file = new byte[sectionsAt + sections.Length * SectionHeaderSize];
        Put(file, 0, 0x464C457F, 0x00010101, 0, 0);
        const uint Executable = 2, RiscV = 243;
        Put(file, 16, Executable | RiscV << 16, 1, CodeAddress + 4 * (uint)start, HeaderSize, sectionsAt, 0);
        Put(file, 40, HeaderSize | ProgramHeaderSize << 16, 2 | SectionHeaderSize << 16, (uint)sections.Length | 6 << 16);

        const uint Load = 1, X = 1, W = 2, R = 4;
        Put(file, HeaderSize, Load, codeAt, CodeAddress, CodeAddress, codeSize, codeSize, R | X, PageSize);
        Put(file, HeaderSize + ProgramHeaderSize, Load, dataAt, DataAddress, DataAddress, dataSize, dataSize + ZeroBytes, R | W, PageSize);

        for (uint i = 0; i < words.Length; i++) Put(file, codeAt + 4 * i, words[i]);
        Data.CopyTo(file, dataAt);
        uint name = 1;
        for (uint i = 0; i < labels.Length; i++)
        {
            Put(file, symbolsAt + (i + 1) * SymbolSize, name, CodeAddress + 4 * (uint)labels[i].Value, 0, 1 << 16);
            name += (uint)labels[i].Key.Length + 1;
        }

        names.CopyTo(file, namesAt);
        sectionNames.CopyTo(file, sectionNamesAt);

        const uint Bits = 1, Symbols = 2, Strings = 3, Zeros = 8, Write = 1, Allocate = 2, Execute = 4;
        uint zerosAt = DataAddress + dataSize;
        Section(1, Bits, Allocate | Execute, CodeAddress, codeAt, codeSize, 4);
        Section(2, Bits, Allocate | Write, DataAddress, dataAt, dataSize, 64);
        Section(3, Zeros, Allocate | Write, zerosAt, dataAt + dataSize, ZeroBytes, 1);
        Section(4, Symbols, 0, 0, symbolsAt, symbolBytes, 4, link: 5, info: (uint)labels.Length + 1, entrySize: SymbolSize);
        Section(5, Strings, 0, 0, namesAt, (uint)names.Length, 1);
        Section(6, Strings, 0, 0, sectionNamesAt, (uint)sectionNames.Length, 1);
        stream.Write(file);

        void Section(uint index, uint type, uint flags, uint address, uint at, uint size, uint align, uint link = 0, uint info = 0, uint entrySize = 0) =>
            Put(file, sectionsAt + index * SectionHeaderSize, nameAt[index], type, flags, address, at, size, link, info, align, entrySize);
    }

    private static uint Round(uint at, uint unit = PageSize) => (at + unit - 1) / unit * unit;

    private static void Put(byte[] file, uint at, params ReadOnlySpan<uint> words)
    {
        foreach (uint word in words)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((int)at), word);
            at += 4;
        }
    }
}
