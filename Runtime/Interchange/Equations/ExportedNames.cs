using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace NeuronDsl.Interchange;

/// <summary>How a neuron's names are spelled in another language: ASCII, and a name that the language refuses gets a word behind it.</summary>
/// <param name="isRefused">Whether the language refuses a name.</param>
internal sealed class ExportedNames(Predicate<string> isRefused)
{
    private readonly Dictionary<string, string> _names = [];
    private readonly HashSet<string> _taken = [];

    /// <summary>Takes up all names of a neuron.</summary>
    public ExportedNames(Predicate<string> isRefused, DescribedNeuron neuron)
        : this(isRefused)
    {
        foreach (MemberDescription state in neuron.States) Declare(state.Name, "state");
        foreach (MemberDescription parameter in neuron.Parameters) Declare(parameter.Name, "parameter");
        foreach (MemberDescription input in neuron.Inputs) Declare(input.Name, "input");
        foreach (MemberDescription noise in neuron.Noises) Declare(noise.Name, "noise");
        foreach ((string helper, _) in neuron.Helpers) Declare(helper, "value");
        if (neuron.Output is { } output) Declare(output.Name, "output");
    }

    /// <summary>How a name of the neuron is spelled.</summary>
    public string this[string name] => _names.TryGetValue(name, out string? spelled) ? spelled : name;

    /// <summary>A name of the text's own.</summary>
    public string Fresh(string name)
    {
        string chosen = name;
        for (int k = 2; _taken.Contains(chosen); k++) chosen = name + k.ToString(CultureInfo.InvariantCulture);
        _taken.Add(chosen);
        return chosen;
    }

    private void Declare(string name, string kind)
    {
        string ascii = Ascii(name);
        _names[name] = Fresh(isRefused(ascii) || _taken.Contains(ascii) ? $"{ascii}_{kind}" : ascii);
    }

    private static string Ascii(string name)
    {
        StringBuilder text = new();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '_') text.Append(c);
            else text.Append(CultureInfo.InvariantCulture, $"u{(int)c:x4}");
        }

        string spelled = text.ToString().TrimStart('_');
        return spelled.Length == 0 || char.IsAsciiDigit(spelled[0]) ? "x" + spelled : spelled;
    }
}
