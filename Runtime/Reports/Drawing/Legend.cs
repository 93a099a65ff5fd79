using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Reports.Drawing;

/// <summary>Who is named in a legend: every series that has a name.</summary>
internal static class Legend
{
    public static IReadOnlyList<LegendEntry> Of(IEnumerable<Series> series) =>
        [.. series.Select((curve, i) => new LegendEntry(curve.Name, i, curve.Dashed)).Where(entry => entry.Name.Length > 0)];
}
