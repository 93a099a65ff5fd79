using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Data;
using NeuronDsl.Memory;
using NeuronDsl.Simulation;

namespace NeuronDsl.Training;

/// <summary>
/// The parameters of a neuron layer: those of the prototype, and the learnable ones with as many values as are asked for. Of both it makes the
/// uniforms, the values that dt and parameters decide and kernels read, in groups of 16 neurons: [groups, uniforms, 16], one group where no
/// parameter differs from neuron to neuron.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class NeuronParameters<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NeuronLayout _layout;
    private readonly Shape _shape;
    private readonly T[] _prototype;
    private readonly int[] _places;
    private readonly Parameter<T>[] _learnable;
    private AlignedBuffer<T> _uniforms = new(0);

    /// <summary>Parameters that start as the prototype's.</summary>
    /// <exception cref="ArgumentException">One of them is NaN.</exception>
    public NeuronParameters(NeuronLayout layout, Shape shape, T[] prototype, ParameterSharing sharing)
    {
        (_layout, _shape, _prototype) = (layout, shape, prototype);
        int bad = Array.FindIndex(prototype, T.IsNaN);
        if (bad >= 0) throw new ArgumentException($"{layout.Name}.{layout.Parameters[bad]} of the prototype is NaN.", nameof(prototype));
        _places = [.. layout.Learnable.Select(name => layout.IndexOf(layout.Parameters, "parameter", name))];
        _learnable = new Parameter<T>[_places.Length];
        for (int k = 0; k < _places.Length; k++) Share(k, sharing);
    }

    /// <summary>Computes the uniforms of one neuron from dt and its parameters.</summary>
    public delegate void Preparation(T dt, ReadOnlySpan<T> parameters, Span<T> uniforms);

    /// <summary>The learnable ones.</summary>
    public IReadOnlyList<Parameter<T>> Learnable => _learnable;

    /// <summary>The uniforms, after <see cref="Prepare"/>.</summary>
    public T* Uniforms => _uniforms.Pointer;

    /// <summary>Elements from one group of uniforms to the next: 0 where one serves all neurons.</summary>
    public int GroupStride { get; private set; }

    /// <summary>Changes how many values a parameter has; they start as the prototype's again.</summary>
    public void Share(int k, ParameterSharing sharing)
    {
        int count = sharing switch
        {
            ParameterSharing.PerLayer => 1,
            ParameterSharing.PerChannel => _shape[0],
            ParameterSharing.PerNeuron => _shape.Size,
            _ => throw new ArgumentOutOfRangeException(nameof(sharing), sharing, "A parameter has a value per layer, per channel or per neuron."),
        };
        _learnable[k]?.Dispose();
        _learnable[k] = new Parameter<T>(_layout.Learnable[k], count);
        Reset(k);
    }

    /// <summary>Sets all learnable ones to the prototype's values.</summary>
    public void Reset()
    {
        for (int k = 0; k < _learnable.Length; k++) Reset(k);
    }

    /// <summary>The value that a parameter has for a neuron now.</summary>
    /// <exception cref="ArgumentException">There is no such parameter; the message lists those there are.</exception>
    public T Value(string name, int neuron)
    {
        int place = _layout.IndexOf(_layout.Parameters, "parameter", name), k = Array.IndexOf(_places, place);
        return k < 0 ? _prototype[place] : _learnable[k].Values[neuron / (_shape.Size / _learnable[k].RowLength)];
    }

    /// <summary>Makes the uniforms from the values as they are now.</summary>
    /// <param name="dt">The solver's time step.</param>
    /// <param name="count">Uniforms of a neuron.</param>
    /// <param name="prepare">Computes them.</param>
    public void Prepare(T dt, int count, Preparation prepare)
    {
        const int Group = RowLayout.Group;
        int values = 1;
        foreach (Parameter<T> parameter in _learnable) values = Math.Max(values, parameter.RowLength);
        int groups = values == 1 ? 1 : RowLayout.Stride(_shape.Size) / Group;
        GroupStride = values == 1 ? 0 : count * Group;
        AlignedBuffer<T>.Grow(ref _uniforms, groups * Math.Max(1, count) * Group);

        // As many runs of neurons as the parameter with the most values has; the others have the same value throughout a run. Padding
        // repeats the last neuron, whose arithmetic is as tame.
        Span<T> parameters = stackalloc T[_prototype.Length], uniforms = stackalloc T[count];
        int run = _shape.Size / values;
        for (int value = 0; value < values; value++)
        {
            _prototype.CopyTo(parameters);
            for (int k = 0; k < _learnable.Length; k++) parameters[_places[k]] = _learnable[k].Values[value / (values / _learnable[k].RowLength)];
            prepare(dt, parameters, uniforms);
            int end = value == values - 1 ? groups * Group : (value + 1) * run;
            for (int neuron = values == 1 ? 0 : value * run; neuron < end; neuron++)
            {
                T* place = _uniforms.Pointer + ((long)(neuron / Group) * GroupStride) + (neuron % Group);
                for (int k = 0; k < count; k++) place[k * Group] = uniforms[k];
            }
        }
    }

    /// <summary>Sums what parts of the batch gave each neuron into the gradients, in double precision.</summary>
    /// <param name="sums">[parts, learnable, stride].</param>
    /// <param name="parts">Parts of the batch.</param>
    /// <param name="stride">Elements of a row.</param>
    public void SumGradients(ReadOnlySpan<T> sums, int parts, int stride)
    {
        for (int k = 0; k < _learnable.Length; k++)
        {
            Span<T> gradient = _learnable[k].Gradient;
            int values = _learnable[k].RowLength, run = _shape.Size / values;
            for (int value = 0; value < values; value++)
            {
                double sum = 0;
                for (int part = 0; part < parts; part++) sum += Sum(sums.Slice((((part * _learnable.Length) + k) * stride) + (value * run), run));
                gradient[value] = T.CreateTruncating(sum);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _uniforms.Dispose();

    private void Reset(int k) => _learnable[k].Row(0).Fill(_prototype[_places[k]]);

    // Four sums, so that an addition need not wait for the one before.
    private static double Sum(ReadOnlySpan<T> values)
    {
        double a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i <= values.Length - 4; i += 4)
        {
            a += double.CreateTruncating(values[i]);
            b += double.CreateTruncating(values[i + 1]);
            c += double.CreateTruncating(values[i + 2]);
            d += double.CreateTruncating(values[i + 3]);
        }

        for (; i < values.Length; i++) a += double.CreateTruncating(values[i]);
        return a + b + (c + d);
    }
}
