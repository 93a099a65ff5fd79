using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using NeuronDsl.Microcode;
using NeuronDsl.Microcode.Isa;
using NeuronDsl.Microcode.Targets;

namespace MicrocodeSample;

/// <summary>What `emit` writes: the program, its listing with the equations, a manifest for loaders, and a report for readers.</summary>
internal static class Emission
{
    private const uint Seed = 1;

    /// <summary>Writes everything for one target.</summary>
    /// <returns>The files.</returns>
    public static IEnumerable<string> Write(FixedProgram program, Type? neuron, string target, int neurons, string folder)
    {
        Directory.CreateDirectory(folder);
        string At(string extension) => Path.Combine(folder, $"{program.Name}.{extension}");
        List<string> files = [];
        FixedEvaluator start = new(program, neurons, Seed);
        switch (target)
        {
            case "c99":
                Save(At("c"), C99Target.Print(program));
                Save(At("json"), Manifest.Write(program, C99Target.Map(program, neurons), target, Seed));
                break;
            case "fenn":
                FennProgram fenn = FennTarget.Compile(program, neurons);
                Save(At("s"), fenn.Code.ToText());
                Save(At("lst"), Listing(fenn.Code, 0));
                Save(At("coe"), "memory_initialization_radix=16;\nmemory_initialization_vector=\n" + string.Join(",\n", fenn.Code.Encode().Select(w => $"{w:x8}")) + ";\n");
                Save(At("json"), Manifest.Write(program, fenn.Map, target, Seed, fenn.Code, 0, fenn));
                break;
            default:
                TargetProgram riscV = target == "rv32im" ? Rv32Target.Compile(program, neurons) : Zve32xTarget.Compile(program, neurons);
                riscV.Image(start).Save(At("elf"));
                files.Add(At("elf"));
                Save(At("s"), riscV.Code.ToText());
                Save(At("lst"), Listing(riscV.Code, ElfImage.CodeAddress));
                Save(At("json"), Manifest.Write(program, riscV.Map, target, Seed, riscV.Code, ElfImage.CodeAddress));
                break;
        }

        Save(At("txt"), program.ToString());
        ErrorReport.Create(program, neuron).Save(At("html"));
        files.Add(At("html"));
        return files;

        void Save(string path, string text)
        {
            string partial = path + ".partial";
            File.WriteAllText(partial, text);
            File.Move(partial, path, overwrite: true);
            files.Add(path);
        }
    }

    // Address, word and instruction, each group under its equation.
    private static string Listing(MachineCode code, uint origin)
    {
        uint[] words = code.Encode();
        string[] text = [.. Disassembler.Disassemble(words, code.Set, origin)];
        ILookup<int, string> labels = code.Labels.ToLookup(l => l.Value, l => l.Key), remarks = code.Remarks.ToLookup(r => r.Index, r => r.Text);
        StringBuilder listing = new();
        for (int i = 0; i < words.Length; i++)
        {
            foreach (string label in labels[i]) listing.Append(label).Append(":\n");
            foreach (string remark in remarks[i]) listing.Append("\n    # ").Append(remark).Append('\n');
            string comment = code.Instructions[i].Comment is { } c ? $" # {c}" : "";
            listing.Append($"  {origin + 4 * (uint)i:x8}  {words[i]:x8}  {text[i],-36}{comment}".TrimEnd()).Append('\n');
        }

        return listing.ToString();
    }
}
