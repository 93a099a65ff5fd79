using System;
using System.Runtime.InteropServices;

namespace NeuronDsl.Distributed;

/// <summary>
/// The ranks of a program: what one tells the others. Every rank makes the same calls in the same order. Without MPI there is one rank, and the same
/// program runs.
/// </summary>
public abstract class Communicator : IDisposable
{
    private protected Communicator()
    {
    }

    /// <summary>This rank's number, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>How many ranks there are.</summary>
    public abstract int Size { get; }

    /// <summary>Messages that this rank has sent to others.</summary>
    public long MessagesSent { get; private protected set; }

    /// <summary>Bytes that this rank has sent to others.</summary>
    public long BytesSent { get; private protected set; }

    /// <summary>The time that this rank has spent in calls to others: taking messages there, and waiting for who is later.</summary>
    public TimeSpan Waited { get; private protected set; }

    /// <summary>
    /// Joins the ranks that mpirun or Slurm has started; a program that was started by itself is its only rank, and needs no MPI.
    /// </summary>
    /// <exception cref="DllNotFoundException">The program was started by mpirun, but Open MPI's library is not there.</exception>
    public static Communicator Start() => MpiLibrary.WasLaunched ? new MpiCommunicator() : new SingleRank();

    /// <summary>
    /// Runs a program on all ranks. A rank that fails says so and takes the others with it: none waits for it for ever. A rank that is told to stop, because
    /// another was killed, says that too.
    /// </summary>
    /// <param name="program">The program; what it returns is the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Func<Communicator, int> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        Communicator communicator = Start();
        string who = $"rank {communicator.Rank} of {communicator.Size}";
        using PosixSignalRegistration told = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ =>
        {
            Console.Error.WriteLine($"{who}: told to stop; another rank has failed, or the job was cancelled. Restart from the last checkpoint.");
            Environment.Exit(143);
        });
        try
        {
            int code = program(communicator);
            communicator.Dispose();
            return code;
        }
        catch (Exception failure) when (communicator.Size > 1)
        {
            Console.Error.WriteLine($"{who} failed: {failure.GetType().Name}: {failure.Message}");
            communicator.Abort();
            return 1;
        }
    }

    /// <summary>Waits until every rank has come here.</summary>
    public abstract void Barrier();

    /// <summary>Gives all ranks what one has.</summary>
    /// <param name="data">Of the same length everywhere; written on the other ranks.</param>
    /// <param name="from">The rank that has it.</param>
    public abstract void Broadcast(Span<byte> data, int from = 0);

    /// <summary>Gives all ranks what every rank has, of whatever length.</summary>
    /// <returns>The data of each rank; valid until the next call.</returns>
    public abstract ReadOnlySpan<byte> AllGather(ReadOnlySpan<byte> data, Span<int> starts);

    /// <summary>Sends parts of one length to each rank, and gets one from each.</summary>
    /// <param name="outgoing">[ranks, part].</param>
    /// <param name="incoming">[ranks, part].</param>
    public abstract void AllToAll(ReadOnlySpan<byte> outgoing, Span<byte> incoming);

    /// <summary>Ends the program on all ranks at once.</summary>
    public abstract void Abort();

    /// <summary>Leaves the others in good order.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Leaves the others.</summary>
    /// <param name="disposing">False from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
