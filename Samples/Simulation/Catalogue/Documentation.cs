using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace SimulationSample.Catalogue;

/// <summary>What a class's own documentation says, from the file that the compiler writes beside an assembly.</summary>
internal static class Documentation
{
    /// <summary>The summary, as plain text.</summary>
    public static string Summary(Type type) => Plain(Member(type).Element("summary")!);

    /// <summary>The paragraphs of the remarks, as plain text.</summary>
    public static IEnumerable<string> Remarks(Type type) => Member(type).Element("remarks")?.Elements("para").Select(Plain) ?? [];

    private static XElement Member(Type type) => XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"))
        .Descendants("member").Single(m => (string?)m.Attribute("name") == $"T:{type.FullName}");

    // References read as the name they refer to; line breaks are spaces.
    private static string Plain(XElement element) => string.Join(' ', Text(element).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference => reference.Attributes().First().Value.Split('.', ':').Last(),
        XElement inner => Text(inner),
        _ => "",
    }));
}
