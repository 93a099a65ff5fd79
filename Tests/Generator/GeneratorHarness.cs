using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NeuronDsl.Generator;
using NeuronDsl.Generator.Model;
using Xunit;

namespace NeuronDsl.Tests.Generator;

/// <summary>
/// Every test of the generator goes through here, so that none can skip what must hold for all of them: equal input gives equal output, on a
/// German machine too; an unrelated edit re-emits nothing, nor does a line that moves; no step keeps a compilation alive; and what is
/// emitted compiles without a warning.
/// </summary>
internal static class GeneratorHarness
{
    /// <summary>Runs the generator on some files and checks all that must hold for any.</summary>
    public static NeuronRun Run(params string[] sources)
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(sources);
        GeneratorDriver driver = NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        NeuronRun run = Result(driver, output);
        CheckEqualOnGermanMachine(compilation, run);
        CheckUnrelatedEdit(driver, compilation);
        CheckMovedLine(driver, compilation);
        foreach (object value in ValuesOfSteps(driver)) ObjectGraph.AssertPlain(value);
        CheckEmitted(run);
        return run;
    }

    /// <summary>Runs the generator once and checks nothing: for tests of very many sources.</summary>
    public static NeuronRun RunOnce(params string[] sources)
    {
        GeneratorDriver driver = NewDriver().RunGeneratorsAndUpdateCompilation(ConsumerCompilation.Create(sources), out Compilation output, out _);
        return Result(driver, output);
    }

    /// <summary>The one neuron in a source that must be right.</summary>
    public static NeuronModel Read(params string[] sources)
    {
        NeuronRun run = Run(sources);
        Assert.Empty(run.Errors);
        Assert.Empty(run.CompilerErrors);
        return Assert.Single(run.Models);
    }

    /// <summary>
    /// Asserts that exactly the marked spans are reported, each once under the id, and that C# itself has nothing to object to. Advice of other
    /// kinds does not count; where an error is among it, there is no model.
    /// </summary>
    /// <param name="id">The diagnostic's id.</param>
    /// <param name="marked">One file, with <c>[|…|]</c> around each span.</param>
    /// <param name="others">Further files, without marks.</param>
    /// <returns>The messages, in the order of the spans.</returns>
    public static IReadOnlyList<string> Diagnose(string id, string marked, params string[] others)
    {
        MarkedSource source = MarkedSource.Parse(marked);
        NeuronRun run = Run([source.Text, .. others]);
        Diagnostic[] found = [.. run.Diagnostics.Where(d => d.Id == id || d.DefaultSeverity == DiagnosticSeverity.Error).OrderBy(d => d.Location.SourceSpan.Start)];
        Assert.Equal(
            source.Spans.Select(span => $"{id} at '{source.Text.Substring(span.Start, span.Length)}' ({span})"),
            found.Select(d => $"{d.Id} at '{TextAt(run.Output, d.Location)}' ({d.Location.SourceSpan})"));
        if (!IsFoundAfterReading(id)) Assert.Equal(found.Any(d => d.DefaultSeverity == DiagnosticSeverity.Error), run.Models.Count == 0);
        Assert.Empty(run.CompilerErrors);
        return [.. found.Select(d => d.GetMessage(CultureInfo.InvariantCulture))];
    }

    // Bounds and errors of fixed point are found in the model: the neuron itself is in order.
    private static bool IsFoundAfterReading(string id) => id.StartsWith("NDSL006", StringComparison.Ordinal) && id != "NDSL0060";

    /// <summary>Runs the generator and compares what it emits with the snapshots of the calling test.</summary>
    public static NeuronRun Verify(string source, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        NeuronRun run = Run(source);
        Assert.Empty(run.Errors);
        Snapshot.Match($"{Path.GetFileNameWithoutExtension(file)}.{test}", run.Sources);
        return run;
    }

    /// <summary>The sources with all that the generator adds to them, loaded.</summary>
    public static Assembly Compile(params string[] sources) => Load(ConsumerCompilation.Create(sources));

    /// <summary>Neurons written in float, compiled as if they were written in double, and loaded.</summary>
    /// <param name="files">Paths of C# files, such as those of the catalogue.</param>
    public static Assembly CompileDoubleTwin(params string[] files) => Compile([.. files.Select(file => DoubleTwin.Rewrite(File.ReadAllText(file)))]);

    private static Assembly Load(CSharpCompilation compilation)
    {
        NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out var diagnostics);
        Assert.DoesNotContain(diagnostics, d => d.DefaultSeverity == DiagnosticSeverity.Error);
        using MemoryStream image = new();
        var emitted = output.WithOptions(output.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default)).Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return Assembly.Load(image.ToArray());
    }

    private static GeneratorDriver NewDriver() => CSharpGeneratorDriver.Create(
        [new NeuronGenerator().AsSourceGenerator()],
        parseOptions: ConsumerCompilation.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static NeuronRun Result(GeneratorDriver driver, Compilation output)
    {
        GeneratorRunResult result = ResultOf(driver);
        return new(
            [.. Steps(result, NeuronGenerator.Steps.Model).SelectMany(s => s.Outputs).Select(o => (NeuronModel)o.Value)],
            result.Diagnostics,
            [.. result.GeneratedSources.Select(s => (s.HintName, s.SourceText.ToString()))],
            output);
    }

    // An exception in the generator is a failure of the test, never a snapshot.
    private static GeneratorRunResult ResultOf(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is not null) throw new InvalidOperationException("The generator threw.", result.Exception);
        return result;
    }

    private static IEnumerable<IncrementalGeneratorRunStep> Steps(GeneratorRunResult result, string name) =>
        result.TrackedSteps.TryGetValue(name, out var steps) ? steps : [];

    private static void CheckEqualOnGermanMachine(CSharpCompilation compilation, NeuronRun expected)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            GeneratorDriver driver = NewDriver().RunGeneratorsAndUpdateCompilation(compilation.Clone(), out Compilation output, out _);
            Assert.Equal("de-DE", CultureInfo.CurrentCulture.Name);
            NeuronRun again = Result(driver, output);
            Assert.Equal(expected.Models, again.Models);
            Assert.Equal(expected.Models.Select(m => m.GetHashCode()), again.Models.Select(m => m.GetHashCode()));
            Assert.Equal(expected.Sources, again.Sources);
            Assert.Equal(expected.Diagnostics.Select(d => d.ToString()), again.Diagnostics.Select(d => d.ToString()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void CheckUnrelatedEdit(GeneratorDriver driver, CSharpCompilation compilation)
    {
        CSharpCompilation edited = compilation.WithText(ConsumerCompilation.UnrelatedPath, text => text + " // edited");
        GeneratorRunResult result = ResultOf(driver.RunGenerators(edited));
        AssertUnchanged(result, NeuronGenerator.Steps.Read, NeuronGenerator.Steps.Model, NeuronGenerator.Steps.Diagnostics);

        // Diagnostics are put into the compilation at hand every time; nothing else is done again.
        if (result.Diagnostics.Length > 0) return;
        Assert.All(
            result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static void CheckMovedLine(GeneratorDriver driver, CSharpCompilation compilation)
    {
        CSharpCompilation edited = compilation.WithText("File0.cs", text => "// a line above\n" + text);
        AssertUnchanged(ResultOf(driver.RunGenerators(edited)), NeuronGenerator.Steps.Model);
    }

    private static void AssertUnchanged(GeneratorRunResult result, params string[] steps) => Assert.All(
        steps.SelectMany(name => Steps(result, name)).SelectMany(s => s.Outputs),
        output => Assert.Contains(output.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));

    private static IEnumerable<object> ValuesOfSteps(GeneratorDriver driver)
    {
        GeneratorRunResult result = ResultOf(driver);
        string[] steps = [NeuronGenerator.Steps.Read, NeuronGenerator.Steps.Model, NeuronGenerator.Steps.Diagnostics];
        return steps.SelectMany(name => Steps(result, name)).SelectMany(s => s.Outputs).Select(o => o.Value);
    }

    // Emitted files must be without fault; of the user's own warnings the generator is innocent.
    private static void CheckEmitted(NeuronRun run)
    {
        Assert.Empty(run.FaultsOfEmitted);
        Assert.All(run.Sources, s => Assert.DoesNotContain("\r", s.Text));
        Assert.All(run.Sources, s => Assert.DoesNotMatch(@"[ \t]\n", s.Text));
    }

    private static string TextAt(Compilation compilation, Location location)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single(t => t.FilePath == location.GetLineSpan().Path);
        return tree.GetText().ToString(location.SourceSpan);
    }
}
