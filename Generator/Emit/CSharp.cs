using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Emit;

/// <summary>How values and names are written in C#.</summary>
internal static class CSharp
{
    public static string TypeName(Precision precision) => precision == Precision.Single ? "float" : "double";

    /// <summary>The literal of a number in that precision, the shortest that reads back as the same bits.</summary>
    public static string Literal(double value, Precision precision)
    {
        string type = TypeName(precision);
        if (precision == Precision.Single) value = (float)value;
        if (double.IsNaN(value)) return type + ".NaN";
        if (double.IsInfinity(value)) return value > 0 ? type + ".PositiveInfinity" : type + ".NegativeInfinity";
        string digits = precision == Precision.Single
            ? Shortest(((float)value).ToString("G7", CultureInfo.InvariantCulture), (float)value)
            : Shortest(value.ToString("G15", CultureInfo.InvariantCulture), value);
        if (value == 0 && 1 / value < 0) digits = "-0";
        return precision == Precision.Single ? digits + "f" : digits.IndexOfAny(['.', 'E']) < 0 ? digits + ".0" : digits;
    }

    /// <summary>The name, escaped if it is a keyword.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A list of names as a collection expression of string literals.</summary>
    public static string Strings(IEnumerable<string> names) => $"[{string.Join(", ", names.Select(Literal))}]";

    /// <summary>Text for the inside of an XML documentation comment.</summary>
    public static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    // The runtime this code runs on may be one whose "R" is not the shortest text: try fewer digits first.
    private static string Shortest(string digits, float value) =>
        float.Parse(digits, CultureInfo.InvariantCulture) == value ? digits : value.ToString("G9", CultureInfo.InvariantCulture);

    private static string Shortest(string digits, double value)
    {
        if (double.Parse(digits, CultureInfo.InvariantCulture) == value) return digits;
        digits = value.ToString("G16", CultureInfo.InvariantCulture);
        return double.Parse(digits, CultureInfo.InvariantCulture) == value ? digits : value.ToString("G17", CultureInfo.InvariantCulture);
    }
}
