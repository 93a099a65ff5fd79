using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using NeuronDsl.Microcode;

namespace MicrocodeSample;

/// <summary>The command line.</summary>
internal static class Commands
{
    public static RootCommand Create(TextWriter output)
    {
        RootCommand root = new("Neurons as fixed-point microcode for RISC-V, RISC-V vectors, FeNN and anything that has a C compiler.");
        Command list = new("list", "Names the neurons of the catalogue that have differential equations.");
        list.SetAction(_ =>
        {
            foreach (string neuron in Catalogue.Names) output.WriteLine(neuron);
        });
        root.Add(list);
        Command programs = new("programs", "Compiles every neuron of the catalogue by every scheme and width, and says which have no program, and why.");
        programs.SetAction(_ => new Coverage(Catalogue.Names).Print(output));
        root.Add(programs);
        root.Add(Emit(output));
        root.Add(Check(output));
        return root;
    }

    private static Command Emit(TextWriter output)
    {
        Argument<string> neuron = new("neuron") { Description = "A neuron of the catalogue, a C# file with a neuron, or a file with a program's text." };
        Option<string> target = new("--target") { Description = "rv32im, zve32x, fenn or c99.", DefaultValueFactory = _ => "rv32im" };
        Option<int> bits = new("--bits") { Description = "The width of words, 16 or 32; 16 for FeNN.", DefaultValueFactory = _ => 0 };
        Option<string> solver = new("--solver") { Description = "Which of the neuron's solvers.", DefaultValueFactory = _ => "Euler" };
        Option<int> neurons = new("--neurons") { Description = "How many neurons.", DefaultValueFactory = _ => 32 };
        Option<DirectoryInfo> folder = new("--out", "-o") { Description = "The folder to write to.", DefaultValueFactory = _ => new DirectoryInfo("out") };
        neurons.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() < 1) r.AddError("--neurons is at least 1.");
        });
        target.AcceptOnlyFromAmong("rv32im", "zve32x", "fenn", "c99");
        Command command = new("emit", "Writes program, listing, manifest and report.") { neuron, target, bits, solver, neurons, folder };
        command.SetAction(arguments => Guarded(output, () =>
        {
            string machine = arguments.GetValue(target)!;
            int width = arguments.GetValue(bits) is var given && given != 0 ? given : machine == "fenn" ? 16 : 32;
            (Type? type, var program, _) = Catalogue.Find(arguments.GetValue(neuron)!, arguments.GetValue(solver)!, width);
            foreach (string file in Emission.Write(program, type, machine, arguments.GetValue(neurons), arguments.GetValue(folder)!.FullName)) output.WriteLine(file);
            return 0;
        }));
        return command;
    }

    private static Command Check(TextWriter output)
    {
        Option<bool> quick = new("--quick") { Description = "A small version that takes seconds." };
        Option<FileInfo[]> files = new("--programs") { Description = "Files with programs' texts, in place of the catalogue.", AllowMultipleArgumentsPerToken = true };
        Option<int> states = new("--states") { Description = "How many states each proof is attacked with; 10000000 takes ten minutes or so.", DefaultValueFactory = _ => ProofSearch.FewStates };
        Option<string[]> parts = new("--part") { Description = $"Which parts; left out, all of {string.Join(", ", Checks.Parts)}.", AllowMultipleArgumentsPerToken = true };
        states.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() < 1) r.AddError("--states is at least 1.");
        });
        parts.AcceptOnlyFromAmong(Checks.Parts);
        Command command = new("check", "Holds emitted programs against their definition on executors of others, and prints the table of figures.") { quick, files, states, parts };
        command.SetAction(arguments => Guarded(output, () =>
        {
            FileInfo[] given = arguments.GetValue(files) ?? [];
            FixedProgram[] programs = [.. given.Select(f => FixedText.Parse(File.ReadAllText(f.FullName)))];
            return new Checks(output, arguments.GetValue(quick), programs, arguments.GetValue(states), arguments.GetValue(parts) ?? []).Run() ? 0 : 1;
        }));
        return command;
    }

    private static int Guarded(TextWriter output, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or IOException or FormatException)
        {
            output.WriteLine($"error: {e.Message}");
            return 1;
        }
    }
}
