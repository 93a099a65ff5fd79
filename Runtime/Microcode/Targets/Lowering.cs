using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// From a program's operations to a machine's instructions, in the order in which results are wanted. A machine says what each operation becomes; here is
/// what they share: what is known of ranges, the order of draws, equations beside the code. Stores come last, so that the states' own words may be read at any time.
/// </summary>
internal abstract class Lowering
{
    private readonly int[] _results;
    private readonly int[][] _drawsBefore;
    private readonly HashSet<int> _open = [];
    private string _equation = "";

    protected Lowering(FixedProgram program, VirtualCode code)
    {
        Program = program;
        Code = code;
        _results = [.. Enumerable.Repeat(-1, program.Operations.Length)];
        Users = [.. program.Operations.Select(_ => new List<int>())];
        for (int i = 0; i < program.Operations.Length; i++)
            foreach (int operand in program.Operations[i].Operands) Users[operand].Add(i);

        // A draw comes after the one before it of the same stream.
        Dictionary<int, int> last = [];
        _drawsBefore = [.. program.Operations.Select((o, i) =>
        {
            if (!o.Draws) return [];
            int[] before = last.TryGetValue(o.Stream, out int earlier) ? [earlier] : [];
            last[o.Stream] = i;
            return before;
        })];
    }

    public VirtualCode Code { get; }

    protected FixedProgram Program { get; }

    /// <summary>The operations that take each result.</summary>
    protected List<int>[] Users { get; }

    protected FixedOperation this[int index] => Program.Operations[index];

    /// <summary>Emits everything.</summary>
    public void Run()
    {
        int[] stores = [.. Enumerable.Range(0, Program.Operations.Length).Where(i => !this[i].HasResult)];
        foreach (int store in stores) Want(this[store].Operands[0]);
        for (int i = 0; i < Program.Operations.Length; i++) if (this[i].Draws) Want(i);
        BeforeStores();

        // What would be read again from the word of a state could be read after that word is stored.
        foreach (int value in stores.Select(s => this[s].Operands[0]).Distinct())
            if (Want(value) is var word && VirtualCode.IsVirtual(word) && Code[word] is { Again: not null, Invariant: false }) Is(value, Copy(word));
        foreach (int store in stores)
        {
            Begin(this[store]);
            Store(this[store]);
        }

        Finish();
    }

    /// <summary>The register of a result, computed now if it is not there yet.</summary>
    protected int Want(int index)
    {
        if (_results[index] >= 0) return _results[index];
        FixedOperation operation = this[index];
        if (Same(operation) is { } same) return _results[index] = Want(same);
        _open.Add(index);
        foreach (int draw in _drawsBefore[index]) Want(draw);
        if (!IsLazy(operation)) foreach (int operand in operation.Operands) Want(operand);
        if (_results[index] >= 0) return _results[index];
        Begin(operation);
        int result = Compute(index, operation);
        Code.Comment = null;
        _open.Remove(index);
        return _results[index] = result;
    }

    protected int Operand(FixedOperation operation, int index) => Want(operation.Operands[index]);

    /// <summary>Whether an operation can be computed before what is being computed: it waits for none of that.</summary>
    protected bool IsFree(int index) => _results[index] < 0 && !_open.Any(o => DependsOn(index, o));

    /// <summary>Says that an operation is being computed.</summary>
    protected void Open(int index) => _open.Add(index);

    /// <summary>Whether an operation waits for another, or is it.</summary>
    protected bool DependsOn(int index, int on)
    {
        if (index <= on) return index == on;
        Stack<int> open = new([index]);
        HashSet<int> seen = [];
        while (open.TryPop(out int at))
        {
            foreach (int operand in this[at].Operands.Concat(_drawsBefore[at]))
            {
                if (operand == on) return true;
                if (operand > on && seen.Add(operand)) open.Push(operand);
            }
        }

        return false;
    }

    protected bool IsThere(int index) => _results[index] >= 0;

    /// <summary>The operations whose result a register holds.</summary>
    protected IEnumerable<int> HeldBy(int register) => Enumerable.Range(0, _results.Length).Where(i => _results[i] == register);

    /// <summary>Says in which register a result is.</summary>
    protected void Is(int index, int register)
    {
        _open.Remove(index);
        _results[index] = register;
    }

    /// <summary>Puts the equation above the code if it is another than before, and the name of the result beside it.</summary>
    protected void Begin(FixedOperation operation)
    {
        if (operation.Equation.Length > 0 && operation.Equation != _equation) Code.Remark(_equation = operation.Equation);
        Code.Comment = operation.Name.Length > 0 ? operation.Name : null;
    }

    /// <summary>Between which raw values a result lies: what is proven, else what its type holds.</summary>
    protected (long Low, long High) Range(int index) => Bounds(this[index]);

    /// <summary>Between which raw values an operation's result lies.</summary>
    public static (long Low, long High) Bounds(FixedOperation operation)
    {
        if (operation.Opcode == FixedOpcode.Constant) return (operation.Immediate, operation.Immediate);
        FixedType type = operation.Type;
        return operation.Range.Proven && operation.Type != FixedType.Bool
            ? (Math.Max(type.Low, operation.Range.Low), Math.Min(type.High, operation.Range.High))
            : (type.Low, type.High);
    }

    /// <summary>Between which values the exact result of an addition, subtraction or product before its shift lies.</summary>
    protected (long Low, long High) Exact(FixedOperation operation)
    {
        (long Low, long High) a = Range(operation.Operands[0]), b = operation.Operands.Length > 1 ? Range(operation.Operands[1]) : default;
        return Exact(operation, a, b);
    }

    /// <summary>The same of operands that lie within bounds.</summary>
    public static (long Low, long High) Exact(FixedOperation operation, (long Low, long High) a, (long Low, long High) b) => operation.Opcode switch
    {
        FixedOpcode.Add => (a.Low + b.Low, a.High + b.High),
        FixedOpcode.Subtract => (a.Low - b.High, a.High - b.Low),
        FixedOpcode.ShiftLeft => (a.Low << operation.Shift, a.High << operation.Shift),
        FixedOpcode.Multiply => Corners(a, b),
        _ => throw new ArgumentException($"{operation.Opcode} is fitted to no type", nameof(operation)),
    };

    /// <summary>Whether every result lies within the type, so that nothing is to be done to fit it.</summary>
    protected static bool Fits(FixedType type, (long Low, long High) range) => range.Low >= type.Low && range.High <= type.High;

    /// <summary>The range of a fitted operation's result before it is fitted: the exact one, and what is proven.</summary>
    protected (long Low, long High) BeforeFit(FixedOperation operation)
    {
        (long low, long high) = Exact(operation);
        if (operation.Opcode == FixedOpcode.Multiply && operation.Shift > 0) (low, high) = (low >> operation.Shift, (high >> operation.Shift) + 1);

        // A proof that the result stays away from a bound of its type is a proof that nothing wraps.
        FixedRange proof = operation.Range;
        return operation.Overflow == FixedOverflow.Wrap && proof.Proven && (proof.Low > operation.Type.Low || proof.High < operation.Type.High)
            ? (Math.Max(low, operation.Range.Low), Math.Min(high, operation.Range.High))
            : (low, high);
    }

    /// <summary>The operand that a bound leaves as it is, by what is proven of both; null if the bound may count.</summary>
    private int? Same(FixedOperation operation)
    {
        if (operation.Opcode is not (FixedOpcode.Minimum or FixedOpcode.Maximum)) return null;
        int least = operation.Operands[operation.Opcode == FixedOpcode.Minimum ? 0 : 1], most = operation.Operands[operation.Opcode == FixedOpcode.Minimum ? 1 : 0];
        return Range(least).High <= Range(most).Low ? operation.Operands[0] : Range(most).High <= Range(least).Low ? operation.Operands[1] : null;
    }

    protected bool IsConstant(int index, out long value)
    {
        value = this[index].Immediate;
        return this[index].Opcode == FixedOpcode.Constant;
    }

    /// <summary>Whether the operation asks for its operands itself, when it needs them.</summary>
    protected virtual bool IsLazy(FixedOperation operation) => operation.Opcode is FixedOpcode.Constant;

    /// <summary>Emits an operation and says where its result is.</summary>
    protected abstract int Compute(int index, FixedOperation operation);

    protected abstract void Store(FixedOperation operation);

    /// <summary>A word's copy in another register.</summary>
    protected abstract int Copy(int register);

    protected virtual void BeforeStores()
    {
    }

    protected virtual void Finish()
    {
    }

    private static (long Low, long High) Corners((long Low, long High) a, (long Low, long High) b)
    {
        long w = a.Low * b.Low, x = a.Low * b.High, y = a.High * b.Low, z = a.High * b.High;
        return (Math.Min(Math.Min(w, x), Math.Min(y, z)), Math.Max(Math.Max(w, x), Math.Max(y, z)));
    }
}
