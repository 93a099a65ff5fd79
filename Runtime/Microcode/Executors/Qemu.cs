using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace NeuronDsl.Microcode.Executors;

/// <summary>qemu's user-mode emulators (Debian's package qemu-user): they run a program as Linux would, and have no notion of cycles.</summary>
public sealed class Qemu
{
    private readonly ExternalTool _tool;
    private readonly string[] _options;

    private Qemu(ExternalTool tool, params string[] options) => (_tool, _options) = (tool, options);

    /// <summary>A 32-bit RISC-V processor without vectors, or null where qemu-riscv32 is missing.</summary>
    public static Qemu? RiscV() => ExternalTool.Find("qemu-riscv32") is { } tool ? new Qemu(tool, "-cpu", "rv32") : null;

    /// <summary>A 32-bit RISC-V processor with vectors of so many bits, or null where qemu-riscv32 is missing.</summary>
    /// <param name="bits">A power of two from 128 to 1024.</param>
    public static Qemu? RiscVVector(int bits) => ExternalTool.Find("qemu-riscv32") is { } tool
        ? new Qemu(tool, "-cpu", string.Create(CultureInfo.InvariantCulture, $"rv32,v=true,vlen={bits},elen=64,vext_spec=v1.0"))
        : null;

    /// <summary>A 32-bit ARM processor (ARMv5TE, as SpiNNaker's), or null where qemu-arm is missing.</summary>
    public static Qemu? Arm() => ExternalTool.Find("qemu-arm") is { } tool ? new Qemu(tool, "-cpu", "arm926") : null;

    /// <summary>Runs a program.</summary>
    /// <param name="program">Its file.</param>
    /// <param name="input">Its standard input.</param>
    /// <returns>Its standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    public byte[] Run(string program, ReadOnlyMemory<byte> input = default) => _tool.Run([.. _options, program], input);

    /// <summary>Runs a program one instruction at a time and counts how often each address was executed.</summary>
    /// <param name="program">Its file.</param>
    /// <param name="input">Its standard input.</param>
    public IReadOnlyDictionary<uint, long> Profile(string program, ReadOnlyMemory<byte> input = default)
    {
        string log = Path.GetTempFileName();
        try
        {
            _tool.Run([.. _options, "-singlestep", "-d", "exec,nochain", "-D", log, program], input);
            Dictionary<uint, long> counts = [];
            foreach (string line in File.ReadLines(log))
            {
                // Trace 0: 0x7f12c8000100 [00000000/00010074/00000000/ff000201]
                int at = line.IndexOf('/', StringComparison.Ordinal) + 1;
                if (at == 0 || !uint.TryParse(line.AsSpan(at, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint address)) continue;
                counts[address] = counts.GetValueOrDefault(address) + 1;
            }

            return counts;
        }
        finally
        {
            File.Delete(log);
        }
    }
}
