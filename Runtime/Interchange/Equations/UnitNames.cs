using System.Text.RegularExpressions;

namespace NeuronDsl.Interchange;

/// <summary>The long names of units, with and without a prefix, which languages that know units keep for themselves.</summary>
internal static partial class UnitNames
{
    public static bool Contains(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(
        "^(da|[yzafpnumcdhkMGTPEZY]|yocto|zepto|atto|femto|pico|nano|micro|milli|centi|deci|deca|hecto|kilo|mega|giga|tera|peta|exa|zetta|yotta)?" +
        "(met(re|er)|gram(me)?|second|amp|ampere|kelvin|mole?|mol|molar|candle|radian|rad|steradian|hertz|newton|pascal|joule|watt|coulomb|volt|farad|ohm|Ohm|" +
        "siemens|weber|tesla|henry|lumen|lux|becquerel|gray|sievert|katal|lit(re|er)|celsius|bit|byte|bar|Torr|barn|year|parsec)[234]?$")]
    private static partial Regex Pattern();
}
