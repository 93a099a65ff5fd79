using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// Runs the parts of one piece of work on the thread pool and on the calling thread, without allocating: the object is itself the work item.
/// The caller takes every part that no pool thread has taken, so a busy pool costs time but never stalls.
/// One run at a time; which thread runs which part is not determined, so a part must not depend on another.
/// </summary>
internal sealed class ParallelLoop(Action<int> body) : IThreadPoolWorkItem
{
    // The parts of this run in the upper half, the next part to take in the lower: one word, so that a pool thread
    // that wakes up late sees either nothing left or a part of the run that is under way.
    private long _claims;
    private int _unfinished;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Calls the body with 0 .. parts - 1 and returns when all have returned.</summary>
    /// <param name="parts">Parts of the work.</param>
    /// <param name="threads">At most this many threads, the caller's among them.</param>
    public void Run(int parts, int threads = int.MaxValue)
    {
        threads = Math.Min(threads, parts);
        if (threads <= 1)
        {
            for (int part = 0; part < parts; part++) body(part);
            return;
        }

        _failure = null;
        _unfinished = parts;
        Volatile.Write(ref _claims, (long)parts << 32);
        for (int helper = 1; helper < threads; helper++) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        Work();

        // Parts are tens of microseconds to milliseconds long: yield, but never sleep.
        var spin = new SpinWait();
        while (Volatile.Read(ref _unfinished) > 0) spin.SpinOnce(sleep1Threshold: -1);
        _failure?.Throw();
    }

    void IThreadPoolWorkItem.Execute() => Work();

    private void Work()
    {
        while (TryClaim(out int part))
        {
            try
            {
                body(part);
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }
            finally
            {
                Interlocked.Decrement(ref _unfinished);
            }
        }
    }

    private bool TryClaim(out int part)
    {
        while (true)
        {
            long claims = Volatile.Read(ref _claims);
            part = (int)claims;
            if (part >= (int)(claims >> 32)) return false;
            if (Interlocked.CompareExchange(ref _claims, claims + 1, claims) == claims) return true;
        }
    }
}
