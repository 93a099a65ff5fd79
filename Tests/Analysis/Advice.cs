using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Syntax;
using NeuronDsl.Tests.Generator;

namespace NeuronDsl.Tests.Analysis;

/// <summary>What the generator says of a source, without the other checks of the harness: for tests of many sources.</summary>
internal static class Advice
{
    public static IReadOnlyList<Diagnostic> Of(params string[] sources)
    {
        return Of(ConsumerCompilation.Create(sources));
    }

    public static IReadOnlyList<Diagnostic> Of(CSharpCompilation compilation)
    {
        return
        [
            .. from tree in compilation.SyntaxTrees
               from type in tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
               where type.AttributeLists.Count > 0
               from found in NeuronReader.Read(compilation, type, default).Diagnostics
               select found.ToDiagnostic(compilation),
        ];
    }

    public static string Message(this Diagnostic diagnostic) => diagnostic.GetMessage(CultureInfo.InvariantCulture);

    public static string Text(this Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    /// <summary>One line for a message of a failing test.</summary>
    public static string Line(this Diagnostic diagnostic) => $"{diagnostic.Id} at '{diagnostic.Text()}': {diagnostic.Message()}";
}
