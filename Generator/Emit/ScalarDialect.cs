using System.Collections.Generic;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>One neuron at a time: plain C# arithmetic.</summary>
internal class ScalarDialect(Precision precision) : Dialect(precision)
{
    public override string Suffix => "Scalar";

    public override int Lanes => 1;

    public override string RealType => ElementType;

    public override string BoolType => "bool";

    public override string Constant(double value) => CSharp.Literal(value, Precision);

    public override string True => "true";

    public override string False => "false";

    public override string Broadcast(string scalar) => scalar;

    public override string Load(string row, string index) => $"Unsafe.Add(ref {row}, {index})";

    public override string Store(string value, string row, string index) => $"Unsafe.Add(ref {row}, {index}) = {value};";

    public override string MaskFromBits(string bits) => $"(({bits}) & 1) != 0";

    public override string BitsFromMask(string mask) => $"({mask} ? 1UL : 0UL)";

    public override string Any(string mask) => mask;

    protected override IReadOnlyDictionary<Function, string> Table { get; } = MakeTable(precision);

    protected static Dictionary<Function, string> MakeTable(Precision precision)
    {
        string math = precision == Precision.Single ? "MathF" : "Math";
        return new()
        {
            [Functions.Add] = "{0} + {1}",
            [Functions.Subtract] = "{0} - {1}",
            [Functions.Multiply] = "{0} * {1}",
            [Functions.Divide] = "{0} / {1}",
            [Functions.Negate] = "-{0}",
            [Functions.Less] = "{0} < {1}",
            [Functions.LessOrEqual] = "{0} <= {1}",
            [Functions.Greater] = "{0} > {1}",
            [Functions.GreaterOrEqual] = "{0} >= {1}",
            [Functions.Equal] = "{0} == {1}",
            [Functions.NotEqual] = "{0} != {1}",
            [Functions.And] = "{0} & {1}",
            [Functions.Or] = "{0} | {1}",
            [Functions.Not] = "!{0}",
            [Functions.Select] = "{0} ? {1} : {2}",
            [Functions.SelectRarely] = "{0} ? {1} : {2}",
            [Functions.Abs] = math + ".Abs({0})",
            [Functions.Sqrt] = math + ".Sqrt({0})",
            [Functions.Min] = math + ".Min({0}, {1})",
            [Functions.Max] = math + ".Max({0}, {1})",
            [Functions.FusedNegatedMultiplyAdd] = math + ".FusedMultiplyAdd(-{0}, {1}, {2})",
            [Functions.FusedMultiplySubtract] = math + ".FusedMultiplyAdd({0}, {1}, -{2})",
            [Functions.AtMost] = "({0} > {1} ? {1} : {0})",
            [Functions.AtLeast] = "({0} < {1} ? {1} : {0})",
            [Functions.FusedMultiplyAdd] = math + ".FusedMultiplyAdd({0}, {1}, {2})",
            [Functions.Round] = math + ".Round({0})",
            [Functions.Fraction] = "BinaryParts.Fraction({0})",
            [Functions.Scale] = "BinaryParts.Scale({0}, {1})",
            [Functions.Exponent] = "BinaryParts.Exponent({0})",
            [Functions.RootOfTwo] = "BinaryParts.RootOfTwo({0})",
            [Functions.Mantissa] = "BinaryParts.Mantissa({0})",
        };
    }
}
