using System;
using System.Collections.Immutable;
using System.Linq;
using NeuronDsl.Microcode;
using NeuronDsl.Tests.Microcode.FixedPoint;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Program;

/// <summary>A well-formed program, made ill-formed in one way after the other.</summary>
public sealed class VerifierTests
{
    private static FixedProgram Good => FixedNeuron.OfCatalogue("CubaLif", "Euler", 16).Program;

    public static TheoryData<string, Func<FixedProgram, FixedProgram>> Faults => new()
    {
        { "words have 16 or 32 bits", p => p with { Bits = 24 } },
        { "memory is of words", p => p with { States = p.States.SetItem(0, p.States[0] with { Type = new(12, 0), Range = new(0, 0, true), Initial = 0 }) } },
        { "has bounds beyond its type", p => p with { States = p.States.SetItem(0, p.States[0] with { Range = new(-40_000, 40_000, true) }) } },
        { "starts outside its bounds", p => p with { States = p.States.SetItem(0, p.States[0] with { Initial = p.States[0].Range.High + 1 }) } },
        { "is held at stages to less", p => p with { States = p.States.SetItem(0, p.States[0] with { Stages = new(0, 0, false) }) } },
        { "is never stored", p => p with { Operations = p.Operations.RemoveAt(Index(p, FixedOpcode.StoreState)) } },
        { "stores a state a second time", p => p with { Operations = p.Operations.Add(p.Operations[Index(p, FixedOpcode.StoreState)]) } },
        { "loads a state after its store", p => p with { Operations = p.Operations.Add(p.Operations[Index(p, FixedOpcode.LoadState)] with { Slot = p.Operations.First(o => o.Opcode == FixedOpcode.StoreState).Slot }) } },
        { "is a second spike", p => p with { Operations = p.Operations.Add(p.Operations[Index(p, FixedOpcode.Spike)]) } },
        { "names no state", p => At(p, FixedOpcode.LoadState, o => o with { Slot = 9 }) },
        { "names no input", p => At(p, FixedOpcode.LoadInput, o => o with { Slot = -1 }) },
        { "operands", p => At(p, FixedOpcode.Multiply, o => o with { Operands = [o.Operands[0]] }) },
        { "which does not precede it", p => At(p, FixedOpcode.Multiply, o => o with { Operands = [o.Operands[0], p.Operations.Length] }) },
        { "which yields nothing", p => p with { Operations = p.Operations.Add(new() { Opcode = FixedOpcode.Not, Type = FixedType.Bool, Operands = [Index(p, FixedOpcode.Spike)] }) } },
        { "bits are behind the point", p => At(p, FixedOpcode.Multiply, o => o with { Shift = o.Shift + 1 }) },
        { "shifts by", p => At(p, FixedOpcode.Multiply, o => o with { Shift = 63 }) },
        { "is beyond", p => At(p, FixedOpcode.Constant, o => o with { Immediate = 70_000 }) },
        { "gives", p => At(p, FixedOpcode.Add, o => o with { Type = o.Type with { Fraction = o.Type.Fraction + 1 } }) },
        { "not bool", p => At(p, FixedOpcode.Less, o => o with { Type = new(16, 0) }) },
        { "computes with truth values", p => At(p, FixedOpcode.Add, o => o with { Type = FixedType.Bool }) },
        { "chooses by a", p => At(p, FixedOpcode.Select, o => o with { Operands = o.Operands.SetItem(0, o.Operands[1]) }) },
        { "compares", p => At(p, FixedOpcode.Less, o => o with { Operands = o.Operands.SetItem(0, p.Operations.ToList().FindIndex(x => x.Type != p.Operations[o.Operands[1]].Type)) }) },
        { "draws from stream", p => At(p with { Streams = 0 }, FixedOpcode.Multiply, o => o with { Rounding = FixedRounding.Stochastic }) },
        { "bits in a program of", p => At(p, FixedOpcode.Constant, o => o with { Type = new(32, 0), Immediate = 0 }) },
        { "is unsigned with 32 bits", p => At(p with { Bits = 32 }, FixedOpcode.Constant, o => o with { Type = new(32, 0, Signed: false), Immediate = 0 }) },
        { "names no table", p => p with { Operations = p.Operations.Add(new() { Opcode = FixedOpcode.Interpolate, Type = new(16, 0), Operands = [0] }) } },
        { "has no cell", p => p with { Tables = [Table with { Nodes = [1] }] } },
        { "has cells of", p => p with { Tables = [Table with { Shift = 16 }] } },
        { "has nodes beyond its type", p => p with { Tables = [Table with { Nodes = [0, 40_000] }] } },
        { "has steps beyond its type", p => p with { Tables = [Table with { Nodes = [-30_000, 30_000] }] } },
        { "is no operation", p => p with { Operations = p.Operations.Add(new() { Opcode = (FixedOpcode)99, Type = new(16, 0), Operands = [0, 0] }) } },
    };

    private static FixedTable Table => new() { Name = "t", Argument = new(16, 0), Type = new(16, 0), Shift = 4, First = 0, Nodes = [0, 1] };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_way_of_being_ill_formed_is_named(string fault, Func<FixedProgram, FixedProgram> spoil)
    {
        Assert.Empty(FixedVerifier.Faults(Good));
        Assert.Contains(FixedVerifier.Faults(spoil(Good)), f => f.Contains(fault, StringComparison.Ordinal));
        Assert.Contains(fault, Assert.Throws<ArgumentException>(() => new FixedEvaluator(spoil(Good))).Message);
    }

    [Theory]
    [InlineData("CubaLif", "Euler", 16)]
    [InlineData("HodgkinHuxley", "Euler", 32)]
    [InlineData("AdEx", "Euler", 32)]
    [InlineData("ExponentialIntegrateAndFire", "RungeKutta4", 32)]
    public void A_programs_text_is_read_back_as_it_was_written(string name, string solver, int bits)
    {
        FixedProgram program = FixedNeuron.OfCatalogue(name, solver, bits).Program;
        Assert.Equal(program.ToString(), FixedText.Parse(program.ToString()).ToString());
        Assert.True(program.States.SequenceEqual(FixedText.Parse(program.ToString()).States));
        FixedProgram held = program with { States = program.States.SetItem(0, program.States[0] with { Stages = program.States[0].Range with { Proven = false } }) };
        Assert.True(held.States.SequenceEqual(FixedText.Parse(held.ToString()).States));
        Assert.Throws<FormatException>(() => FixedText.Parse(program.ToString().Replace("= add", "= ad")));
    }

    private static int Index(FixedProgram program, FixedOpcode opcode) => program.Operations.ToList().FindIndex(o => o.Opcode == opcode) is >= 0 and var i ? i : throw new ArgumentException($"no {opcode}");

    private static FixedProgram At(FixedProgram program, FixedOpcode opcode, Func<FixedOperation, FixedOperation> change)
    {
        int i = Index(program, opcode);
        ImmutableArray<FixedOperation> operations = program.Operations.SetItem(i, change(program.Operations[i]));
        return program with { Operations = operations };
    }
}
