using System.Collections.Generic;
using static NeuronDsl.Microcode.Isa.SyntaxTable;

namespace NeuronDsl.Microcode.Isa;

/// <summary>
/// FeNN's vector instructions on 32 lanes of 16 bits, in the second quadrant of the 32-bit words (Knight et al., NICE 2025, and the instruction set's
/// document and simulator, riscv_ise). Where document and simulator differ, the simulator counts: immediates have the opcode 0100110.
/// </summary>
internal static class Fenn
{
    public static IEnumerable<Opcode> Opcodes { get; } =
    [
        Define("vadd", Vector(0x00, 0), "vd, vs1, vs2"), Define("vadd_s", Vector(0x00, 0, Saturate), "vd, vs1, vs2"),
        Define("vsub", Vector(0x00, 2), "vd, vs1, vs2"), Define("vsub_s", Vector(0x00, 2, Saturate), "vd, vs1, vs2"),
        Define("vand", Vector(0x00, 3), "vd, vs1, vs2"),
        Define("vsll", Vector(0x00, 1), "vd, vs1, vs2"), Define("vsra", Vector(0x00, 5), "vd, vs1, vs2"),
        Define("vmul", Vector(0x00, 4), Product), Define("vmul_rn", Vector(0x00, 4, Nearest), Product), Define("vmul_rs", Vector(0x00, 4, Stochastic), Product),
        Define("vmul_s", Vector(0x00, 4, Saturate), Product), Define("vmul_s_rn", Vector(0x00, 4, Saturate | Nearest), Product),
        Define("vmul_s_rs", Vector(0x00, 4, Saturate | Stochastic), Product),
        Define("vslli", Vector(0x09, 0), Shift), Define("vsrai", Vector(0x09, 1), Shift),
        Define("vsrai_rn", Vector(0x09, 1) | 1u << 24, Shift), Define("vsrai_rs", Vector(0x09, 1) | 2u << 24, Shift),
        Define("vteq", Vector(0x02, 0), "rd, vs1, vs2"), Define("vtne", Vector(0x02, 2), "rd, vs1, vs2"),
        Define("vtlt", Vector(0x02, 4), "rd, vs1, vs2"), Define("vtge", Vector(0x02, 6), "rd, vs1, vs2"),
        Define("vsel", Vector(0x03, 0), "vd, rs1, vs2"),
        Define("vlui", Vector(0x01, 0), "vd, upper"),
        Define("vfill", Vector(0x06, 0), "vd, rs1"), Define("vextract", Vector(0x06, 1), "rd, vs1, lane"),
        Define("vrng", Vector(0x08, 0), "vd"), Define("vandadd", Vector(0x08, 1), "vd, vs1, rs2, fraction4"),
        Define("vloadv", Vector(0x04, 0), "vd, imm(rs1)"), Define("vloadl", Vector(0x04, 2), "vd, imm(vs1)"),
        Define("vloadr0", Vector(0x04, 1), "imm(rs1)"), Define("vloadr1", Vector(0x04, 5), "imm(rs1)"),
        Define("vstorev", Vector(0x05, 0), "vs2, store(rs1)"), Define("vstorel", Vector(0x05, 2), "vs2, store(vs1)"),
    ];

    private const string Product = "vd, vs1, vs2, fraction4", Shift = "vd, vs1, shift4";

    // The upper seven bits of a word: saturate, two bits of rounding, four of shift.
    private const uint Nearest = 0x10, Stochastic = 0x20, Saturate = 0x40;

    private static uint Vector(uint opcode, uint function, uint mode = 0) => opcode << 2 | 2 | function << 12 | mode << 25;
}
