using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.Generator;
using NeuronDsl.Models;
using Xunit;

namespace NeuronDsl.Tests.Generator;

/// <summary>What a debugger sees, by the symbols it reads: breakpoints in equations are where <c>Step</c> passes, and emitted files are found.</summary>
public sealed class DebuggingTests
{
    private const string Source = """
        namespace Debugged;
        /// <summary>A membrane.</summary>
        [Neuron(Solvers = Solver.RungeKutta4 | Solver.Exact, Targets = Target.Simulation | Target.Training | Target.Eligibility)]
        public partial class Membrane
        {
            /// <summary>Time constant.</summary>
            [Parameter(Learnable = true)] public float Tau = 10;
            /// <summary>Potential.</summary>
            [State, Receives] public float v;
            /// <summary>Drive.</summary>
            [Input] public float x;
            [Derivative(nameof(v))] float Dv => /*Dv*/(x - Leak) / Tau;
            float Leak => /*Leak*/v;
            [Spike] bool Fires => /*Fires*/v >= 1;
            [Reset] void Reset() => /*Reset*/v = 0;
        }
        """;

    private static readonly (byte[] Image, byte[] Symbols, Compilation Output) Built = Build();

    private static readonly Assembly Loaded = Assembly.Load(Built.Image, Built.Symbols);

    [Theory]
    [InlineData("get_Dv", "/*Dv*/", "(x - Leak) / Tau")]
    [InlineData("get_Leak", "/*Leak*/", "v")]
    [InlineData("get_Fires", "/*Fires*/", "v >= 1")]
    [InlineData("Reset", "/*Reset*/", "v = 0")]
    public void A_breakpoint_in_an_equation_is_in_the_users_file(string method, string mark, string text)
    {
        SourceText source = SourceText.From(Source);
        TextSpan span = new(Source.IndexOf(mark, StringComparison.Ordinal) + mark.Length, text.Length);
        LinePositionSpan lines = source.Lines.GetLinePositionSpan(span);
        Assert.Contains((Path: "File0.cs", lines.Start.Line + 1, lines.Start.Character + 1, lines.End.Character + 1), PointsOf(method));
    }

    // Step asks the user's own compiled members, itself or through what it calls.
    [Fact]
    public void Step_passes_through_every_equation()
    {
        Type neuron = Loaded.GetType("Debugged.Membrane", throwOnError: true)!;
        HashSet<MethodBase> reached = [];
        Follow(neuron.GetMethod("Step")!);
        Assert.Superset(new HashSet<string> { "get_Dv", "get_Leak", "get_Fires", "Reset", "AdvanceExact", "AdvanceRungeKutta4" }, reached.Select(m => m.Name).ToHashSet());

        void Follow(MethodBase method)
        {
            if (method.DeclaringType != neuron || !reached.Add(method)) return;
            byte[] code = method.GetMethodBody()!.GetILAsByteArray()!;
            for (int i = 0; i + 4 < code.Length; i++)
            {
                // call and callvirt; a byte of something else that looks like one names no method of the neuron.
                if (code[i] is not (0x28 or 0x6F) || BitConverter.ToInt32(code, i + 1) >> 24 is not (0x06 or 0x0A)) continue;
                try
                {
                    Follow(neuron.Module.ResolveMethod(BitConverter.ToInt32(code, i + 1))!);
                }
                catch (ArgumentException)
                {
                }
            }
        }
    }

    // Asked for just one's own code, a debugger steps from the call of Step into the equation.
    [Fact]
    public void What_is_emitted_is_marked_as_not_the_users()
    {
        Type neuron = Loaded.GetType("Debugged.Membrane", throwOnError: true)!;
        string[] own = ["Reset"];
        MethodInfo[] methods = [.. neuron.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(m => !m.IsSpecialName && !m.Name.Contains('<', StringComparison.Ordinal))];
        Assert.Equal(own, methods.Where(m => !m.IsDefined(typeof(DebuggerNonUserCodeAttribute))).Select(m => m.Name));
        Assert.True(methods.Length > 5);
        Assert.All(neuron.GetNestedTypes().Concat(Loaded.GetTypes().Where(t => t.Name.EndsWith("Kernels", StringComparison.Ordinal))),
            type => Assert.True(type.IsDefined(typeof(DebuggerNonUserCodeAttribute)), type.Name));
        Assert.False(neuron.IsDefined(typeof(DebuggerNonUserCodeAttribute)), "The equations are the user's.");
    }

    // A line that moves must emit nothing anew, and text must be the same on every machine: no emitted file names lines of another.
    [Fact]
    public void No_emitted_file_names_lines_of_another() => Assert.All(
        Built.Output.SyntaxTrees.Where(t => t.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)), t => Assert.DoesNotContain("#line", t.ToString(), StringComparison.Ordinal));

    // As the catalogue is built, so is a user's project.
    [Fact]
    public void A_build_embeds_every_emitted_file_in_the_symbols()
    {
        Guid embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        using PEReader image = new(File.OpenRead(typeof(HodgkinHuxley).Assembly.Location));
        DebugDirectoryEntry entry = image.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        MetadataReader symbols = provider.GetMetadataReader();
        string[] embedded = [.. symbols.Documents.Where(d => symbols.GetCustomDebugInformation(d).Any(i => symbols.GetGuid(symbols.GetCustomDebugInformation(i).Kind) == embeddedSource))
            .Select(d => Path.GetFileName(symbols.GetString(symbols.GetDocument(d).Name)))];
        foreach (string target in new[] { "", "Population.", "Layer." }) Assert.Contains($"NeuronDsl.Models.HodgkinHuxley.{target}g.cs", embedded);
        Assert.Contains("HodgkinHuxley.cs", symbols.Documents.Select(d => Path.GetFileName(symbols.GetString(symbols.GetDocument(d).Name))));
    }

    private static IEnumerable<(string Path, int Line, int Column, int EndColumn)> PointsOf(string method)
    {
        using PEReader image = new(ImmutableArray.Create(Built.Image));
        MetadataReader types = image.GetMetadataReader();
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbImage([.. Built.Symbols]);
        MetadataReader symbols = provider.GetMetadataReader();
        TypeDefinition neuron = types.TypeDefinitions.Select(types.GetTypeDefinition).Single(t => types.GetString(t.Name) == "Membrane");
        MethodDefinitionHandle handle = neuron.GetMethods().Single(m => types.GetString(types.GetMethodDefinition(m).Name) == method);
        return [.. symbols.GetMethodDebugInformation(handle).GetSequencePoints().Where(p => !p.IsHidden)
            .Select(p => (symbols.GetString(symbols.GetDocument(p.Document).Name), p.StartLine, p.StartColumn, p.EndColumn))];
    }

    private static (byte[] Image, byte[] Symbols, Compilation Output) Build()
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(Source);
        compilation = compilation.WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Debug));
        CSharpGeneratorDriver.Create([new NeuronGenerator().AsSourceGenerator()], parseOptions: ConsumerCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        using MemoryStream image = new(), symbols = new();
        EmitResult emitted = output.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return (image.ToArray(), symbols.ToArray(), output);
    }
}
