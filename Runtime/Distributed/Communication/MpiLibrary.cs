using System;
using System.Runtime.InteropServices;

namespace NeuronDsl.Distributed;

/// <summary>
/// Open MPI's C interface, found when it is first needed: handles are addresses of variables in the library, counts are ints.
/// </summary>
internal static unsafe partial class MpiLibrary
{
    /// <summary>The level of thread support that is asked for: calls come from one thread at a time.</summary>
    public const int Serialized = 2;

    private const string Name = "mpi";

    private static readonly string[] Candidates = ["libmpi.so.40", "libmpi.so", "libmpi.dylib"];

    // Set by mpirun, and by Slurm's srun through its PMI.
    private static readonly string[] Marks = ["OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK", "PMI_SIZE"];

    private static readonly Lazy<IntPtr> Library = new(Load);

    static MpiLibrary() => NativeLibrary.SetDllImportResolver(typeof(MpiLibrary).Assembly, (name, _, _) => name == Name ? Library.Value : IntPtr.Zero);

    /// <summary>Whether a launcher of MPI has started this process.</summary>
    public static bool WasLaunched => Array.Exists(Marks, mark => Environment.GetEnvironmentVariable(mark) is { Length: > 0 });

    /// <summary>All ranks.</summary>
    public static IntPtr World => Handles.World;

    /// <summary>The type of a byte.</summary>
    public static IntPtr Byte => Handles.Byte;

    /// <summary>Takes the result of a call.</summary>
    /// <exception cref="InvalidOperationException">The call failed; Open MPI itself ends the program at most failures.</exception>
    public static void Check(int status, string call)
    {
        if (status != 0) throw new InvalidOperationException($"{call} failed with the error {status} of MPI.");
    }

    private static IntPtr Load()
    {
        foreach (string candidate in Candidates)
        {
            if (!NativeLibrary.TryLoad(candidate, typeof(MpiLibrary).Assembly, null, out IntPtr library)) continue;
            if (NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _)) return library;
            throw new DllNotFoundException($"{candidate} is an MPI, but not Open MPI, whose binary interface is needed here.");
        }

        throw new DllNotFoundException(
            $"The program was started as one of several ranks, but Open MPI's library is not installed: none of {string.Join(", ", Candidates)} was found. " +
            "On Debian install libopenmpi3; without a launcher the program runs alone and needs none.");
    }

    [LibraryImport(Name)]
    public static partial int MPI_Init_thread(void* argc, void* argv, int required, int* provided);

    [LibraryImport(Name)]
    public static partial int MPI_Finalize();

    [LibraryImport(Name)]
    public static partial int MPI_Abort(IntPtr communicator, int code);

    [LibraryImport(Name)]
    public static partial int MPI_Comm_rank(IntPtr communicator, int* rank);

    [LibraryImport(Name)]
    public static partial int MPI_Comm_size(IntPtr communicator, int* size);

    [LibraryImport(Name)]
    public static partial int MPI_Barrier(IntPtr communicator);

    [LibraryImport(Name)]
    public static partial int MPI_Bcast(void* data, int count, IntPtr type, int root, IntPtr communicator);

    [LibraryImport(Name)]
    public static partial int MPI_Allgather(void* send, int sendCount, IntPtr sendType, void* receive, int receiveCount, IntPtr receiveType, IntPtr communicator);

    [LibraryImport(Name)]
    public static partial int MPI_Allgatherv(
        void* send, int sendCount, IntPtr sendType, void* receive, int* receiveCounts, int* starts, IntPtr receiveType, IntPtr communicator);

    [LibraryImport(Name)]
    public static partial int MPI_Alltoall(void* send, int sendCount, IntPtr sendType, void* receive, int receiveCount, IntPtr receiveType, IntPtr communicator);

    // Looked up once, when the library is there.
    private static class Handles
    {
        public static readonly IntPtr World = NativeLibrary.GetExport(Library.Value, "ompi_mpi_comm_world");
        public static readonly IntPtr Byte = NativeLibrary.GetExport(Library.Value, "ompi_mpi_byte");
    }
}
