using System.Collections.Concurrent;
using System.Collections.Generic;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>Vectors of 128, 256 or 512 bits, one neuron a lane.</summary>
internal sealed class VectorDialect(Precision precision, int bits) : Dialect(precision)
{
    private static readonly ConcurrentDictionary<(Precision Precision, int Bits), VectorDialect> Known = new();

    private readonly string _vector = $"Vector{bits}";

    /// <summary>The one of a precision and width, with all that it has taken apart already.</summary>
    public static VectorDialect Of(Precision precision, int bits) => Known.GetOrAdd((precision, bits), static of => new VectorDialect(of.Precision, of.Bits));

    public override string Suffix => bits.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public override int Lanes => bits / (Precision == Precision.Single ? 32 : 64);

    public override string RealType { get; } = $"Vector{bits}<{CSharp.TypeName(precision)}>";

    public override string BoolType => RealType;

    public override bool RepeatsConditions => bits == 512;

    public override string Constant(double value) =>
        value == 0 && 1 / value > 0 ? $"{_vector}<{ElementType}>.Zero" : $"{_vector}.Create({CSharp.Literal(value, Precision)})";

    public override string True => $"{_vector}<{ElementType}>.AllBitsSet";

    public override string False => $"{_vector}<{ElementType}>.Zero";

    public override string Broadcast(string scalar) => $"{_vector}.Create({scalar})";

    public override string Load(string row, string index) => $"{_vector}.LoadUnsafe(ref {row}, {index})";

    public override string Store(string value, string row, string index) => $"{_vector}.StoreUnsafe({value}, ref {row}, {index});";

    public override string MaskFromBits(string bits) => $"LaneMask.{_vector}{(Precision == Precision.Single ? "Single" : "Double")}({bits})";

    public override string BitsFromMask(string mask) => bits == 512
        ? $"{_vector}.ExtractMostSignificantBits({mask})"
        : $"(ulong){_vector}.ExtractMostSignificantBits({mask})";

    public override string Any(string mask) => $"{_vector}.ExtractMostSignificantBits({mask}) != 0";

    protected override IReadOnlyDictionary<Function, string> Table { get; } = MakeTable($"Vector{bits}", bits, precision);

    private static Dictionary<Function, string> MakeTable(string vector, int bits, Precision precision) => new()
    {
        [Functions.Add] = "{0} + {1}",
        [Functions.Subtract] = "{0} - {1}",
        [Functions.Multiply] = "{0} * {1}",
        [Functions.Divide] = "{0} / {1}",
        [Functions.Negate] = "-{0}",
        [Functions.Less] = vector + ".LessThan({0}, {1})",
        [Functions.LessOrEqual] = vector + ".LessThanOrEqual({0}, {1})",
        [Functions.Greater] = vector + ".GreaterThan({0}, {1})",
        [Functions.GreaterOrEqual] = vector + ".GreaterThanOrEqual({0}, {1})",
        [Functions.Equal] = vector + ".Equals({0}, {1})",
        [Functions.NotEqual] = "~" + vector + ".Equals({0}, {1})",
        [Functions.And] = "{0} & {1}",
        [Functions.Or] = "{0} | {1}",
        [Functions.Not] = "~{0}",
        [Functions.Select] = vector + ".ConditionalSelect({0}, {1}, {2})",
        [Functions.SelectRarely] = vector + ".ConditionalSelect({0}, {1}, {2})",
        [Functions.Abs] = vector + ".Abs({0})",
        [Functions.Sqrt] = vector + ".Sqrt({0})",
        [Functions.Min] = vector + ".Min({0}, {1})",
        [Functions.Max] = vector + ".Max({0}, {1})",

        // With a NaN among the operands the instruction gives the second one.
        [Functions.AtMost] = vector + ".MinNative({1}, {0})",
        [Functions.AtLeast] = vector + ".MaxNative({1}, {0})",
        [Functions.FusedMultiplyAdd] = vector + ".FusedMultiplyAdd({0}, {1}, {2})",

        // The compiler does not fold a sign into the instruction by itself.
        [Functions.FusedNegatedMultiplyAdd] = bits switch
        {
            512 => "Avx512F.FusedMultiplyAddNegated({0}, {1}, {2})",
            256 => "Fma.MultiplyAddNegated({0}, {1}, {2})",
            _ => vector + ".FusedMultiplyAdd(-{0}, {1}, {2})",
        },
        [Functions.FusedMultiplySubtract] = bits switch
        {
            512 => "Avx512F.FusedMultiplySubtract({0}, {1}, {2})",
            256 => "Fma.MultiplySubtract({0}, {1}, {2})",
            _ => vector + ".FusedMultiplyAdd({0}, {1}, -{2})",
        },
        [Functions.Round] = vector + ".Round({0})",

        // The 512-bit kernels only run where AVX-512 is, which takes the fraction (of the nearest integer: 0) and scales in one instruction.
        [Functions.Fraction] = bits == 512 ? "Avx512DQ.Reduce({0}, 0)" : "BinaryParts.Fraction({0})",
        [Functions.Scale] = bits == 512 ? "Avx512F.Scale({0}, {1})" : "BinaryParts.Scale({0}, {1})",
        [Functions.Exponent] = "BinaryParts.Exponent({0})",
        [Functions.RootOfTwo] = "BinaryParts.RootOfTwo({0})",
        [Functions.Mantissa] = "BinaryParts.Mantissa({0})",
    };
}
