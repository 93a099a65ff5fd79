using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NeuronDsl.Benchmarks.Network;

/// <summary>
/// The graph that the peers' generator writes: ptr.bin (64-bit row starts), tgt.bin (32-bit targets by source), delay.bin (32-bit steps of 0.1 ms), v0.bin
/// and mu.bin (doubles, one a neuron). Synapses are read as they are asked for, so that a measured process holds none twice.
/// </summary>
internal sealed class GraphFiles : IDisposable
{
    private const int Window = 1 << 16;

    private readonly SafeFileHandle _targets, _delays;
    private readonly int[] _window = new int[Window];
    private long _windowStart = -1;
    private int[] _row = [];

    public GraphFiles(string folder)
    {
        RowStarts = Read<long>(folder, "ptr.bin");
        (Potentials, Drives) = (Read<double>(folder, "v0.bin"), Read<double>(folder, "mu.bin"));
        (_targets, _delays) = (File.OpenHandle(Path.Combine(folder, "tgt.bin")), File.OpenHandle(Path.Combine(folder, "delay.bin")));
    }

    /// <summary>[neurons + 1]: where each source's synapses start.</summary>
    public long[] RowStarts { get; }

    /// <summary>The initial potential of each neuron, and the potential that it heads for.</summary>
    public double[] Potentials { get; }

    /// <inheritdoc cref="Potentials"/>
    public double[] Drives { get; }

    /// <summary>The targets of a source, until the next are asked for.</summary>
    public ReadOnlyMemory<int> Targets(int source)
    {
        int count = (int)(RowStarts[source + 1] - RowStarts[source]);
        if (_row.Length < count) _row = new int[2 * count];
        RandomAccess.Read(_targets, MemoryMarshal.AsBytes(_row.AsSpan(0, count)), RowStarts[source] * sizeof(int));
        return _row.AsMemory(0, count);
    }

    /// <summary>The delay of a synapse in steps.</summary>
    public int Delay(long synapse)
    {
        if (synapse / Window != _windowStart)
        {
            _windowStart = synapse / Window;
            RandomAccess.Read(_delays, MemoryMarshal.AsBytes(_window.AsSpan()), _windowStart * Window * sizeof(int));
        }

        return _window[synapse % Window];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _targets.Dispose();
        _delays.Dispose();
    }

    private static T[] Read<T>(string folder, string name)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(Path.Combine(folder, name))).ToArray();
}
