using System.Collections.Generic;
using System.IO;
using System.Linq;
using InterchangeSample;
using NeuronDsl.Interchange;
using NeuronDsl.Models;
using Xunit;

namespace NeuronDsl.Tests.Interchange;

/// <summary>The sample's command line: <c>export HodgkinHuxley --to brian2 -o hh.py</c>.</summary>
public sealed class CommandTests
{
    [Fact]
    public void A_neuron_is_written_to_a_file_that_Python_runs()
    {
        Python.Require("brian2", "python3-brian");
        using TemporaryFolder folder = new();
        Assert.Equal((0, $"wrote {folder["hh.py"]}\n", ""), Run("export", "HodgkinHuxley", "--to", "brian2", "--solver", "RungeKutta4", "--dt", "0.05", "--duration", "20", "--input", "I=10", "-o", folder["hh.py"]));
        Assert.Equal(["hh.py"], Directory.GetFiles(Path.GetDirectoryName(folder["hh.py"])!).Select(Path.GetFileName));
        Assert.Equal(
            HodgkinHuxley.Description.ToBrian2(new ExportOptions { Solver = Solver.RungeKutta4, Dt = 0.05, Duration = 20, Inputs = new Dictionary<string, IReadOnlyList<double>> { ["I"] = [10.0] } }),
            File.ReadAllText(folder["hh.py"]));
        Python.Script(folder["hh.py"]);
    }

    [Fact]
    public void Without_a_file_the_text_is_printed() => Assert.Equal((0, Izhikevich.Description.ToNestml(), ""), Run("export", "izhikevich", "--to", "nestml"));

    [Fact]
    public void A_preset_gives_its_own_values()
    {
        (int code, string text, _) = Run("export", "LeakyIntegrateAndFire", "--to", "nestml", "--preset", "Brunel");
        Assert.Equal(0, code);
        Assert.Equal(LeakyIntegrateAndFire.Brunel.Describe().ToNestml(), text);
        Assert.NotEqual(LeakyIntegrateAndFire.Description.ToNestml(), text);
    }

    [Fact]
    public void Every_neuron_of_the_catalogue_is_listed()
    {
        (int code, string text, _) = Run("list");
        Assert.Equal(0, code);
        Assert.Equal(TwinNeuron.All.Select(n => n.Name).Order(System.StringComparer.Ordinal), text.TrimEnd().Split('\n').Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("export Hodgkin --to brian2", "The catalogue has no neuron Hodgkin; it has ")]
    [InlineData("export Izhikevich --to brian2 --preset Fast", "Izhikevich has no preset Fast; its presets are ")]
    [InlineData("export Izhikevich --to brian2 --input J=1", "Izhikevich has no input 'J'; its inputs are I.")]
    [InlineData("export Izhikevich --to brian2 --input I", "'I' is no input: write its name and value, such as I=10.")]
    [InlineData("export Izhikevich --to brian2 --dt -1", "dt")]
    [InlineData("export Izhikevich --to nestml --dt 0.1", "--dt says how a simulation runs; NESTML describes the neuron alone. Leave it out, or write --to brian2.")]
    [InlineData("export Plif --to nestml", "Plif is a map in discrete time; NESTML describes differential equations.")]
    [InlineData("export Izhikevich --to brian2 -o /nowhere/at/all.py", "/nowhere/at")]
    public void What_cannot_be_done_is_said_and_nothing_is_printed(string line, string message)
    {
        (int code, string text, string error) = Run(line.Split(' '));
        Assert.Equal((1, ""), (code, text));
        Assert.Contains(message, error);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        int code = Commands.Create(output, error).Parse(arguments).Invoke();
        return (code, output.ToString(), error.ToString());
    }
}
