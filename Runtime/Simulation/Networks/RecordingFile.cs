using System;
using System.Buffers;
using System.IO;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NeuronDsl.Simulation;

/// <summary>
/// A file that records are appended to in blocks, each with its length and checksum, so that it is valid up to its last whole block whenever writing
/// stops. Little-endian: 8 bytes of magic, then blocks of length (4), bytes, CRC-32C of length and bytes (4). The first block is the header; an empty
/// block ends a recording that was closed in order.
/// </summary>
internal sealed class RecordingFile(string path, RecordingHeader header, RecordingFile.WriteAt? writeAt = null) : IDisposable
{
    public const int FrameBytes = 2 * sizeof(int);

    private const int BlockBytes = 64 * 1024;

    private readonly WriteAt _writeAt = writeAt ?? RandomAccess.Write;
    private readonly ArrayBufferWriter<byte> _pending = new(BlockBytes);
    private SafeFileHandle? _handle;
    private long _length;

    /// <summary>How bytes reach the disk.</summary>
    public delegate void WriteAt(SafeFileHandle handle, ReadOnlySpan<byte> bytes, long offset);

    public static ReadOnlySpan<byte> Magic => "NDSLREC1"u8;

    public string Path => path;

    /// <summary>Makes the file, in place of an old one, unless it is open already.</summary>
    public void Open()
    {
        if (_handle is not null) return;
        _handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        using MemoryStream start = new();
        using BinaryWriter writer = new(start, Encoding.UTF8);
        writer.Write(Magic);
        writer.Flush();
        using MemoryStream contents = new();
        using BinaryWriter contentsWriter = new(contents, Encoding.UTF8);
        header.Write(contentsWriter);
        contentsWriter.Flush();
        writer.Write(Frame(contents.ToArray()));
        writer.Flush();
        WriteOrCutBack(start.ToArray());
    }

    /// <summary>Adds a record to those that gather.</summary>
    public void Append(ReadOnlySpan<byte> record) => _pending.Write(record);

    /// <summary>Writes the records that have gathered: everything, or only once there are enough for a block.</summary>
    /// <exception cref="IOException">The disk takes no more. The file is cut back to its last whole block; the records stay, to be written
    /// another time.</exception>
    public void Write(bool everything)
    {
        if (_pending.WrittenCount == 0 || (!everything && _pending.WrittenCount < BlockBytes)) return;
        WriteOrCutBack(Frame(_pending.WrittenSpan));
        _pending.ResetWrittenCount();
    }

    public void Save(BinaryWriter writer) => writer.Write(_handle is null ? 0 : _length);

    /// <summary>Goes on behind what had been written when <see cref="Save"/> ran.</summary>
    public void Restore(BinaryReader reader, bool apply)
    {
        long length = reader.ReadInt64();
        if (!apply)
        {
            if (length == 0) return;
            if (!File.Exists(path)) throw new InvalidDataException($"the recording {path} is not there to be continued");
            if (new FileInfo(path).Length < length)
                throw new InvalidDataException(
                    $"the recording {path} has {new FileInfo(path).Length} bytes, fewer than the {length} it is to be continued from");
            RecordingHeader found = Recording.ReadHeader(path);
            if (found.ToString() != header.ToString()) throw new InvalidDataException($"the recording {path} is of {found}, not of {header}");
            return;
        }

        _pending.ResetWrittenCount();
        _handle?.Dispose();
        _handle = null;
        if (length == 0) return;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        RandomAccess.SetLength(_handle, length);
        _length = length;
    }

    public void Dispose()
    {
        if (_handle is null) return;
        try
        {
            Write(everything: true);
            WriteOrCutBack(Frame([]));
        }
        catch (IOException)
        {
            // Runs end with everything written, or have said that the disk is full: without its end mark the file is still valid.
        }

        _handle?.Dispose();
        _handle = null;
    }

    private static byte[] Frame(ReadOnlySpan<byte> contents)
    {
        byte[] block = new byte[contents.Length + FrameBytes];
        BitConverter.TryWriteBytes(block, contents.Length);
        contents.CopyTo(block.AsSpan(sizeof(int)));
        int end = block.Length - sizeof(int);
        BitConverter.TryWriteBytes(block.AsSpan(end), Crc32C.Append(0, block.AsSpan(0, end)));
        return block;
    }

    private void WriteOrCutBack(byte[] bytes)
    {
        try
        {
            _writeAt(_handle!, bytes, _length);
            _length += bytes.Length;
        }
        catch (IOException failure)
        {
            string state = CutBack();
            throw new IOException($"{path}: at offset {_length} {bytes.Length} bytes could not be written: {failure.Message} {state}", failure);
        }
    }

    private string CutBack()
    {
        if (_length == 0)
        {
            _handle!.Dispose();
            _handle = null;
            File.Delete(path);
            return "The file was removed.";
        }

        RandomAccess.SetLength(_handle!, _length);
        return $"The file was cut back to the {_length} bytes written before, which are whole.";
    }
}
