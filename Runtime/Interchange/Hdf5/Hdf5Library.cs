using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace NeuronDsl.Interchange;

/// <summary>The system's HDF5 library, found when it is first needed. Handles are 64 bits wide, as they are from version 1.10 on.</summary>
internal static unsafe partial class Hdf5Library
{
    private const string Name = "hdf5";

    private static readonly string[] Candidates =
        OperatingSystem.IsWindows() ? ["hdf5.dll"]
        : OperatingSystem.IsMacOS() ? ["libhdf5.dylib", "/opt/homebrew/lib/libhdf5.dylib", "/usr/local/lib/libhdf5.dylib"]
        : ["libhdf5_serial.so.103", "libhdf5.so.103", "libhdf5.so.200", "libhdf5.so.310", "libhdf5_serial.so", "libhdf5.so"];

    private static readonly Lazy<IntPtr> Library = new(Load);

    /// <summary>HDF5 keeps global state: one call at a time.</summary>
    public static readonly object Gate = new();

    static Hdf5Library() => NativeLibrary.SetDllImportResolver(typeof(Hdf5Library).Assembly, Resolve);

    /// <summary>Whether the library is there.</summary>
    public static bool IsAvailable => Candidates.Any(c => NativeLibrary.TryLoad(c, typeof(Hdf5Library).Assembly, null, out _));

    public static long StringType => Type("H5T_C_S1_g");

    public static long DoubleType => Type("H5T_NATIVE_DOUBLE_g");

    public static long FloatType => Type("H5T_NATIVE_FLOAT_g");

    public static long Int64Type => Type("H5T_NATIVE_INT64_g");

    /// <summary>Loads the library.</summary>
    /// <exception cref="DllNotFoundException">It is not there, or too old.</exception>
    public static void Require() => _ = Library.Value;

    // Types are variables of the library.
    private static long Type(string symbol) => *(long*)NativeLibrary.GetExport(Library.Value, symbol);

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Name ? Library.Value : IntPtr.Zero;

    private static IntPtr Load()
    {
        // A lock on a file would outlive it in any process that is started meanwhile; files appear here whole, by a new name.
        if (!OperatingSystem.IsWindows()) _ = setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
        foreach (string candidate in Candidates)
        {
            if (!NativeLibrary.TryLoad(candidate, typeof(Hdf5Library).Assembly, null, out IntPtr library)) continue;
            uint major, minor, release;
            var open = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "H5open");
            var version = (delegate* unmanaged<uint*, uint*, uint*, int>)NativeLibrary.GetExport(library, "H5get_libversion");
            var silence = (delegate* unmanaged<long, void*, void*, int>)NativeLibrary.GetExport(library, "H5Eset_auto2");
            if (open() < 0 || version(&major, &minor, &release) < 0 || (major == 1 && minor < 10))
                throw new DllNotFoundException($"{candidate} is older than HDF5 1.10.");

            // Its own messages go to the console: failures are told by exceptions here.
            silence(0, null, null);
            return library;
        }

        throw new DllNotFoundException(
            $"NIR files are HDF5, and the HDF5 library is not installed: none of {string.Join(", ", Candidates)} was found. " +
            "On Debian install libhdf5-103-1, elsewhere the package of HDF5 1.10 or later.");
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Fcreate(string path, uint flags, long create, long access);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Fopen(string path, uint flags, long access);

    [LibraryImport(Name)]
    public static partial int H5Fclose(long file);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Gcreate2(long location, string name, long link, long create, long access);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Gopen2(long location, string name, long access);

    [LibraryImport(Name)]
    public static partial int H5Gclose(long group);

    [LibraryImport(Name)]
    public static partial int H5Gget_num_objs(long group, ulong* count);

    [LibraryImport(Name)]
    public static partial nint H5Gget_objname_by_idx(long group, ulong index, byte* name, nuint size);

    [LibraryImport(Name)]
    public static partial int H5Gget_objtype_by_idx(long group, ulong index);

    [LibraryImport(Name)]
    public static partial long H5Screate_simple(int rank, ulong* lengths, ulong* largest);

    [LibraryImport(Name)]
    public static partial long H5Screate(int kind);

    [LibraryImport(Name)]
    public static partial int H5Sget_simple_extent_ndims(long space);

    [LibraryImport(Name)]
    public static partial int H5Sget_simple_extent_dims(long space, ulong* lengths, ulong* largest);

    [LibraryImport(Name)]
    public static partial int H5Sclose(long space);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Dcreate2(long location, string name, long type, long space, long link, long create, long access);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Dopen2(long location, string name, long access);

    [LibraryImport(Name)]
    public static partial long H5Dget_space(long dataset);

    [LibraryImport(Name)]
    public static partial long H5Dget_type(long dataset);

    [LibraryImport(Name)]
    public static partial int H5Dread(long dataset, long type, long memory, long file, long transfer, void* buffer);

    [LibraryImport(Name)]
    public static partial int H5Dwrite(long dataset, long type, long memory, long file, long transfer, void* buffer);

    [LibraryImport(Name)]
    public static partial int H5Dvlen_reclaim(long type, long space, long transfer, void* buffer);

    [LibraryImport(Name)]
    public static partial int H5Dclose(long dataset);

    [LibraryImport(Name)]
    public static partial long H5Tcopy(long type);

    [LibraryImport(Name)]
    public static partial int H5Tset_size(long type, nuint size);

    [LibraryImport(Name)]
    public static partial int H5Tset_cset(long type, int set);

    [LibraryImport(Name)]
    public static partial int H5Tget_class(long type);

    [LibraryImport(Name)]
    public static partial nuint H5Tget_size(long type);

    [LibraryImport(Name)]
    public static partial int H5Tis_variable_str(long type);

    [LibraryImport(Name)]
    public static partial int H5Tclose(long type);
}
