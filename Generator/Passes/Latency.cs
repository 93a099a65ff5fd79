using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>About how many cycles a processor takes until an operation's value is there, its operands being there.</summary>
internal static class Latency
{
    /// <summary>From memory in the first-level cache.</summary>
    public const int Load = 7;

    /// <summary>Of one operation; nothing for loads, which wait for nothing.</summary>
    public static int Of(Operation operation) => operation.Function is not { } function ? 0
        : function == Functions.Negate ? 0
        : function == Functions.Add || function == Functions.Subtract || function == Functions.Multiply ? 4
        : function == Functions.FusedMultiplyAdd || function == Functions.FusedNegatedMultiplyAdd || function == Functions.FusedMultiplySubtract ? 4
        : function == Functions.Round || function == Functions.Fraction ? 4
        : function == Functions.Scale || function == Functions.RootOfTwo ? 6
        : function == Functions.Divide || function == Functions.Sqrt ? 13
        : function.Result == TermType.Bool || function == Functions.Select || function == Functions.SelectRarely ? 3
        : function == Functions.Min || function == Functions.Max || function == Functions.AtMost || function == Functions.AtLeast || function == Functions.Abs ? 3
        : 30;
}
