using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NeuronDsl.Interchange;
using Xunit;
using Xunit.Abstractions;

namespace NeuronDsl.Tests.Interchange;

/// <summary>The catalogue in NESTML, checked by that language's own toolchain where it is installed.</summary>
public sealed class NestmlTests(ITestOutputHelper output)
{
    private static IEnumerable<TwinNeuron> Equations => TwinNeuron.All.Where(n => n.Description.Solvers.Count > 0);

    // The toolchain is in no package of Debian: where it is missing, as in continuous integration, this says that nothing was asked.
    [Fact]
    public void The_toolchain_parses_every_model_and_has_nothing_to_object_to()
    {
        if (!Python.Has("pynestml"))
        {
            output.WriteLine("Not run: Python has no module pynestml, NEST's own toolchain, which Debian does not have.");
            return;
        }

        using TemporaryFolder folder = new();
        List<string> files = [];
        foreach (TwinNeuron neuron in Equations)
        {
            files.Add(folder[$"{neuron.Name}.nestml"]);
            File.WriteAllText(files[^1], neuron.Description.ToNestml());
        }

        Python.Script("run_nestml.py", [folder["results.json"], .. files]);
        var results = JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllText(folder["results.json"]))!;
        Assert.Equal(files.Count, results.Count);
        Assert.All(results, r => Assert.True(r.Value.Length == 0, $"{r.Key}:\n{string.Join('\n', r.Value)}\n{File.ReadAllText(r.Key)}"));
    }

    [Fact]
    public void A_model_counts_its_refractory_steps_and_holds_what_the_reset_clamps()
    {
        string model = TwinNeuron.Of("ConductanceLif").Description.ToNestml();
        Assert.Contains("model conductance_lif_neuron:\n", model);
        Assert.Contains("        V_state' = (", model);
        Assert.Contains("        held_steps integer = steps(TRef * ms)\n", model);
        Assert.Contains("            integrate_odes(GExc, GInh)\n        else:\n            integrate_odes()\n", model);
        Assert.Contains("    onCondition((V_state >= VThreshold) and held_for <= 0):\n        V_state = VReset\n        held_for = held_steps\n        emit_spike()\n", model);
    }

    [Fact]
    public void A_spike_without_a_reset_is_an_upward_crossing()
    {
        string model = TwinNeuron.Of("HodgkinHuxley").Description.ToNestml();
        Assert.Contains("above boolean = V_state >= 0.0", model);
        Assert.Contains("        above = V_state >= 0.0\n", model);
        Assert.Contains("onCondition((V_state >= 0.0) and not above):\n        emit_spike()\n", model);
    }

    [Fact]
    public void Numbers_have_a_point_since_the_language_divides_integers_as_C_does() =>
        Assert.DoesNotMatch(@"[^\w.]\d+(?![\w.])", string.Concat(TwinNeuron.Of("Izhikevich").Description.ToNestml().Split('\n').Where(l => l.Contains("' = "))));

    [Fact]
    public void A_map_is_refused()
    {
        var refused = Assert.Throws<NotSupportedException>(() => TwinNeuron.Of("Plif").Description.ToNestml());
        Assert.Equal("Plif is a map in discrete time; NESTML describes differential equations.", refused.Message);
    }
}
