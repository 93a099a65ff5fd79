using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NeuronDsl.Generator;
using NeuronDsl.Generator.Model;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Gradients;

/// <summary>Neurons in double precision, each as the model that was read and as the class that was emitted from it.</summary>
internal sealed class NeuronLibrary
{
    /// <summary>The catalogue as if it were written in double. Populations are left out: nothing here steps one.</summary>
    private static readonly Lazy<NeuronLibrary> LazyCatalogue = new(() =>
        new([.. Directory.GetFiles(Repository.At("Models"), "*.cs").Order(StringComparer.Ordinal).Select(ForTraining)]));

    private static readonly Lazy<NeuronLibrary> LazyFeatures = new(() => new(FeatureNeurons.Source));

    private readonly Dictionary<string, NeuronModel> _models;
    private readonly Assembly _assembly;

    /// <summary>Neurons of sources of one's own.</summary>
    public NeuronLibrary(params string[] sources)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NeuronGenerator().AsSourceGenerator()],
            parseOptions: ConsumerCompilation.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGeneratorsAndUpdateCompilation(ConsumerCompilation.Create(sources), out Compilation output, out var diagnostics);
        Assert.Empty(diagnostics);
        using MemoryStream image = new();
        var emitted = output.WithOptions(output.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default)).Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        _assembly = Assembly.Load(image.ToArray());
        _models = driver.GetRunResult().Results.Single().TrackedSteps[NeuronGenerator.Steps.Model]
            .SelectMany(step => step.Outputs).Select(o => (NeuronModel)o.Value).ToDictionary(m => m.Type.Name);
    }

    public static NeuronLibrary Catalogue => LazyCatalogue.Value;

    /// <summary>The neurons of <see cref="FeatureNeurons"/>.</summary>
    public static NeuronLibrary Features => LazyFeatures.Value;

    public IEnumerable<NeuronModel> Models => _models.Values;

    public NeuronModel Model(string name) => _models[name];

    public Type Class(string name) => _assembly.GetTypes().Single(t => t.Name == name && t.DeclaringType is null);

    private static string ForTraining(string file)
    {
        string twin = DoubleTwin.Rewrite(File.ReadAllText(file));
        if (twin.Contains("Targets =", StringComparison.Ordinal)) return twin;
        return twin.Replace("[Neuron]", "[Neuron()]", StringComparison.Ordinal)
            .Replace("[Neuron(", "[Neuron(Targets = Target.Training, ", StringComparison.Ordinal).Replace(", )]", ")]", StringComparison.Ordinal);
    }
}
