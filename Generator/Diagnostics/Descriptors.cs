using Microsoft.CodeAnalysis;

namespace NeuronDsl.Generator.Diagnostics;

/// <summary>
/// Every diagnostic: one rule each, one clause that says what, where and what to do, and a page in docs/diagnostics with an example that
/// fails and its mended form. A new diagnostic is an entry here, a line in AnalyzerReleases.Unshipped.md and a page.
/// </summary>
internal static class Descriptors
{
    private const string Category = "NeuronDsl";

    // The class.

    /// <summary>The neuron's class, or a type around it, lacks the modifier <c>partial</c>.</summary>
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "NDSL0001", "Neuron must be partial",
        "The build cannot add members to the neuron '{0}', as '{1}' is not partial; add the modifier 'partial'");

    /// <summary>A class of which no instance can be declared again and made.</summary>
    public static readonly DiagnosticDescriptor UnsupportedClass = Error(
        "NDSL0002", "Neuron must be an ordinary class",
        "The neuron '{0}' is {1}; make it an ordinary class, as a neuron is an instance that the build can make and add to");

    /// <summary><c>new()</c> does not make an instance.</summary>
    public static readonly DiagnosticDescriptor NeedsConstructor = Error(
        "NDSL0003", "Neuron needs a constructor without arguments",
        "The neuron '{0}' cannot be made by 'new {0}()', as {1}; a neuron's parameters are set by object initialisers");

    /// <summary>No state.</summary>
    public static readonly DiagnosticDescriptor NoState = Error(
        "NDSL0004", "Neuron needs a state",
        "The neuron '{0}' has no state; mark a field [State] and add its equation");

    // Its members.

    /// <summary>A state, parameter, input or noise that is neither float nor double.</summary>
    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "NDSL0005", "Neuron computes in float or double",
        "'{0}' is of type '{1}'; the members of a neuron are float or double");

    /// <summary>float and double in one neuron.</summary>
    public static readonly DiagnosticDescriptor MixedPrecision = Error(
        "NDSL0006", "Neuron computes in one precision",
        "'{0}' is {1} in a neuron that computes in {2}; declare it {2}");

    /// <summary>A state or input that cannot be written, or a parameter that is not the instance's own.</summary>
    public static readonly DiagnosticDescriptor NotWritable = Error(
        "NDSL0007", "State must be writable",
        "'{0}' is {1}; a {2} is a field, or a property with get and set accessors, of the instance");

    /// <summary>Two roles for one member.</summary>
    public static readonly DiagnosticDescriptor ConflictingRoles = Error(
        "NDSL0008", "Member has one role",
        "'{0}' is marked [{1}] and [{2}]; keep the one that it is");

    /// <summary>[Receives] on something else than a state.</summary>
    public static readonly DiagnosticDescriptor ReceivesWithoutState = Error(
        "NDSL0009", "Only a state receives spikes",
        "'{0}' is marked [Receives] but not [State]; add [State], as what arrives is added to a state");

    /// <summary>A property or method whose shape does not fit its role.</summary>
    public static readonly DiagnosticDescriptor WrongMember = Error(
        "NDSL0010", "Member does not fit its role",
        "[{0}] needs {1}; '{2}' is {3}");

    /// <summary>A second spike, margin, reset, output or refractory period.</summary>
    public static readonly DiagnosticDescriptor DuplicateRole = Error(
        "NDSL0011", "Role is given once",
        "'{0}' is a second [{1}] beside '{2}'; a neuron has one");

    /// <summary>Bounds in the wrong order.</summary>
    public static readonly DiagnosticDescriptor InvalidRange = Error(
        "NDSL0012", "Range is empty",
        "The range from {0} to {1} holds nothing; give the lower bound first, below the higher");

    // Which equation belongs to which state.

    /// <summary>A state that nothing moves.</summary>
    public static readonly DiagnosticDescriptor StateWithoutEquation = Error(
        "NDSL0013", "State needs an equation",
        "The state '{0}' has no equation; add a property marked [Derivative(nameof({0}))] or [Update(nameof({0}))]");

    /// <summary>A second equation or initial value for one state.</summary>
    public static readonly DiagnosticDescriptor SecondEquation = Error(
        "NDSL0014", "State has one equation",
        "'{0}' is a second {1} of the state '{2}', which has '{3}'; remove one");

    /// <summary>An equation or initial value for something that is not a state.</summary>
    public static readonly DiagnosticDescriptor UnknownState = Error(
        "NDSL0015", "Equation must name a state",
        "'{0}' is not a state of the neuron '{1}'; {2}");

    // What an expression may say.

    /// <summary>A member that has no role, inside an equation.</summary>
    public static readonly DiagnosticDescriptor UnknownName = Error(
        "NDSL0016", "Name has no role in the neuron",
        "'{0}' is not a state, parameter, input, noise or helper property of the neuron; {1}");

    /// <summary>A function without a rule in the function table.</summary>
    public static readonly DiagnosticDescriptor UnknownFunction = Error(
        "NDSL0017", "Function is not known to equations",
        "'{0}' is not a function of equations, which are {1} and static methods of one expression");

    /// <summary>A construct of C# outside the language.</summary>
    public static readonly DiagnosticDescriptor UnsupportedSyntax = Error(
        "NDSL0018", "Construct is not part of the language",
        "{0} cannot be read as part of {1}; {2}");

    /// <summary>Arithmetic in a type other than float and double.</summary>
    public static readonly DiagnosticDescriptor UnsupportedArithmetic = Error(
        "NDSL0019", "Equations compute in float or double",
        "'{0}' is of type '{1}'; equations compute in float, double and bool");

    /// <summary>A property or method that needs its own value.</summary>
    public static readonly DiagnosticDescriptor Recursion = Error(
        "NDSL0020", "Equation depends on itself",
        "'{0}' depends on itself: {1}; break the circle");

    // Spike and reset.

    /// <summary>[Reset], [Margin] or [Refractory] in a neuron that does not spike.</summary>
    public static readonly DiagnosticDescriptor NeedsSpike = Error(
        "NDSL0021", "Role needs a spike",
        "[{0}] takes effect at a spike, and the neuron '{1}' has none; add a property marked [Spike]");

    /// <summary>An assignment to something else than a state.</summary>
    public static readonly DiagnosticDescriptor InvalidAssignment = Error(
        "NDSL0022", "Reset assigns states only",
        "The reset assigns '{0}', which is {1}; only states and local variables can be assigned");

    /// <summary>A sharpness that is not positive and finite.</summary>
    public static readonly DiagnosticDescriptor InvalidSharpness = Error(
        "NDSL0023", "Sharpness must be positive",
        "The sharpness {0} is not a positive number; leave it out for the surrogate's default");

    /// <summary>A user's smooth step that is missing or of the wrong shape.</summary>
    public static readonly DiagnosticDescriptor InvalidSurrogate = Error(
        "NDSL0024", "Surrogate must be a static method of one number",
        "'{0}' is not a surrogate; it must be a method 'static {1} {0}({1} x)' of the neuron, a smooth step whose derivative is used");

    /// <summary>A number cast to an enumeration that has no such member.</summary>
    public static readonly DiagnosticDescriptor UndefinedValue = Error(
        "NDSL0025", "Value is not defined",
        "{0} is not a value of '{1}'; use its members");

    // Initial values, solvers, targets.

    /// <summary>An initial value that reads what is not yet known.</summary>
    public static readonly DiagnosticDescriptor InvalidInitial = Error(
        "NDSL0026", "Initial value reads what is not yet known",
        "The initial value of '{0}' reads '{1}', {2}; it may read parameters and the states declared before '{0}'");

    /// <summary>A step that is not positive and finite.</summary>
    public static readonly DiagnosticDescriptor InvalidStep = Error(
        "NDSL0027", "Step must be positive",
        "The step {0} is not a positive number; declare the intended time step, or none");

    /// <summary>Solvers for a pure map.</summary>
    public static readonly DiagnosticDescriptor SolversOfMap = Error(
        "NDSL0028", "Map takes no solver",
        "The neuron '{0}' has no differential equation to solve; leave Solvers out, or use [Derivative]");

    /// <summary>A solver that cannot take noise.</summary>
    public static readonly DiagnosticDescriptor SolverWithoutNoise = Error(
        "NDSL0029", "Solver takes no noise",
        "{0} does not integrate noise; use Solver.EulerMaruyama alone, or leave Solvers out");

    /// <summary>Noise outside a differential equation.</summary>
    public static readonly DiagnosticDescriptor MisplacedNoise = Error(
        "NDSL0030", "Noise belongs in a differential equation",
        "{0} reads the noise '{1}'; noise may enter a [Derivative] only");

    /// <summary>Noise inside a function.</summary>
    public static readonly DiagnosticDescriptor NonlinearNoise = Error(
        "NDSL0031", "Noise must enter linearly",
        "The derivative of '{0}' is not linear in the noise, because of {1}; noise enters as a term times an amplitude");

    /// <summary>Exponential Euler or Rush-Larsen on an equation that is not linear in its own state.</summary>
    public static readonly DiagnosticDescriptor NotConditionallyLinear = Error(
        "NDSL0032", "Solver needs an equation linear in its own state",
        "{0} needs the derivative of '{1}' to be linear in '{1}', which the term {2} is not; leave the solver out, or rewrite the term");

    /// <summary>The exact solver on a system that is not linear with constant coefficients.</summary>
    public static readonly DiagnosticDescriptor NotLinear = Error(
        "NDSL0033", "Solver needs a linear system",
        "Solver.Exact needs the derivative of '{0}' to be linear in all states with coefficients of parameters alone, which the term {1} is not; leave the solver out");

    /// <summary>A layer of a neuron that sends nothing.</summary>
    public static readonly DiagnosticDescriptor NothingToTrain = Error(
        "NDSL0034", "Layer needs a spike or an output",
        "A layer of '{0}' would send nothing; add a [Spike] or an [Output], or leave Target.Training out");

    /// <summary>A layer of a neuron whose spike has no surrogate's argument.</summary>
    public static readonly DiagnosticDescriptor NeedsMargin = Error(
        "NDSL0035", "Compound spike condition needs a margin to train",
        "The condition of '{0}' is not one comparison, so its surrogate has no argument; add a [Margin] property, positive when the neuron fires");

    // Errors that leave no right program cannot be configured away.
    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id,
        title,
        message,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/neurondsl/neurondsl/blob/main/docs/diagnostics/{id}.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}
