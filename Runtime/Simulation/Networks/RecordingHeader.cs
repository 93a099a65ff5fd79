using System;
using System.IO;
using System.Linq;

namespace NeuronDsl.Simulation;

/// <summary>What a recording is of.</summary>
internal sealed record RecordingHeader
{
    public required string Kind { get; init; }

    public required string Population { get; init; }

    public required int Neurons { get; init; }

    public required double Dt { get; init; }

    public required int RecordBytes { get; init; }

    public string State { get; init; } = "";

    public int[] Selected { get; init; } = [];

    public static RecordingHeader Read(BinaryReader reader) => new()
    {
        Kind = reader.ReadString(), Population = reader.ReadString(), Neurons = reader.ReadInt32(), Dt = reader.ReadDouble(),
        RecordBytes = reader.ReadInt32(), State = reader.ReadString(),
        Selected = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadInt32())],
    };

    public void Write(BinaryWriter writer)
    {
        writer.Write(Kind);
        writer.Write(Population);
        writer.Write(Neurons);
        writer.Write(Dt);
        writer.Write(RecordBytes);
        writer.Write(State);
        writer.Write(Selected.Length);
        foreach (int neuron in Selected) writer.Write(neuron);
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Kind} of {Population}{(State.Length == 0 ? "" : "." + State)} ({Neurons} neurons, {RecordBytes} bytes a record)");
}
