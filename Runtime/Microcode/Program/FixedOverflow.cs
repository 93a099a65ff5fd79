// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>What becomes of a result that its type does not hold.</summary>
public enum FixedOverflow
{
    /// <summary>The upper bits are lost. Lowered neurons use it only where a proof says that it does not happen.</summary>
    Wrap,

    /// <summary>The nearest value that the type holds.</summary>
    Saturate,
}
