using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NeuronDsl.Generator;
using NeuronDsl.Tests.Generator;

namespace NeuronDsl.Tests.Analysis;

/// <summary>What the generator says of a source, without the other checks of the harness: for tests of many sources.</summary>
internal static class Advice
{
    public static IReadOnlyList<Diagnostic> Of(params string[] sources)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new NeuronGenerator().AsSourceGenerator()], parseOptions: ConsumerCompilation.ParseOptions);
        driver = driver.RunGenerators(ConsumerCompilation.Create(sources));
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is not null) throw new InvalidOperationException("The generator threw.", result.Exception);
        return result.Diagnostics;
    }

    public static string Message(this Diagnostic diagnostic) => diagnostic.GetMessage(CultureInfo.InvariantCulture);

    public static string Text(this Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    /// <summary>One line for a message of a failing test.</summary>
    public static string Line(this Diagnostic diagnostic) => $"{diagnostic.Id} at '{diagnostic.Text()}': {diagnostic.Message()}";
}
