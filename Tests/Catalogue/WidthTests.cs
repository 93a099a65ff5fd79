using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>The kernels of all widths give the same bits, for every neuron, solver and precision; a NaN is as good as another.</summary>
public class WidthTests
{
    // More than two words, the last of them with a single neuron.
    private const int Count = 129, Steps = 5;

    public static TheoryData<string, Solver, string> Cases => NeuronCatalogue.SolversAndPrecisions;

    [Theory, MemberData(nameof(Cases))]
    public void Every_width_gives_the_same_bits(string neuron, Solver solver, string precision)
    {
        foreach (bool ownParameters in new[] { false, true })
        {
            if (precision == "float") Compare<float>(neuron, solver, ownParameters);
            else Compare<double>(neuron, solver, ownParameters);
        }
    }

    private static void Compare<T>(string neuron, Solver solver, bool ownParameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string[] expected = Trace<T>(neuron, solver, ownParameters, VectorWidth.Scalar);
        foreach (VectorWidth width in new[] { VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512 }.Where(VectorWidths.IsSupported))
        {
            Assert.Equal(expected, Trace<T>(neuron, solver, ownParameters, width));
        }
    }

    // All that can be seen of a population after each step, the bits of each row as text.
    private static string[] Trace<T>(string neuron, Solver solver, bool ownParameters, VectorWidth width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Scenario<T> scenario = new(neuron, solver, ownParameters, seed: 11);
        using Population<T> population = scenario.Populate(Count);
        population.VectorWidth = width;
        PlantSpecialValues(population);
        List<string> trace = [];
        for (int step = 0; step < Steps; step++)
        {
            scenario.Arrive(population);
            population.Step(scenario.Dt);
            foreach (string state in population.Layout.States) trace.Add($"step {step}, {state}: {Bits<T>(population.State(state))}");
            foreach (string state in population.Layout.Receiving) trace.Add($"step {step}, arrivals {state}: {Bits<T>(population.Arrivals(state))}");
            trace.Add($"step {step}, spikes: {Convert.ToHexString(MemoryMarshal.AsBytes(population.SpikeMask))}");
            SingleNeuron<T>[] neurons = [.. Enumerable.Range(0, Count).Select(i => SingleNeuron<T>.Of(population, i))];
            trace.Add($"step {step}, remaining: {string.Join(' ', neurons.Select(n => n.Remaining))}");
            trace.Add($"step {step}, above: {string.Concat(neurons.Select(n => n.Above ? '1' : '0'))}");
        }

        return [.. trace];
    }

    // States and inputs that no neuron should meet: widths must agree on them too. NaN is refused as an input.
    private static void PlantSpecialValues<T>(Population<T> population)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] special = [T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.CreateSaturating(1e300), T.Epsilon, T.NegativeZero];
        for (int k = 0; k < population.Layout.States.Count; k++)
        {
            Span<T> state = population.State(population.Layout.States[k]);
            for (int i = 0; i < special.Length; i++) state[(8 * k) + i] = special[i];
        }

        Span<T> input = population.Input(population.Layout.Inputs.Single());
        for (int i = 1; i < special.Length; i++) input[64 + i] = special[i];
    }

    private static string Bits<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] canonical = values.ToArray();
        for (int i = 0; i < canonical.Length; i++) canonical[i] = T.IsNaN(canonical[i]) ? T.NaN : canonical[i];
        return Convert.ToHexString(MemoryMarshal.AsBytes<T>(canonical));
    }
}
