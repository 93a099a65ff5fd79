using System.Collections.Generic;
using System.Linq;
using static NeuronDsl.Microcode.Isa.SyntaxTable;

namespace NeuronDsl.Microcode.Isa;

/// <summary>Vector instructions on integers of 8, 16 and 32 bits, with fixed point (RISC-V "V" Vector Extension 1.0, chapters 6, 7, 11, 12, 14 to 16).</summary>
internal static class Zve32x
{
    public static IEnumerable<Opcode> Opcodes { get; } =
    [
        Define("vsetvli", 0x00007057, "rd, rs1, vtype"),
        Define("vsetivli", 0xC0007057, "rd, uimm, vtype"),
        Define("vsetvl", 0x80007057, "rd, rs1, rs2"),
        .. Memory(),
        .. Integer("vadd", 0x00, "vxi"), .. Integer("vsub", 0x02, "vx"), .. Integer("vrsub", 0x03, "xi"),
        .. Integer("vminu", 0x04, "vx"), .. Integer("vmin", 0x05, "vx"), .. Integer("vmaxu", 0x06, "vx"), .. Integer("vmax", 0x07, "vx"),
        .. Integer("vand", 0x09, "vxi"), .. Integer("vor", 0x0A, "vxi"), .. Integer("vxor", 0x0B, "vxi"),
        .. Integer("vrgather", 0x0C, "vxu"), .. Integer("vrgatherei16", 0x0E, "v"), .. Integer("vslideup", 0x0E, "xu"), .. Integer("vslidedown", 0x0F, "xu"),
        .. Carry("vadc", 0x10, "vxi"), .. Carry("vsbc", 0x12, "vx"), .. Carry("vmerge", 0x17, "vxi"),
        Define("vmv.v.v", 0x5E000057, "vd, vs1"), Define("vmv.v.x", 0x5E004057, "vd, rs1"), Define("vmv.v.i", 0x5E003057, "vd, simm"),
        .. Integer("vmseq", 0x18, "vxi"), .. Integer("vmsne", 0x19, "vxi"), .. Integer("vmsltu", 0x1A, "vx"), .. Integer("vmslt", 0x1B, "vx"),
        .. Integer("vmsleu", 0x1C, "vxi"), .. Integer("vmsle", 0x1D, "vxi"), .. Integer("vmsgtu", 0x1E, "xi"), .. Integer("vmsgt", 0x1F, "xi"),
        .. Integer("vsaddu", 0x20, "vxi"), .. Integer("vsadd", 0x21, "vxi"), .. Integer("vssubu", 0x22, "vx"), .. Integer("vssub", 0x23, "vx"),
        .. Integer("vsll", 0x25, "vxu"), .. Integer("vsmul", 0x27, "vx"),
        .. Integer("vsrl", 0x28, "vxu"), .. Integer("vsra", 0x29, "vxu"), .. Integer("vssrl", 0x2A, "vxu"), .. Integer("vssra", 0x2B, "vxu"),
        .. Integer("vnsrl", 0x2C, "vxu", wide: true), .. Integer("vnsra", 0x2D, "vxu", wide: true),
        .. Integer("vnclipu", 0x2E, "vxu", wide: true), .. Integer("vnclip", 0x2F, "vxu", wide: true),
        .. Moves(),
        .. Reductions(),
        .. Multiply("vaaddu", 0x08), .. Multiply("vaadd", 0x09), .. Multiply("vasubu", 0x0A), .. Multiply("vasub", 0x0B),
        .. Multiply("vslide1up", 0x0E, "x"), .. Multiply("vslide1down", 0x0F, "x"),
        Define("vmv.x.s", 0x42002057, "rd, vs2"), Define("vmv.s.x", 0x42006057, "vd, rs1"),
        Define("vcpop.m", 0x40082057, "rd, vs2 vm"), Define("vfirst.m", 0x4008A057, "rd, vs2 vm"),
        .. Unary(0x12, "vzext.vf4", 4, "vsext.vf4", 5, "vzext.vf2", 6, "vsext.vf2", 7),
        .. Unary(0x14, "vmsbf.m", 1, "vmsof.m", 2, "vmsif.m", 3, "viota.m", 16), Define("vid.v", 0x5008A057, "vd vm"),
        .. MaskLogic("vmandn.mm vmand.mm vmor.mm vmxor.mm vmorn.mm vmnand.mm vmnor.mm vmxnor.mm"),
        .. Multiply("vdivu", 0x20), .. Multiply("vdiv", 0x21), .. Multiply("vremu", 0x22), .. Multiply("vrem", 0x23),
        .. Multiply("vmulhu", 0x24), .. Multiply("vmul", 0x25), .. Multiply("vmulhsu", 0x26), .. Multiply("vmulh", 0x27),
        .. Accumulate("vmadd", 0x29), .. Accumulate("vnmsub", 0x2B), .. Accumulate("vmacc", 0x2D), .. Accumulate("vnmsac", 0x2F),
        .. Multiply("vwaddu", 0x30), .. Multiply("vwadd", 0x31), .. Multiply("vwsubu", 0x32), .. Multiply("vwsub", 0x33),
        .. Multiply("vwaddu", 0x34, wide: true), .. Multiply("vwadd", 0x35, wide: true),
        .. Multiply("vwsubu", 0x36, wide: true), .. Multiply("vwsub", 0x37, wide: true),
        .. Multiply("vwmulu", 0x38), .. Multiply("vwmulsu", 0x3A), .. Multiply("vwmul", 0x3B),
        .. Accumulate("vwmaccu", 0x3C), .. Accumulate("vwmacc", 0x3D), .. Accumulate("vwmaccus", 0x3E, "x"), .. Accumulate("vwmaccsu", 0x3F),
    ];

    private const uint Arithmetic = 0x57, NotMasked = 1u << 25;

    // The form after the dot, the three bits at 12 of an ordinary and of a multiplying instruction, and the operand it names.
    private static (string Suffix, uint Ordinary, uint Multiplying, string Operand) Form(char form) => form switch
    {
        'v' => ("v", 0, 2, "vs1"),
        'x' => ("x", 4, 6, "rs1"),
        'i' => ("i", 3, 0, "simm"),
        _ => ("i", 3, 0, "uimm"),
    };

    private static IEnumerable<Opcode> Integer(string name, uint code, string forms, bool wide = false) => forms.Select(Form).Select(f =>
        Define($"{name}.{(wide ? 'w' : 'v')}{f.Suffix}", Arithmetic | code << 26 | f.Ordinary << 12, $"vd, vs2, {f.Operand} vm"));

    private static IEnumerable<Opcode> Multiply(string name, uint code, string forms = "vx", bool wide = false) => forms.Select(Form).Select(f =>
        Define($"{name}.{(wide ? 'w' : 'v')}{f.Suffix}", Arithmetic | code << 26 | f.Multiplying << 12, $"vd, vs2, {f.Operand} vm"));

    private static IEnumerable<Opcode> Accumulate(string name, uint code, string forms = "vx") => forms.Select(Form).Select(f =>
        Define($"{name}.v{f.Suffix}", Arithmetic | code << 26 | f.Multiplying << 12, $"vd, {f.Operand}, vs2 vm"));

    private static IEnumerable<Opcode> Carry(string name, uint code, string forms) => forms.Select(Form).Select(f =>
        Define($"{name}.v{f.Suffix}m", Arithmetic | code << 26 | f.Ordinary << 12, $"vd, vs2, {f.Operand}, v0"));

    private static IEnumerable<Opcode> Unary(uint code, params object[] namesAndNumbers) => namesAndNumbers.Chunk(2).Select(n =>
        Define((string)n[0], Arithmetic | code << 26 | 2u << 12 | (uint)(int)n[1] << 15, "vd, vs2 vm"));

    private static IEnumerable<Opcode> MaskLogic(string names) => names.Split(' ').Select((name, i) =>
        Define(name, Arithmetic | (0x18u + (uint)i) << 26 | NotMasked | 2u << 12, "vd, vs2, vs1"));

    private static IEnumerable<Opcode> Reductions() => "sum and or xor minu min maxu max".Split(' ').Select((name, i) =>
        Define($"vred{name}.vs", Arithmetic | (uint)i << 26 | 2u << 12, "vd, vs2, vs1 vm"));

    private static IEnumerable<Opcode> Moves() => new[] { 1, 2, 4, 8 }.Select(n =>
        Define($"vmv{n}r.v", Arithmetic | 0x27u << 26 | NotMasked | 3u << 12 | (uint)(n - 1) << 15, "vd, vs2"));

    private static IEnumerable<Opcode> Memory()
    {
        const uint Load = 0x07, Store = 0x27, Strided = 2u << 26, Indexed = 1u << 26, Segment = 1u << 29;
        foreach ((int width, uint bits) in new[] { (8, 0u), (16, 5u), (32, 6u) })
        {
            uint at = bits << 12;
            yield return Define($"vle{width}.v", Load | at, "vd, (rs1) vm");
            yield return Define($"vse{width}.v", Store | at, "vs3, (rs1) vm");
            yield return Define($"vlse{width}.v", Load | at | Strided, "vd, (rs1), rs2 vm");
            yield return Define($"vsse{width}.v", Store | at | Strided, "vs3, (rs1), rs2 vm");
            yield return Define($"vluxei{width}.v", Load | at | Indexed, "vd, (rs1), vs2 vm");
            yield return Define($"vsuxei{width}.v", Store | at | Indexed, "vs3, (rs1), vs2 vm");
            yield return Define($"vlseg2e{width}.v", Load | at | Segment, "vd, (rs1) vm");
            yield return Define($"vsseg2e{width}.v", Store | at | Segment, "vs3, (rs1) vm");
            yield return Define($"vl1re{width}.v", Load | at | NotMasked | 8u << 20, "vd, (rs1)");
        }

        yield return Define("vs1r.v", Store | NotMasked | 8u << 20, "vs3, (rs1)");
        yield return Define("vlm.v", Load | NotMasked | 11u << 20, "vd, (rs1)");
        yield return Define("vsm.v", Store | NotMasked | 11u << 20, "vs3, (rs1)");
    }
}
