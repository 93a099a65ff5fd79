using System;
using System.IO;

namespace NeuronDsl.Simulation;

/// <summary>Keeps what a network does, in memory or in a file that is valid whenever the program or the machine stops.</summary>
public abstract class Recorder : IDisposable
{
    private readonly RecordingFile? _file;

    private protected Recorder(RecordingHeader header, string? file)
    {
        Header = header;
        if (file is not null) _file = new RecordingFile(file, header);
    }

    /// <summary>The file that is streamed to; null where records are kept in memory.</summary>
    public string? File => _file?.Path;

    internal RecordingHeader Header { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the file.</summary>
    /// <param name="disposing">False from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _file?.Dispose();
    }

    /// <summary>Takes note of a step that has just been taken.</summary>
    internal abstract void Record(long step);

    /// <summary>Makes the file, unless it is open.</summary>
    internal void Open() => _file?.Open();

    /// <summary>Writes what has gathered: everything, or as soon as it is worth it.</summary>
    internal void Write(bool everything) => _file?.Write(everything);

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_file is not null);
        _file?.Save(writer);
        SaveMemory(writer);
    }

    internal void Restore(BinaryReader reader, bool apply)
    {
        if (reader.ReadBoolean() != _file is not null)
            throw new InvalidDataException(
                $"the recorder of {Header} streams to {(_file is null ? "a file there, but not here" : "a file here, but not there")}");
        _file?.Restore(reader, apply);
        RestoreMemory(reader, apply);
    }

    /// <summary>Adds a record to the file.</summary>
    /// <returns>False where there is no file, and memory has to keep it.</returns>
    private protected bool Append(ReadOnlySpan<byte> record)
    {
        _file?.Append(record);
        return _file is not null;
    }

    private protected abstract void SaveMemory(BinaryWriter writer);

    private protected abstract void RestoreMemory(BinaryReader reader, bool apply);
}
