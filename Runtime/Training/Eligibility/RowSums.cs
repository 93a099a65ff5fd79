using System.Numerics;
using System.Runtime.Intrinsics;

namespace NeuronDsl.Training;

/// <summary>Adds the weight rows of the neurons that sent something: a network's step asks for a few of many rows.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class RowSums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BlockVectors = 8;

    private int[] _active = [];

    /// <summary>target += the sum over senders of what each sent times its row.</summary>
    /// <param name="sent">[senders].</param>
    /// <param name="senders">Senders.</param>
    /// <param name="weights">[senders, stride].</param>
    /// <param name="target">[stride].</param>
    /// <param name="stride">A multiple of 16.</param>
    public void Add(T* sent, int senders, T* weights, T* target, int stride)
    {
        if (_active.Length < senders) _active = new int[senders];
        int count = 0;
        bool ones = true;
        for (int i = 0; i < senders; i++)
        {
            if (sent[i] == T.Zero) continue;
            ones &= sent[i] == T.One;
            _active[count++] = i;
        }

        int lanes = Vector512<T>.Count, column = 0;
        fixed (int* active = _active)
        {
            for (; ones && column <= stride - (BlockVectors * lanes); column += BlockVectors * lanes) AddBlock(active, count, weights + column, target + column, stride);
            for (; column < stride; column += lanes)
            {
                Vector512<T> sum = Vector512.Load(target + column);
                for (int k = 0; k < count; k++) sum = Vector512.Create(sent[active[k]]) * Vector512.Load(weights + ((long)active[k] * stride) + column) + sum;
                sum.Store(target + column);
            }
        }
    }

    private static void AddBlock(int* active, int count, T* weights, T* target, int stride)
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> a = Vector512.Load(target), b = Vector512.Load(target + lanes), c = Vector512.Load(target + (2 * lanes)), d = Vector512.Load(target + (3 * lanes));
        Vector512<T> e = Vector512.Load(target + (4 * lanes)), f = Vector512.Load(target + (5 * lanes)), g = Vector512.Load(target + (6 * lanes)), h = Vector512.Load(target + (7 * lanes));
        for (int k = 0; k < count; k++)
        {
            T* row = weights + ((long)active[k] * stride);
            a += Vector512.Load(row);
            b += Vector512.Load(row + lanes);
            c += Vector512.Load(row + (2 * lanes));
            d += Vector512.Load(row + (3 * lanes));
            e += Vector512.Load(row + (4 * lanes));
            f += Vector512.Load(row + (5 * lanes));
            g += Vector512.Load(row + (6 * lanes));
            h += Vector512.Load(row + (7 * lanes));
        }

        a.Store(target);
        b.Store(target + lanes);
        c.Store(target + (2 * lanes));
        d.Store(target + (3 * lanes));
        e.Store(target + (4 * lanes));
        f.Store(target + (5 * lanes));
        g.Store(target + (6 * lanes));
        h.Store(target + (7 * lanes));
    }
}
