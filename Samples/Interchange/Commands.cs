using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using NeuronDsl;
using NeuronDsl.Interchange;

namespace InterchangeSample;

/// <summary>The command line: what there is, and its export for other simulators.</summary>
internal static class Commands
{
    private static readonly Dictionary<string, Func<NeuronDescription, ExportOptions, string>> Formats = new()
    {
        ["brian2"] = (neuron, options) => neuron.ToBrian2(options),
        ["nestml"] = (neuron, _) => neuron.ToNestml(),
    };

    public static RootCommand Create(TextWriter output, TextWriter error)
    {
        Command list = new("list", "Names the neurons of the catalogue and their presets.");
        list.SetAction(_ =>
        {
            foreach (string name in Neurons.Names) output.WriteLine($"{name,-30} {string.Join(", ", Neurons.PresetsOf(name))}".TrimEnd());
        });
        return new RootCommand("Writes neurons of the catalogue in the languages of other simulators.") { list, Export(output, error) };
    }

    private static Command Export(TextWriter output, TextWriter error)
    {
        Argument<string> name = new("neuron") { Description = "The neuron, as 'list' names it." };
        Option<string> format = new("--to") { Description = $"The language: {string.Join(", ", Formats.Keys)}.", Required = true };
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        Option<FileInfo?> file = new("--output", "-o") { Description = "The file to write; left out, the text is printed." };
        Option<string?> preset = new("--preset") { Description = "A preset of the neuron." };
        Option<Solver> solver = new("--solver") { Description = "The solver; left out, the neuron's default." };
        Option<double?> dt = new("--dt") { Description = "The time step in ms; left out, the neuron's own." };
        Option<double> duration = new("--duration") { Description = "How long the script runs, in ms.", DefaultValueFactory = _ => 1000 };
        Option<string[]> inputs = new("--input") { Description = "An input's value, such as I=10; may be given several times." };
        Command command = new("export", "Writes a neuron in another simulator's language.") { name, format, file, preset, solver, dt, duration, inputs };
        Option[] running = [solver, dt, duration, inputs];
        command.SetAction(arguments =>
        {
            try
            {
                if (arguments.GetValue(format) == "nestml" && Array.Find(running, o => arguments.GetResult(o) is { Implicit: false }) is { } given)
                    throw new ArgumentException($"{given.Name} says how a simulation runs; NESTML describes the neuron alone. Leave it out, or write --to brian2.");
                ExportOptions options = new()
                {
                    Solver = arguments.GetValue(solver),
                    Dt = arguments.GetValue(dt),
                    Duration = arguments.GetValue(duration),
                    Inputs = (arguments.GetValue(inputs) ?? []).Select(ReadInput).ToDictionary(i => i.Name, i => (IReadOnlyList<double>)[i.Value]),
                };
                NeuronDescription neuron = Neurons.Describe(arguments.GetValue(name)!, arguments.GetValue(preset));
                string text = Formats[arguments.GetValue(format)!](neuron, options);
                if (arguments.GetValue(file) is not { } target)
                {
                    output.Write(text);
                    return 0;
                }

                string partial = target.FullName + ".partial";
                File.WriteAllText(partial, text);
                File.Move(partial, target.FullName, overwrite: true);
                output.WriteLine($"wrote {target}");
                return 0;
            }
            catch (Exception refused) when (refused is ArgumentException or NotSupportedException or IOException or FormatException)
            {
                error.WriteLine(refused.Message);
                return 1;
            }
        });
        return command;
    }

    private static (string Name, double Value) ReadInput(string text)
    {
        string[] parts = text.Split('=');
        return parts.Length == 2 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? (parts[0], value)
            : throw new FormatException($"'{text}' is no input: write its name and value, such as I=10.");
    }
}
