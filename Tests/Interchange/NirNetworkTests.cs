using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NeuronDsl.Interchange;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Interchange;

/// <summary>NIR graphs at work: against the paper's figures, against the networks they were exported from, against torch.</summary>
public sealed class NirNetworkTests
{
    // The input train of the NIR paper's first experiment: silent slots before each pulse; a slot is ten steps of 0.1 ms.
    private static readonly int[] Pauses =
        [6, 15, 4, 3, 0, 2, 1, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 14];

    [SkippableTheory]
    [InlineData(NirDiscretisation.Exact, new[] { 460, 510, 710, 760 })]
    [InlineData(NirDiscretisation.Euler, new[] { 460, 510, 710, 760 })]
    [InlineData(NirDiscretisation.Mixed, new[] { 450, 500, 710, 760 })]
    public void The_papers_neuron_spikes_at_the_papers_steps(NirDiscretisation discretisation, int[] expected)
    {
        using TemporaryFolder folder = NirFileTests.WrittenByH5py();
        using NirNetwork network = new(NirGraph.Read(folder["paper.nir"]), new NirOptions { Dt = 1e-4, Discretisation = discretisation });
        Assert.Empty(network.Warnings);
        int[] train = [.. Pauses.SelectMany(pause => Enumerable.Repeat(0, pause).Append(1)).Take(100)];
        List<int> spikes = [];
        for (int step = 0; step < 1000; step++)
        {
            network.Input("input")[0] = step % 10 == 0 ? train[step / 10] : 0;
            network.Step();
            if (network.Output("output")[0] == 1) spikes.Add(step);
        }

        Assert.Equal(expected, spikes);
    }

    [SkippableFact]
    public void A_file_that_does_not_say_how_it_was_discretised_is_warned_of_and_one_without_a_step_refused()
    {
        using TemporaryFolder folder = NirFileTests.WrittenByH5py();
        NirGraph graph = NirGraph.Read(folder["paper.nir"]);
        Assert.Equal(NirDiscretisation.Unstated, graph.Discretisation);
        using NirNetwork network = new(graph, new NirOptions { Dt = 1e-4 });
        string warning = Assert.Single(network.Warnings);
        Assert.StartsWith("Node '1', a LIF, does not say how it was discretised: a step is 0.04 of its time constant", warning, StringComparison.Ordinal);
        Assert.Equal(NirDiscretisation.Exact, network.Discretisation);
        Assert.Contains("does not say its time step", Assert.Throws<ArgumentException>(() => new NirNetwork(graph)).Message);
    }

    [SkippableFact]
    public void A_graph_within_a_graph_feeds_back_after_a_step()
    {
        using TemporaryFolder folder = NirFileTests.WrittenByH5py();
        NirGraph graph = NirGraph.Read(folder["nested.nir"]);
        Assert.Contains("rnn.cells", graph.Nodes.Keys);
        using NirNetwork network = new(graph);
        Assert.Empty(network.Warnings);
        network.Input("input")[1] = 6;
        List<(int Step, int Neuron)> spikes = [];
        for (int step = 0; step < 6; step++)
        {
            network.Step();
            for (int neuron = 0; neuron < 2; neuron++)
            {
                if (network.Output("output")[neuron] == 1) spikes.Add((step, neuron));
            }
        }

        // By Euler, dt/tau = 0.1: the second neuron gains 0.6 in each step and fires in all; each spike lifts the first by 4 in the step after.
        Assert.Equal([(0, 1), (1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1), (4, 0), (4, 1), (5, 0), (5, 1)], spikes);
    }

    [SkippableTheory]
    [InlineData(Solver.Exact)]
    [InlineData(Solver.Euler)]
    public void A_network_of_layers_spikes_at_the_same_steps_after_export_and_import(Solver solver)
    {
        NirFileTests.RequireHdf5();
        using TemporaryFolder folder = new();
        using Sequential<float> network = new(
            new Linear(20, 40), Twins.Layer("CubaTwin", 40, 0.5f, solver), new Linear(40, 30, bias: false), Twins.Layer("SubtractingTwin", 30, 0.5f, solver));
        network.Initialize(3);
        for (int input = 0; input < 20; input++)
        {
            foreach (ref float weight in ((Linear)network.Layers[0]).Weight.Row(input)) weight *= 12;
        }

        network.ToNir().Write(folder["network.nir"]);
        NirGraph graph = NirGraph.Read(folder["network.nir"]);
        Assert.Equal((5e-4, solver == Solver.Exact ? NirDiscretisation.Exact : NirDiscretisation.Euler), (graph.Dt, graph.Discretisation));
        Assert.Equal(["Input", "Affine", "CubaLIF", "Linear", "LIF", "Output"], graph.Order.Select(n => graph.Nodes[n].Type));

        Assert.InRange(EqualSpikes(network, graph, steps: 400, activity: 0.2), 200, 6000);
    }

    [SkippableFact]
    public void A_convolutional_and_recurrent_network_spikes_at_the_same_steps_after_export_and_import()
    {
        NirFileTests.RequireHdf5();
        using TemporaryFolder folder = new();
        using Sequential<float> network = new(
            new Data.Shape(1, 6, 6), new Conv2d<float>(1, 3, 3, padding: 1), Twins.Layer("SubtractingTwin", 108, 0.5f, Solver.Exact), new AveragePool2d<float>(2),
            new Flatten<float>(), new Dropout<float>(0.5), new Linear(27, 12), new Recurrent<float>((NeuronLayer<float>)Twins.Layer("CubaTwin", 12, 0.5f, Solver.Exact)));
        network.Initialize(2);
        foreach (Parameter<float> parameter in network.Parameters.Where(p => p.Shape.Rank == 2))
        {
            for (int row = 0; row < parameter.RowCount; row++)
            {
                foreach (ref float weight in parameter.Row(row)) weight *= 4;
            }
        }

        network.ToNir().Write(folder["network.nir"]);
        NirGraph graph = NirGraph.Read(folder["network.nir"]);
        Assert.Equal(["Input", "Conv2d", "LIF", "AvgPool2d", "Flatten", "Affine", "CubaLIF", "Output", "Linear"], graph.Order.Select(n => graph.Nodes[n].Type).OrderBy(t => t == "Linear"));
        Assert.Equal([3, 6, 6], graph.Nodes["1"]["tau"].Shape);
        Assert.InRange(EqualSpikes(network, graph, steps: 300, activity: 0.5), 100, 3500);
    }

    // Runs both on the same random spikes, and asserts that they answer alike.
    private static int EqualSpikes(Sequential<float> network, NirGraph graph, int steps, double activity)
    {
        int inputs = network.InputShape.Size, outputs = network.OutputShape.Size, spikes = 0;
        using Signal<float> input = new(network.InputShape);
        input.PrepareSpikes(steps, 1);
        input.SpikeMasks.Clear();
        Random random = new(5);
        bool[,] train = new bool[steps, inputs];
        for (int step = 0; step < steps; step++)
        {
            for (int i = 0; i < inputs; i++)
            {
                if (train[step, i] = random.NextDouble() < activity) input.SpikeMasks[(step * input.MaskStride) + (i / 16)] |= (ushort)(1 << (i % 16));
            }
        }

        Signal<float> expected = network.Forward(input, training: false);
        using NirNetwork imported = new(graph);
        for (int step = 0; step < steps; step++)
        {
            for (int i = 0; i < inputs; i++) imported.Input("input")[i] = train[step, i] ? 1 : 0;
            imported.Step();
            for (int neuron = 0; neuron < outputs; neuron++)
            {
                bool fires = (expected.SpikeMasks[(step * expected.MaskStride) + (neuron / 16)] >> (neuron % 16) & 1) != 0;
                Assert.True(fires == (imported.Output("output")[neuron] == 1), $"Step {step}, neuron {neuron}.");
                spikes += fires ? 1 : 0;
            }
        }

        return spikes;
    }

    [Fact]
    public void Convolutions_and_pools_compute_what_torch_computes()
    {
        // torch 1.13: conv2d(x, w, b, stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2), then AvgPool2d(2, stride=1, padding=(1, 0)).
        Dictionary<string, NirNode> nodes = new()
        {
            ["input"] = NirNode.Input(2, 4, 5),
            ["conv"] = NirNode.Of(
                "Conv2d", ("weight", NirGraphs.Ramp(2, 1, 3, 2)), ("bias", NirArray.Of(0.5, -0.25)), ("stride", NirArray.Of(2, 1)), ("padding", NirArray.Of(1, 2)),
                ("dilation", NirArray.Of(1, 2)), ("groups", NirArray.Scalar(2))),
            ["pool"] = NirNode.Of("AvgPool2d", ("kernel_size", NirArray.Of(2, 2)), ("stride", NirArray.Of(1, 1)), ("padding", NirArray.Of(1, 0))),
            ["output"] = NirNode.Output(2, 3, 6),
        };
        using NirNetwork network = new(new NirGraph(nodes, [("input", "conv"), ("conv", "pool"), ("pool", "output")]) { Dt = 1e-3 });
        NirGraphs.Ramp(2, 4, 5).Values.Select(v => (float)v).ToArray().CopyTo(network.Input("input"));
        network.Step();
        float[] expected = TorchReference.ConvolvedAndPooled;
        Assert.Equal(expected.Length, network.Output("output").Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], network.Output("output")[i], 1e-6f);
    }

    [Fact]
    public void Every_node_of_the_list_runs_and_a_delay_delays_each_element_by_its_own()
    {
        using NirNetwork network = new(NirGraphs.Everything);
        network.Input("input").Fill(1);
        network.Input("line").Fill(1);
        List<float[]> sent = [], delayed = [];
        for (int step = 0; step < 50; step++)
        {
            network.Step();
            sent.Add(network.Output("cubalif").ToArray());
            delayed.Add(network.Output("delay").ToArray());
        }

        Assert.Contains(sent, s => s.Sum() > 0);
        int[] delays = [1, 0, 3, 2];
        for (int step = 0; step < 50; step++)
        {
            for (int i = 0; i < 4; i++) Assert.Equal(step < delays[i] ? 0 : sent[step - delays[i]][i], delayed[step][i]);
        }

        Assert.Contains(network.Output("output").ToArray(), s => s == 1);
        Assert.All(network.Output("line output").ToArray(), s => Assert.True(float.IsFinite(s)));
    }

    [Theory]
    [InlineData("CubaLif", "CubaLIF")]
    [InlineData("NirLif", "LIF")]
    [InlineData("IntegrateAndFire", "IF")]
    [InlineData("LeakyIntegrator", "LI")]
    public void A_neuron_of_the_catalogue_is_recognised_by_its_equations(string neuron, string primitive)
    {
        NirNode node = TwinNeuron.Of(neuron).Description.ToNir();
        Assert.Equal(primitive, node.Type);
        Assert.Equal(neuron == "NirLif" ? "subtract" : null, node.Metadata.GetValueOrDefault("reset"));
        if (neuron == "NirLif") Assert.Equal((0.0025, 1, 0.1), (node["tau"].Values[0], node["r"].Values[0], node["v_threshold"].Values[0]));
        if (neuron == "CubaLif") Assert.Equal((0.005, 0.01, 1, 1), (node["tau_syn"].Values[0], node["tau_mem"].Values[0], node["r"].Values[0], node["w_in"].Values[0]));
        if (neuron == "IntegrateAndFire") Assert.Equal(1000, node["r"].Values[0]);
    }

    [Theory]
    [InlineData("LeakyIntegrateAndFire", "NIR cannot express LeakyIntegrateAndFire. The nearest primitive is LIF, which differs: it has no refractory period, this neuron has TRef = 2.")]
    [InlineData("Izhikevich", "The nearest primitive is CubaLIF, which differs: its v' is linear in v and u.")]
    [InlineData("HodgkinHuxley", "The nearest primitive is LIF, which differs: it has at most two states, this neuron has 4.")]
    [InlineData("Plif", "The nearest primitive is LIF, which differs: it follows a differential equation, this neuron is a map in discrete time.")]
    [InlineData("QuadraticIntegrateAndFire", "The nearest primitive is LIF, which differs: its V' is linear in V and I.")]
    [InlineData("NoisyLeakyIntegrateAndFire", "it has no noise; it has no refractory period, this neuron has TRef = 2.")]
    public void A_neuron_that_NIR_lacks_is_refused_with_the_nearest_primitive_and_how_it_differs(string neuron, string message) =>
        Assert.Contains(message, Assert.Throws<NotSupportedException>(() => TwinNeuron.Of(neuron).Description.ToNir()).Message);

    [Fact]
    public void A_threshold_that_fires_at_equality_is_told_from_one_that_does_not()
    {
        string message = Assert.Throws<NotSupportedException>(() => TwinNeuron.Of("LeakyIntegrateAndFire").Describe(("TRef", 0.0)).ToNir()).Message;
        Assert.Contains("it fires above the threshold (>), this neuron at the threshold too (>=)", message);
    }

    [Fact]
    public void A_layer_without_a_counterpart_is_named()
    {
        using Sequential<float> network = new(new Linear(4, 4), Twins.Layer("MapTwin", 4, 1, Solver.None));
        Assert.Contains("NIR cannot express MapTwin.", Assert.Throws<NotSupportedException>(() => network.ToNir()).Message);
    }
}
