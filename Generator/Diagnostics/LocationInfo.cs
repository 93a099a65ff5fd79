using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NeuronDsl.Generator.Diagnostics;

/// <summary>A place in the source by path and spans: unlike <see cref="Location"/> it compares by value and keeps no syntax tree alive.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo From(Location location)
    {
        FileLinePositionSpan lines = location.GetLineSpan();
        return new(lines.Path, location.SourceSpan, lines.Span);
    }

    public Location ToLocation(Compilation compilation)
    {
        SyntaxTree? tree = compilation.SyntaxTrees.FirstOrDefault(t => t.FilePath == Path);
        return tree is not null && Span.End <= tree.Length ? Location.Create(tree, Span) : Location.Create(Path, Span, Lines);
    }
}
