using System;
using System.IO;
using System.Runtime.InteropServices;

namespace NeuronDsl.Simulation;

// What a network needs of a population: to advance parts of it, to reach its rows, and to save and restore it.
public abstract partial class Population<T>
{
    /// <summary>Words of 64 neurons.</summary>
    internal int WordCount => _padded / Word;

    /// <summary>The place of a state among the rows.</summary>
    internal int StateRow(string state) => Layout.IndexOf(Layout.States, "state", state);

    /// <summary>The place of an input among the rows.</summary>
    internal int InputRow(int input) => Layout.States.Count + input;

    /// <summary>The place of what arrives at a receiving state among the rows.</summary>
    internal int ArrivalRow(int receiving) => Layout.States.Count + Layout.Inputs.Count + receiving;

    /// <summary>A row with its padding, [64 WordCount].</summary>
    internal Span<T> PaddedRow(int row) => _rows.Span.Slice(row * _stride, _padded);

    /// <summary>Checks dt and inputs, and computes what dt and parameters decide.</summary>
    internal void PrepareSteps(T dt)
    {
        TimeStepGuard.Check(dt);
        RefuseNaN();
        PrepareUniforms(dt);
    }

    /// <summary>Takes the present step for the words [firstWord, endWord); each word once, in any order, on any thread.</summary>
    internal void StepWords(int firstWord, int endWord)
    {
        if (firstWord < endWord) Advance(firstWord, endWord, steps: 1, spikes: null);
    }

    /// <summary>Ends the step that every word has taken.</summary>
    internal void EndStep() => StepIndex++;

    /// <summary>Saves everything that changes from step to step, and the parameters.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(StepIndex);
        writer.Write(Seed);
        writer.Write(MemoryMarshal.AsBytes(_rows.Span));
        writer.Write(MemoryMarshal.AsBytes(_above.Span));
        writer.Write(MemoryMarshal.AsBytes(_fired.Span));
        foreach (ParameterValues<T> parameter in _parameters)
        {
            writer.Write(parameter.IsShared);
            writer.Write(MemoryMarshal.AsBytes(parameter.Values));
        }
    }

    /// <summary>Restores what <see cref="Save"/> wrote; with <paramref name="apply"/> false it only reads past it.</summary>
    internal void Restore(BinaryReader reader, bool apply)
    {
        (long step, ulong seed) = (reader.ReadInt64(), reader.ReadUInt64());
        if (apply) (StepIndex, Seed) = (step, seed);
        Read(MemoryMarshal.AsBytes(_rows.Span));
        Read(MemoryMarshal.AsBytes(_above.Span));
        Read(MemoryMarshal.AsBytes(_fired.Span));
        for (int k = 0; k < _parameters.Length; k++)
        {
            bool shared = reader.ReadBoolean();
            T[] values = new T[shared ? 1 : Count];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            if (apply) SetParameter(k, shared ? values[0] : values);
        }

        void Read(Span<byte> target) => reader.BaseStream.ReadExactly(apply ? target : new byte[target.Length]);
    }
}
