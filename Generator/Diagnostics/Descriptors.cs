using System.Linq;
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

    // Units.

    /// <summary>A text that is no unit.</summary>
    public static readonly DiagnosticDescriptor UnknownUnit = Warning(
        "NDSL0036", "Unit is not understood",
        "'{0}' is not a unit; {1}");

    /// <summary>A sum, comparison or choice of unlike quantities.</summary>
    public static readonly DiagnosticDescriptor UnitsDiffer = Warning(
        "NDSL0037", "Units of terms differ",
        "'{0}' [{1}] is {2} '{3}' [{4}]: {5}");

    /// <summary>A value whose unit is not that of what it is given to.</summary>
    public static readonly DiagnosticDescriptor WrongUnit = Warning(
        "NDSL0038", "Unit is not that of the left-hand side",
        "{0} has the unit [{1}], but '{2}' is [{3}]: {4}");

    /// <summary>A function of pure numbers applied to a quantity.</summary>
    public static readonly DiagnosticDescriptor NotPureNumber = Warning(
        "NDSL0039", "Function takes a pure number",
        "{0} takes a pure number, and '{1}' is [{2}]; divide it by a quantity of that unit");

    // Advice from the equations.

    /// <summary>A step with which a solver does not follow the equations.</summary>
    public static readonly DiagnosticDescriptor UnstableStep = Warning(
        "NDSL0040", "Solver is unstable with the declared step",
        "{0} is unstable with Dt = {1}: at {2} the equations have a mode of rate {3}, for which steps up to {4} are stable; choose a smaller Dt{5}");

    /// <summary>A solver that these equations allow and that serves them better.</summary>
    public static readonly DiagnosticDescriptor BetterSolver = Info(
        "NDSL0041", "A better solver is available",
        "The equations of '{0}' are {1}; Solver.{2} {3}");

    /// <summary>A divisor with a zero.</summary>
    public static readonly DiagnosticDescriptor DivisionByZero = Warning(
        "NDSL0042", "Divisor can be zero",
        "'{0}' is zero {1}; keep it away from zero, or declare a [Range] that does");

    /// <summary>Zero over zero where the quotient has a limit.</summary>
    public static readonly DiagnosticDescriptor RemovableSingularity = Warning(
        "NDSL0043", "Quotient is 0/0 at a point where it has a limit",
        "'{0}' is 0/0 {1}, which gives NaN, although it has a limit there; {2}");

    /// <summary>A comparison that is decided by declared ranges.</summary>
    public static readonly DiagnosticDescriptor DecidedComparison = Warning(
        "NDSL0044", "Comparison is always the same",
        "'{0}' is {1} within the declared ranges: the left side is within [{2}], the right one within [{3}]");

    /// <summary>A parameter without effect.</summary>
    public static readonly DiagnosticDescriptor UnusedParameter = Warning(
        "NDSL0045", "Parameter is not used",
        "No equation reads the parameter '{0}'; remove it, or use it");

    /// <summary>A state without effect.</summary>
    public static readonly DiagnosticDescriptor UnreadState = Info(
        "NDSL0046", "Nothing reads the state",
        "Nothing else reads the state '{0}', which costs memory and time in every step; remove it unless it is recorded");

    /// <summary>A surrogate that lets no gradient through where it matters.</summary>
    public static readonly DiagnosticDescriptor ZeroSurrogate = Warning(
        "NDSL0047", "Surrogate has no slope at the threshold",
        "The surrogate's derivative is 0 at the threshold, so that hardly any gradient passes a spike; use a smooth step that is steepest there");

    /// <summary>A learnable parameter that does not learn.</summary>
    public static readonly DiagnosticDescriptor NoGradient = Warning(
        "NDSL0048", "No gradient reaches the parameter",
        "No gradient reaches the learnable parameter '{0}': what the neuron sends depends on it {1}; {2}");

    // Names and numbers.

    /// <summary>A member called as one that the build adds.</summary>
    public static readonly DiagnosticDescriptor NameTaken = Error(
        "NDSL0049", "Name is needed by the build",
        "The build adds {1} '{0}' to the neuron; give yours another name");

    /// <summary>NaN as an initial value.</summary>
    public static readonly DiagnosticDescriptor NotANumber = Warning(
        "NDSL0050", "Value is not a number",
        "'{0}' starts as NaN, and all that depends on it will be NaN; give it a number");

    /// <summary>A member without a unit that can have one only.</summary>
    public static readonly DiagnosticDescriptor UnitFollows = Info(
        "NDSL0051", "Unit follows from the equations",
        "'{0}' declares no unit, and with it the equations are consistent in {1} only: declare it, so that they are checked");

    // Fixed point.

    /// <summary>A number in [Fixed] that means nothing.</summary>
    public static readonly DiagnosticDescriptor InvalidFixed = Error(
        "NDSL0060", "Fixed-point form cannot be made",
        "{0} = {1} in [Fixed] cannot be: {2}");

    /// <summary>An input without bounds, or a parameter or initial value that the build does not know.</summary>
    public static readonly DiagnosticDescriptor UnknownBounds = Error(
        "NDSL0061", "Fixed point needs to know bounds",
        "Fixed point needs {0} of '{1}'; {2}");

    /// <summary>An operation without a fixed-point form.</summary>
    public static readonly DiagnosticDescriptor NotInFixedPoint = Error(
        "NDSL0062", "Construct has no fixed-point form",
        "{0} in '{1}' has no fixed-point form of {2} bits ({3}); {4}");

    /// <summary>A value of which no bounds could be proven.</summary>
    public static readonly DiagnosticDescriptor MayOverflow = Warning(
        "NDSL0063", "Fixed-point value can overflow",
        "In {3} bits with {2}, no bounds of '{0}' could be proven that a step keeps; it saturates at {1}, its bounds in trial runs; declare its [Range] or narrow those of the inputs");

    /// <summary>A budget below what the words hold.</summary>
    public static readonly DiagnosticDescriptor BudgetExceeded = Error(
        "NDSL0064", "Error budget cannot be met",
        "A step with {2} in {3} bits may be off by {1} of the bounds of '{0}', more than the MaxError of {4}; allow more, or narrow the bounds");

    /// <summary>A table larger than allowed.</summary>
    public static readonly DiagnosticDescriptor TableTooLarge = Error(
        "NDSL0065", "Table is too large",
        "The table of {0} would need {1} cells for the error budget, more than the {2} of TableCells; allow more cells or a greater error");

    /// <summary>A step whose error has no bound that tells anything.</summary>
    public static readonly DiagnosticDescriptor ErrorNotProven = Warning(
        "NDSL0066", "Error of a step is not proven",
        "A step with {1} in {2} bits may, by all that is proven, move '{0}' anywhere; its words saturate, and its error is only measured; take wider words, a smaller step or another solver");

    /// <summary>The descriptor of what is found while a neuron is put into fixed point.</summary>
    public static DiagnosticDescriptor OfFixedPoint(string id) =>
        new[] { UnknownBounds, NotInFixedPoint, MayOverflow, BudgetExceeded, TableTooLarge, ErrorNotProven }.First(d => d.Id == id);

    // Errors that leave no right program cannot be configured away.
    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id,
        title,
        message,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Page(id),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    // What likely misbehaves is for the user to judge.
    private static DiagnosticDescriptor Warning(string id, string title, string message) => Configurable(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string title, string message) => Configurable(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Configurable(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: Page(id));

    private static string Page(string id) => $"https://github.com/neurondsl/neurondsl/blob/main/docs/diagnostics/{id}.md";
}
