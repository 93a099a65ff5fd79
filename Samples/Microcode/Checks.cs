using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NeuronDsl.Microcode;
using NeuronDsl.Microcode.Executors;
using NeuronDsl.Microcode.Networks;
using NeuronDsl.Microcode.Targets;

namespace MicrocodeSample;

/// <summary>
/// What `check` shows: every program of the catalogue, word for word, on executors that are not ours; how many instructions an update takes; that a changed
/// rounding or shift is noticed.
/// </summary>
/// <param name="output">Where the table goes.</param>
/// <param name="quick">Whether a small version will do.</param>
/// <param name="given">Programs in place of the catalogue's; none if empty.</param>
/// <param name="states">How many states proofs are tried with, a program.</param>
/// <param name="parts">Which of <see cref="Parts"/>; all if empty.</param>
internal sealed class Checks(TextWriter output, bool quick, IReadOnlyList<FixedProgram> given, int states = ProofSearch.FewStates, params IReadOnlyList<string> parts)
{
    /// <summary>What there is to check.</summary>
    public static readonly string[] Parts = ["words", "proofs", "times", "mutations", "instructions", "network"];

    private const int Seed = 5, GccNeurons = 16, FullWords = 400_000, QuickWords = 2_000;
    private static readonly int[] Widths = [128, 256, 512, 1024];
    private static readonly string[] Quick = ["CubaLif", "Izhikevich", "HodgkinHuxley"], Counted = [.. Quick, "ExponentialCurrentLif"];

    private readonly string _folder = Directory.CreateTempSubdirectory("microcode-").FullName;
    private readonly Dictionary<string, (long Words, int Programs)> _equal = [];
    private readonly List<string> _faults = [];
    private readonly SortedDictionary<string, int> _unsupported = [];

    /// <summary>Runs all; false if anything differed.</summary>
    public bool Run()
    {
        try
        {
            Missing();
            Coverage? coverage = given.Count > 0 ? null : quick ? new(Quick, "Euler") : new(Catalogue.Names);
            coverage?.Print(output);
            FixedProgram[] programs = coverage is null ? [.. given] : [.. coverage.Programs.Select(p => p.Program)];
            Conclusions conclusions = new(programs);
            if (Asked("words"))
            {
                foreach (FixedProgram program in programs) Words(program);
                Words(Exponential.Program);
                Print();
                (int inputs, double worst, double mean) = Exponential.Measure(Exponential.Program);
                output.WriteLine($"exp in 16 bits, all {inputs:N0} inputs: off by at most {worst:F2} units of the last place, {mean:F2} on average");
            }

            if (Asked("proofs") && coverage is not null)
            {
                Proofs proofs = new(output, states);
                proofs.Run(coverage.Programs);
                _faults.AddRange(proofs.Faults);
                conclusions.Attacked(states, proofs);
            }

            if (Asked("times")) Times();
            if (Asked("mutations")) Mutations(programs);
            if (Asked("instructions")) Instructions(programs);
            if (Asked("network")) Network();
            foreach (string part in parts.Count == 0 ? Parts : parts) conclusions.Measured(part);
            conclusions.Print(output, _equal.ToDictionary(e => e.Key, e => e.Value.Programs), _unsupported.Keys);
            foreach (string fault in _faults) output.WriteLine($"DIFFERS {fault}");
            return _faults.Count == 0;
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private bool Asked(string part) => parts.Count == 0 || parts.Contains(part);

    private static Qemu? Scalar => Qemu.RiscV();

    private void Missing()
    {
        foreach ((string tool, string package) in new[]
        {
            ("qemu-riscv32", "qemu-user"), ("qemu-arm", "qemu-user"), ("arm-linux-gnueabi-gcc", "gcc-arm-linux-gnueabi"), ("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf"), ("gcc", "gcc"),
        })
        {
            if (ExternalTool.Find(tool) is null) output.WriteLine($"missing: {tool} (Debian package {package}); what needs it is left out");
        }
    }

    private void Words(FixedProgram program)
    {
        string name = ProgramFacts.Title(program);
        int neurons = program.Streams > 0 ? 32 : 75, steps = Math.Max(4, (quick ? QuickWords : FullWords) / (neurons * (program.States.Length + 1)));
        Compare(name, "rv32im on qemu-riscv32", () => Scalar is { } qemu ? OnQemu(Rv32Target.Compile(program, neurons), qemu, steps) : null);
        foreach (int width in Widths)
            Compare(name, $"zve32x, {width} bits, on qemu-riscv32", () => Qemu.RiscVVector(width) is { } qemu ? OnQemu(Zve32xTarget.Compile(program, neurons), qemu, steps) : null);
        if (program.Bits == 16) Compare(name, "FeNN as vectors on qemu-riscv32", () =>
        {
            FennProgram fenn = FennTarget.Compile(program, neurons);
            WordEquality equality = new(fenn.Map, Math.Max(4, steps / 8), Seed);
            if (Qemu.RiscVVector(512) is not { } qemu) return null;
            string file = Path.Combine(_folder, "fenn");
            FennOnVectors.Translate(fenn, equality.Start).Save(file);
            return equality.Compare(qemu.Run(file, equality.Input));
        });
        if (program.Bits == 16) Compare(name, "FeNN on our interpreter", () =>
        {
            FennProgram fenn = FennTarget.Compile(program, neurons);
            WordEquality equality = new(fenn.Map, Math.Max(4, steps / 32), Seed);
            return equality.Compare(FennMachine.Run(fenn, equality.Start, equality.Input));
        });
        Compare(name, "C99 by arm-linux-gnueabi-gcc on qemu-arm", () => Qemu.Arm() is { } qemu ? Compiled("arm-linux-gnueabi-gcc", program, neurons, steps, qemu) : null);
        if (!quick) Compare(name, "C99 by gcc", () => Compiled("gcc", program, neurons, steps, null));
    }

    private void Compare(string name, string executor, Func<WordComparison?> run)
    {
        try
        {
            if (run() is not { } found) return;
            (long words, int programs) = _equal.GetValueOrDefault(executor);
            _equal[executor] = (words + found.Words, programs + (found.First is null ? 1 : 0));
            if (found.First is not null) _faults.Add($"{name}, {executor}: {found.First}");
        }
        catch (NotSupportedException e)
        {
            string key = $"{executor.Split(' ')[0].TrimEnd(',')} refuses {name}: {e.Message}";
            _unsupported[key] = _unsupported.GetValueOrDefault(key) + 1;
        }
        catch (InvalidOperationException e)
        {
            _faults.Add($"{name}, {executor}: {e.Message}");
        }
    }

    private WordComparison OnQemu(TargetProgram target, Qemu qemu, int steps)
    {
        WordEquality equality = new(target.Map, steps, Seed);
        string file = Path.Combine(_folder, "program");
        target.Image(equality.Start).Save(file);
        return equality.Compare(qemu.Run(file, equality.Input));
    }

    private WordComparison? Compiled(string compiler, FixedProgram program, int neurons, int steps, Qemu? qemu)
    {
        if (ExternalTool.Find(compiler) is not { } tool) return null;
        string source = Path.Combine(_folder, "program.c"), file = Path.Combine(_folder, "compiled");
        File.WriteAllText(source, C99Target.Print(program));
        tool.Run(["-std=c99", "-O2", "-static", "-DHOSTED", $"-DNEURONS={neurons}", "-o", file, source]);
        MemoryMap map = C99Target.Map(program, neurons);
        WordEquality equality = new(map, steps, Seed);
        byte[] input = [.. map.Records(equality.Start), .. equality.Input.Span];
        return equality.Compare(qemu is null ? ExternalTool.At(file).Run([], input) : qemu.Run(file, input));
    }

    private void Print()
    {
        output.WriteLine("Word-for-word equality with the definition, after every step, from random and extreme states with random and extreme inputs:");
        foreach ((string executor, (long words, int programs)) in _equal) output.WriteLine($"  {executor,-44} {programs,4} programs {words,14:N0} words equal");
        output.WriteLine($"  {"all",-44} {_equal.Values.Sum(e => e.Words),29:N0} words");
        foreach (string refused in _unsupported.Keys) output.WriteLine($"  not emitted: {refused}");
    }

    private void Times()
    {
        output.WriteLine("Mean distance of spikes from double precision, same scheme: Izhikevich, 1 s; Hodgkin-Huxley, 300 ms:");
        foreach (int bits in (int[])[32, 16])
        {
            SpikeTimes izhikevich = SpikeTimes.Izhikevich(bits), hodgkin = SpikeTimes.HodgkinHuxley(bits);
            output.WriteLine($"  {bits} bits: {izhikevich.Mean:F4} ms over {izhikevich.Spikes} spikes, {izhikevich.Lost} more or less; {hodgkin.Mean:F5} ms over {hodgkin.Spikes}, {hodgkin.Lost} more or less");
        }
    }

    // Each rounding and each shift of a program, changed in the program that is emitted, not in the definition.
    private void Mutations(FixedProgram[] programs)
    {
        if (Scalar is not { } qemu) return;
        foreach (FixedProgram program in programs.Where(p => p.Solver == "Euler" && p.Name is "Izhikevich" or "CubaLif"))
        {
            int tried = 0, noticed = 0;
            for (int i = 0; i < program.Operations.Length; i++)
            {
                if (!program.Operations[i].Rounds || program.Operations[i].Shift == 0) continue;
                foreach (FixedProgram mutant in Mutants.Of(program, i))
                {
                    tried++;
                    TargetProgram target = Rv32Target.Compile(mutant, 32);
                    WordEquality equality = new(target.Map, 60, Seed, program);
                    string file = Path.Combine(_folder, "mutant");
                    target.Image(equality.Start).Save(file);
                    if (equality.Compare(qemu.Run(file, equality.Input)).First is not null) noticed++;
                    else output.WriteLine($"  not noticed: operation {i} of {program.Name} in {program.Bits} bits");
                }
            }

            output.WriteLine($"Mutations of {program.Name} in {program.Bits} bits, a rounding or a shift each: {noticed} of {tried} noticed");
        }
    }

    private void Instructions(FixedProgram[] programs)
    {
        output.WriteLine("Instructions (not cycles) per update of one neuron, by qemu, 16 neurons, reading and writing around each step in brackets:");
        foreach (string neuron in Counted)
        {
            foreach (FixedProgram program in programs.Where(p => p.Name == neuron && p.Solver == "Euler")) Count(program);
        }
    }

    private void Count(FixedProgram program)
    {
        string line = $"  {program.Name} {program.Bits}:";
        if (Scalar is { } qemu)
        {
            TargetProgram target = Rv32Target.Compile(program, GccNeurons);
            string file = Path.Combine(_folder, "counted");
            WordEquality inputs = new(target.Map, 20, Seed);
            target.Image(inputs.Start).Save(file);
            double all = InstructionCount.PerUpdate(qemu, file, s => inputs.Input[..(s * target.Map.InputBytes)], GccNeurons);
            double update = InstructionCount.PerUpdate(qemu, file, s => inputs.Input[..(s * target.Map.InputBytes)], GccNeurons, target.Update);
            line += $" rv32im {update:F1} ({all:F1})";
            if (ExternalTool.Find("riscv64-unknown-elf-gcc") is not null) line += $", gcc -O3 of the C99 for rv32im ({Gcc(program, qemu):F1})";
        }

        if (Qemu.RiscVVector(512) is { } vectors)
        {
            line += $", zve32x at 512 bits {PerThirtyTwo(program, vectors):F1} per 32 neurons";
            if (program.Streams > 0) line += $" (rounded to nearest instead of stochastically {PerThirtyTwo(Mutants.ToNearest(program), vectors):F1})";
        }

        if (program.Bits == 16)
        {
            try
            {
                line += $", FeNN {FennTarget.Compile(program, 32).InstructionsPerBlock} per 32 neurons";
            }
            catch (NotSupportedException e)
            {
                line += $", FeNN refused: {e.Message}";
            }
        }

        output.WriteLine(line);
    }

    private void Network()
    {
        DigitsNetwork digits = DigitsNetwork.Train(quick ? 2 : 20);
        int[] samples = [.. Enumerable.Range(0, quick ? 24 : digits.Test.Count)];
        NetworkResult[] expected = [.. samples.Select(i => digits.Network.Run(digits.Sample(i)))];
        double right = 100.0 * samples.Count(i => expected[i].Class == digits.Test.Labels[i]) / samples.Length;
        output.WriteLine($"Digits, 64-128-10, {digits.Network.Steps} steps: {100 * digits.Accuracy:F1} % of {digits.Test.Count} right in single precision, {right:F1} % of {samples.Length} in words of 16 bits");
        if (Qemu.RiscVVector(512) is not { } qemu) return;
        NetworkTarget target = new(digits.Network);
        string file = Path.Combine(_folder, "network");
        target.Image.Save(file);
        byte[] found = qemu.Run(file, digits.Bytes(samples));
        int same = 0;
        for (int i = 0; i < samples.Length && found.Length >= (i + 1) * target.OutputBytes; i++)
        {
            (int[] spikes, int[][] potentials) = target.Read(found.AsSpan(i * target.OutputBytes, target.OutputBytes));
            if (spikes.SequenceEqual(expected[i].Spikes) && potentials.Zip(expected[i].Potentials).All(p => p.First.SequenceEqual(p.Second))) same++;
        }

        if (same != samples.Length) _faults.Add($"the digits network: {samples.Length - same} of {samples.Length} samples differ");
        int counted = Math.Min(4, samples.Length);
        long Executed(int count) => qemu.Profile(file, digits.Bytes(samples.Take(count))).Values.Sum();
        double instructions = (Executed(counted) - Executed(1)) / (counted - 1.0);
        output.WriteLine($"  on qemu-riscv32, 512-bit vectors: {same} of {samples.Length} samples equal in spikes and potentials; {instructions:N0} instructions and {expected.Average(e => e.SynapticOperations):N0} synaptic operations per sample");
    }

    private double PerThirtyTwo(FixedProgram program, Qemu vectors)
    {
        const int Neurons = 128;
        TargetProgram target = Zve32xTarget.Compile(program, Neurons);
        string file = Path.Combine(_folder, "vectors");
        WordEquality inputs = new(target.Map, 20, Seed);
        target.Image(inputs.Start).Save(file);
        return 32 * InstructionCount.PerUpdate(vectors, file, s => inputs.Input[..(s * target.Map.InputBytes)], Neurons, target.Update);
    }

    private double Gcc(FixedProgram program, Qemu qemu)
    {
        string source = Path.Combine(_folder, "gcc.c"), file = Path.Combine(_folder, "gcc");
        File.WriteAllText(source, C99Target.Print(program) + LinuxStart.Replace("NAME", program.Name.ToLowerInvariant(), StringComparison.Ordinal));
        ExternalTool.Find("riscv64-unknown-elf-gcc")!.Run(["-std=gnu99", "-O3", "-march=rv32im", "-mabi=ilp32", "-ffreestanding", "-nostdlib", "-static", $"-DNEURONS={GccNeurons}", "-o", file, source, "-lgcc"]);
        MemoryMap map = C99Target.Map(program, GccNeurons);
        WordEquality inputs = new(map, 20, Seed);
        byte[] start = map.Records(inputs.Start);
        return InstructionCount.PerUpdate(qemu, file, s => (byte[])[.. start, .. inputs.Input.Span[..(s * map.InputBytes)]], GccNeurons);
    }

    // What a C library would do, without one: the same system calls as in our own programs.
    private const string LinuxStart =
        """
        static NAME_record records[NEURONS];
        static NAME_input inputs[NEURONS];
        static long call(long number, long a, void *b, long c) {
            register long a0 __asm__("a0") = a, a2 __asm__("a2") = c, a7 __asm__("a7") = number;
            register void *a1 __asm__("a1") = b;
            __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
            return a0;
        }
        static int fill(void *memory, long bytes) {
            char *at = memory;
            while (bytes > 0) {
                long read = call(63, 0, at, bytes);
                if (read <= 0) return 0;
                at += read;
                bytes -= read;
            }
            return 1;
        }
        void *memcpy(void *to, const void *from, unsigned long count) {
            for (unsigned long i = 0; i < count; i++) ((char *)to)[i] = ((const char *)from)[i];
            return to;
        }
        void _start(void) {
            __asm__ volatile(".option push\n.option norelax\nla gp, __global_pointer$\n.option pop");
            fill(records, sizeof records);
            while (fill(inputs, sizeof inputs)) {
                NAME_step(records, inputs, NEURONS);
                call(64, 1, records, sizeof records);
            }
            call(93, 0, 0, 0);
            for (;;) {}
        }
        """;
}
