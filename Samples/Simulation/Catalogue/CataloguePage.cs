using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using NeuronDsl;

namespace SimulationSample.Catalogue;

/// <summary>The page of the catalogue with its pictures: docs/models.md and docs/models, which a test holds to what the neurons are now.</summary>
internal static class CataloguePage
{
    private const string Head = """
        # The catalogue

        `dotnet run -c Release --project Samples/Simulation -- catalogue` writes this page and its pictures from the neurons themselves: one file each in `Models/`. Kinds: **ODE**,
        differential equations; **map**, discrete time; **SDE**, an ODE with white noise. "Linear" admits the exact solver, "conditionally linear" exponential Euler. Presets are
        static properties, such as `Izhikevich.Chattering`. The twenty patterns of Izhikevich (2004) have a [page of their own](firing-patterns.md).

        """;

    /// <summary>Every file, by its path below docs.</summary>
    public static IEnumerable<(string Path, string Text)> Files()
    {
        yield return ("models.md", Page());
        foreach (CatalogueNeuron neuron in CatalogueNeuron.All) yield return ($"models/{neuron.Type.Name}.svg", neuron.Picture() + "\n");
    }

    /// <summary>Writes every file into a folder.</summary>
    /// <returns>How many.</returns>
    public static int Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "models"));
        int count = 0;
        foreach ((string path, string text) in Files())
        {
            File.WriteAllText(Path.Combine(folder, path), text);
            count++;
        }

        return count;
    }

    private static string Page()
    {
        StringBuilder page = new(Head.ReplaceLineEndings("\n"));
        page.Append("\n| solver | a step h of x' = f(x) |\n|---|---|\n");
        foreach (Solver solver in CatalogueNeuron.All.SelectMany(n => n.Description.Solvers).Distinct().Order()) page.Append($"| {solver} | {NeuronDescription.Formula(solver)} |\n");
        foreach (IGrouping<string, CatalogueNeuron> family in CatalogueNeuron.All.GroupBy(n => n.Family))
        {
            page.Append($"\n## {family.Key}\n\n| neuron | states | kind | what it shows |\n|---|---|---|---|\n");
            foreach (CatalogueNeuron neuron in family)
            {
                string states = string.Join(", ", neuron.Description.Members.Where(m => m.Kind.EndsWith("state", StringComparison.Ordinal)).Select(m => m.Name));
                page.Append($"| [{neuron.Type.Name}](#{neuron.Type.Name.ToLowerInvariant()}) | {states} | {neuron.Kind} | {neuron.Shows} |\n");
            }

            foreach (CatalogueNeuron neuron in family) Append(page, neuron);
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, CatalogueNeuron neuron)
    {
        NeuronDescription description = neuron.Description;
        page.Append($"\n### {neuron.Type.Name}\n\n{Documentation.Summary(neuron.Type)}\n\n![{neuron.Trace.State} over time](models/{neuron.Type.Name}.svg)\n");
        page.Append("\n```\n").AppendJoin('\n', description.Equations).Append("\n```\n\n");
        page.Append("| name | | starts with | unit | meaning |\n|---|---|---|---|---|\n");
        foreach (MemberDescription m in description.Members)
        {
            page.Append($"| {m.Name} | {m.Kind} | {m.Value?.ToString("G7", CultureInfo.InvariantCulture)} | {m.Unit} | {m.Summary} |\n");
        }

        string solvers = string.Join(", ", description.Solvers);
        string step = description.Dt > 0 ? string.Create(CultureInfo.InvariantCulture, $"Intended time step: {description.Dt} {neuron.Time}.") : "";
        if (solvers.Length > 0) page.Append($"\nSolvers: {solvers}.\n");
        if (step.Length > 0) page.Append($"\n{step.Replace(" .", ".", StringComparison.Ordinal)}\n");
        if (neuron.Presets.Any()) page.Append($"\nPresets: {string.Join(", ", neuron.Presets)}.\n");
        foreach (string remark in Documentation.Remarks(neuron.Type)) page.Append($"\n{remark}\n");
    }
}
