using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using static NeuronDsl.Interchange.Hdf5Library;

namespace NeuronDsl.Interchange;

/// <summary>A group of an HDF5 file, or the file itself as its outermost group: numbers, texts and further groups, by name.</summary>
internal sealed unsafe class Hdf5Group : IDisposable
{
    private const uint Truncate = 2, ReadOnly = 0;
    private const int ScalarSpace = 0, Utf8 = 1, IntegerClass = 0, FloatClass = 1, StringClass = 3, EnumClass = 8, GroupObject = 0;

    private readonly long _handle;
    private readonly string _path;
    private readonly bool _isFile;

    private Hdf5Group(long handle, string path, bool isFile) => (_handle, _path, _isFile) = (handle, path, isFile);

    /// <summary>Makes a file; one that is there is lost.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static Hdf5Group Create(string path)
    {
        Require();
        long file = H5Fcreate(path, Truncate, 0, 0);
        return file >= 0 ? new Hdf5Group(file, path, isFile: true) : throw new IOException($"{path}: the file cannot be written.");
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no HDF5, or cut short or damaged.</exception>
    public static Hdf5Group Open(string path)
    {
        Require();
        Hdf5Signature.Check(path);
        long file = H5Fopen(path, ReadOnly, 0);
        return file >= 0 ? new Hdf5Group(file, path, isFile: true) : throw new InvalidDataException($"{path}: is damaged; HDF5 cannot open it.");
    }

    /// <summary>The names of what is in it.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            ulong count;
            if (H5Gget_num_objs(_handle, &count) < 0) throw Damaged("cannot be listed");
            List<string> names = [];
            byte[] buffer = new byte[1024];
            for (ulong i = 0; i < count; i++)
            {
                fixed (byte* name = buffer)
                {
                    nint length = H5Gget_objname_by_idx(_handle, i, name, (nuint)buffer.Length);
                    if (length < 0 || length >= buffer.Length) throw Damaged($"has an entry {i} without a name");
                    names.Add(Encoding.UTF8.GetString(buffer, 0, (int)length));
                }
            }

            return names;
        }
    }

    public bool Contains(string name) => Names.Contains(name);

    public bool IsGroup(string name)
    {
        int index = Names.ToList().IndexOf(name);
        return index >= 0 && H5Gget_objtype_by_idx(_handle, (ulong)index) == GroupObject;
    }

    public Hdf5Group OpenGroup(string name)
    {
        long group = IsGroup(name) ? H5Gopen2(_handle, name, 0) : -1;
        return group >= 0 ? new Hdf5Group(group, $"{_path}/{name}", isFile: false) : throw Damaged($"has no group '{name}'");
    }

    public Hdf5Group CreateGroup(string name)
    {
        long group = H5Gcreate2(_handle, name, 0, 0, 0);
        return group >= 0 ? new Hdf5Group(group, $"{_path}/{name}", isFile: false) : throw Unwritten(name);
    }

    /// <summary>Whether an entry is text.</summary>
    public bool IsText(string name) => Read(name, (_, type, _) => H5Tget_class(type) == StringClass);

    /// <summary>Reads numbers of any type.</summary>
    public NirArray ReadNumbers(string name) => Read(name, (dataset, type, shape) =>
    {
        double[] values = new double[Product(name, shape)];
        int kind = H5Tget_class(type);
        if (kind is not (IntegerClass or FloatClass or EnumClass)) throw Damaged($"has no numbers in '{name}'");
        if (kind == EnumClass)
        {
            // A truth value of h5py: an enumeration of one byte.
            sbyte[] bytes = new sbyte[values.Length];
            fixed (sbyte* buffer = bytes) Check(H5Dread(dataset, type, 0, 0, 0, buffer), name);
            return new NirArray(shape, [.. bytes.Select(b => (double)b)]);
        }

        fixed (double* buffer = values) Check(H5Dread(dataset, DoubleType, 0, 0, 0, buffer), name);
        return new NirArray(shape, values);
    });

    /// <summary>Reads texts, of fixed or of any length.</summary>
    public (int[] Shape, string[] Texts) ReadTexts(string name) => Read(name, (dataset, type, shape) =>
    {
        if (H5Tget_class(type) != StringClass) throw Damaged($"has no text in '{name}'");
        string[] texts = new string[Product(name, shape)];
        if (H5Tis_variable_str(type) <= 0)
        {
            int size = (int)H5Tget_size(type);
            byte[] bytes = new byte[size * texts.Length];
            fixed (byte* buffer = bytes) Check(H5Dread(dataset, type, 0, 0, 0, buffer), name);
            for (int i = 0; i < texts.Length; i++) texts[i] = Encoding.UTF8.GetString(bytes, i * size, size).TrimEnd('\0', ' ');
            return (shape, texts);
        }

        nint[] pointers = new nint[texts.Length];
        fixed (nint* buffer = pointers)
        {
            Check(H5Dread(dataset, type, 0, 0, 0, buffer), name);
            for (int i = 0; i < texts.Length; i++) texts[i] = System.Runtime.InteropServices.Marshal.PtrToStringUTF8(pointers[i]) ?? "";
            long space = H5Dget_space(dataset);
            H5Dvlen_reclaim(type, space, 0, buffer);
            H5Sclose(space);
        }

        return (shape, texts);
    });

    /// <summary>Writes numbers in single or double precision.</summary>
    public void Write(string name, NirArray values, bool single = false)
    {
        double[] numbers = [.. values.Values];
        if (single)
        {
            float[] floats = Array.ConvertAll(numbers, v => (float)v);
            fixed (float* buffer = floats) Write(name, values.Shape, FloatType, buffer);
            return;
        }

        fixed (double* buffer = numbers) Write(name, values.Shape, DoubleType, buffer);
    }

    /// <summary>Writes integers.</summary>
    public void Write(string name, IReadOnlyList<int> shape, params IReadOnlyList<long> values)
    {
        long[] numbers = [.. values];
        fixed (long* buffer = numbers) Write(name, shape, Int64Type, buffer);
    }

    /// <summary>Writes texts.</summary>
    public void Write(string name, IReadOnlyList<int> shape, params IReadOnlyList<string> texts)
    {
        long type = H5Tcopy(StringType);
        nint[] pointers = [.. texts.Select(System.Runtime.InteropServices.Marshal.StringToCoTaskMemUTF8)];
        try
        {
            if (H5Tset_size(type, nuint.MaxValue) < 0 || H5Tset_cset(type, Utf8) < 0) throw Unwritten(name);
            fixed (nint* buffer = pointers) Write(name, shape, type, buffer);
        }
        finally
        {
            foreach (nint pointer in pointers) System.Runtime.InteropServices.Marshal.FreeCoTaskMem(pointer);
            H5Tclose(type);
        }
    }

    public void Dispose()
    {
        if (_isFile) H5Fclose(_handle);
        else H5Gclose(_handle);
    }

    private void Write(string name, IReadOnlyList<int> shape, long type, void* buffer)
    {
        ulong[] lengths = [.. shape.Select(n => (ulong)n)];
        long space, dataset;
        fixed (ulong* dimensions = lengths) space = shape.Count == 0 ? H5Screate(ScalarSpace) : H5Screate_simple(shape.Count, dimensions, null);
        dataset = H5Dcreate2(_handle, name, type, space, 0, 0, 0);
        int written = dataset < 0 ? -1 : H5Dwrite(dataset, type, 0, 0, 0, buffer);
        if (dataset >= 0) H5Dclose(dataset);
        H5Sclose(space);
        if (written < 0) throw Unwritten(name);
    }

    private TResult Read<TResult>(string name, Func<long, long, int[], TResult> read)
    {
        long dataset = Contains(name) && !IsGroup(name) ? H5Dopen2(_handle, name, 0) : -1;
        if (dataset < 0) throw Damaged($"has no '{name}'");
        long type = H5Dget_type(dataset), space = H5Dget_space(dataset);
        try
        {
            int rank = H5Sget_simple_extent_ndims(space);
            if (rank < 0) throw Damaged($"has no shape for '{name}'");
            ulong[] lengths = new ulong[rank];
            fixed (ulong* dimensions = lengths) Check(H5Sget_simple_extent_dims(space, dimensions, null), name);
            return read(dataset, type, [.. lengths.Select(n => n <= int.MaxValue ? (int)n : throw Damaged($"has a length of {n} in '{name}'"))]);
        }
        finally
        {
            H5Tclose(type);
            H5Sclose(space);
            H5Dclose(dataset);
        }
    }

    private long Product(string name, int[] shape)
    {
        long count = 1;
        foreach (int length in shape) count = checked(count * length);
        return count <= Array.MaxLength ? count : throw Damaged($"has {count} elements in '{name}'");
    }

    private void Check(int status, string name)
    {
        if (status < 0) throw Damaged($"is damaged or cut short: '{name}' cannot be read");
    }

    private InvalidDataException Damaged(string what) => new($"{_path} {what}.");

    private IOException Unwritten(string name) => new($"{_path}: '{name}' cannot be written.");
}
