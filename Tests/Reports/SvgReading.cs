using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace NeuronDsl.Tests.Reports;

/// <summary>Reads SVG and HTML back with an XML parser and a path reader of its own.</summary>
internal static class SvgReading
{
    public static XElement Xml(string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        return XDocument.Load(reader).Root!;
    }

    public static string[] Texts(string svg) => [.. Xml(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];

    public static XElement[] Elements(string svg, string name) => [.. Xml(svg).Descendants().Where(element => element.Name.LocalName == name)];

    /// <summary>The paths of a class, as pen strokes in absolute coordinates.</summary>
    public static List<List<(double X, double Y)>> Strokes(string svg, string style) =>
        [.. Elements(svg, "path").Where(path => ((string)path.Attribute("class")!).Split(' ').Contains(style)).SelectMany(path => ParsePath((string)path.Attribute("d")!))];

    public static List<List<(double X, double Y)>> ParsePath(string d)
    {
        var strokes = new List<List<(double X, double Y)>>();
        double x = 0, y = 0;
        foreach (Match command in Regex.Matches(d, "([A-Za-z])([^A-Za-z]*)"))
        {
            double[] numbers = [.. Regex.Matches(command.Groups[2].Value, @"-?(\d+\.?\d*|\.\d+)").Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];
            switch (command.Groups[1].Value)
            {
                case "M": (x, y) = (numbers[0], numbers[1]); strokes.Add([(x, y)]); break;
                case "m": (x, y) = (x + numbers[0], y + numbers[1]); strokes.Add([(x, y)]); break;
                case "h": x += numbers[0]; strokes[^1].Add((x, y)); break;
                case "l":
                    for (int i = 0; i < numbers.Length; i += 2)
                    {
                        (x, y) = (x + numbers[i], y + numbers[i + 1]);
                        strokes[^1].Add((x, y));
                    }
                    break;
                default: throw new FormatException($"Unexpected command in '{command.Value}'.");
            }
        }
        return strokes;
    }

    /// <summary>The window that holds the curves: its size in pixels.</summary>
    public static (double Width, double Height) Window(string svg)
    {
        XElement window = Elements(svg, "svg").Single(element => element.Attribute("x") is not null);
        return (double.Parse(window.Attribute("width")!.Value, CultureInfo.InvariantCulture), double.Parse(window.Attribute("height")!.Value, CultureInfo.InvariantCulture));
    }
}
