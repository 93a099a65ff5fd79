using System;
using System.Collections.Generic;
using System.IO;
using NeuronDsl.Training;

namespace NeuronDsl.Simulation;

/// <summary>
/// The contents of a network's checkpoint: what the network is, then where it stands. Restoring reads twice, first to find out whether everything
/// fits: a file that does not fit changes nothing.
/// </summary>
internal static class NetworkCheckpoint
{
    private const string Kind = "network, version 1";

    public static void Save(string path, Network network, List<PopulationNode> populations, List<Projection> projections, List<Recorder> recorders) =>
        CheckpointFormat.Write(path, writer =>
        {
            writer.Write(Kind);
            Identify(network, populations, projections, recorders, (_, value) => writer.Write(value));
            writer.Write(network.StepIndex);
            foreach (PopulationNode population in populations)
            {
                population.Save(writer);
                population.Spikes.Save(writer, network.StepIndex);
            }

            foreach (Projection projection in projections) projection.Save(writer);
            foreach (Recorder recorder in recorders) recorder.Save(writer);
        });

    public static long Restore(string path, Network network, List<PopulationNode> populations, List<Projection> projections, List<Recorder> recorders)
    {
        using BinaryReader reader = CheckpointFormat.Open(path);
        try
        {
            Expect("what the checkpoint is of", Kind);
            Identify(network, populations, projections, recorders, Expect);
            long start = reader.BaseStream.Position;
            Read(apply: false);
            if (reader.BaseStream.Position != reader.BaseStream.Length) throw new InvalidDataException("there is more in it than this network holds");
            reader.BaseStream.Position = start;
            return Read(apply: true);
        }
        catch (Exception failure) when (failure is EndOfStreamException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: {failure.Message}; nothing was restored.", failure);
        }

        void Expect(string what, string expected)
        {
            string found = reader.ReadString();
            if (found != expected) throw new InvalidDataException($"{what} is '{found}' there, but '{expected}' here");
        }

        long Read(bool apply)
        {
            long step = reader.ReadInt64();
            foreach (PopulationNode population in populations)
            {
                population.Restore(reader, apply);
                population.Spikes.Restore(reader, step, apply);
            }

            foreach (Projection projection in projections) projection.Restore(reader, apply);
            foreach (Recorder recorder in recorders) recorder.Restore(reader, apply);
            return step;
        }
    }

    private static void Identify(
        Network network, List<PopulationNode> populations, List<Projection> projections, List<Recorder> recorders, Action<string, string> visit)
    {
        visit("the time step", FormattableString.Invariant($"{network.Dt:R}"));
        visit("the number of populations", FormattableString.Invariant($"{populations.Count}"));
        foreach (PopulationNode population in populations) visit("a population", population.Describe());
        visit("the number of projections", FormattableString.Invariant($"{projections.Count}"));
        foreach (Projection projection in projections)
            visit("a projection", FormattableString.Invariant($"{projection}, checksum {projection.Checksum():X8}"));
        visit("the number of recorders", FormattableString.Invariant($"{recorders.Count}"));
        foreach (Recorder recorder in recorders) visit("a recorder", recorder.Header.ToString());
    }
}
