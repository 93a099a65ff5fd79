// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>
/// The operations of a fixed-point program. a, b, c are the raw values of the operands; "rounded" and "fitted" mean the operation's own
/// <see cref="FixedRounding"/> and <see cref="FixedOverflow"/>. <see cref="FixedArithmetic"/> says each in code, <see cref="FixedVerifier"/> what it asks of
/// the types.
/// </summary>
public enum FixedOpcode
{
    /// <summary>The raw value <see cref="FixedOperation.Immediate"/>.</summary>
    Constant,

    /// <summary>The state <see cref="FixedOperation.Slot"/> at the start of the step.</summary>
    LoadState,

    /// <summary>The input <see cref="FixedOperation.Slot"/>, held over the step.</summary>
    LoadInput,

    /// <summary>a becomes the state <see cref="FixedOperation.Slot"/>; once for each state, after its loads. Yields nothing.</summary>
    StoreState,

    /// <summary>a is the neuron's graded output. Yields nothing.</summary>
    StoreOutput,

    /// <summary>The neuron fires where the truth value a holds. Yields nothing.</summary>
    Spike,

    /// <summary>a + b, fitted.</summary>
    Add,

    /// <summary>a - b, fitted.</summary>
    Subtract,

    /// <summary>a b / 2^<see cref="FixedOperation.Shift"/>, rounded, fitted. The product itself is exact.</summary>
    Multiply,

    /// <summary>a 2^<see cref="FixedOperation.Shift"/>, fitted.</summary>
    ShiftLeft,

    /// <summary>a / 2^<see cref="FixedOperation.Shift"/>, rounded.</summary>
    ShiftRight,

    /// <summary>a / 2^b for an integer b from 0 to the width less one, rounded; the fraction stays, so that the value shrinks.</summary>
    ShiftRightBy,

    /// <summary>The same bits with another fraction: costs nothing, and multiplies by a power of two.</summary>
    Relabel,

    /// <summary>Whether a is less than b.</summary>
    Less,

    /// <summary>Whether a is at most b.</summary>
    LessOrEqual,

    /// <summary>Whether a equals b.</summary>
    Equal,

    /// <summary>Whether a differs from b.</summary>
    NotEqual,

    /// <summary>Both truth values.</summary>
    And,

    /// <summary>Either truth value.</summary>
    Or,

    /// <summary>The opposite truth value.</summary>
    Not,

    /// <summary>b where the truth value a holds, else c.</summary>
    Select,

    /// <summary>The lesser of a and b.</summary>
    Minimum,

    /// <summary>The greater of a and b.</summary>
    Maximum,

    /// <summary>
    /// The piecewise linear function through the nodes T of the table <see cref="FixedOperation.Slot"/> at a: with the cell i = (a &gt;&gt; shift) - first and
    /// the place in it r = a mod 2^shift, T[i] + (T[i+1] - T[i]) r / 2^shift, the product rounded. It cannot overflow. An argument outside
    /// the table is a fault of the program's maker, which the evaluator reports.
    /// </summary>
    Interpolate,

    /// <summary>The upper 15 bits of the next draw of the stream <see cref="FixedOperation.Stream"/>, unsigned.</summary>
    Random,
}
