using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Xunit;

namespace NeuronDsl.Tests.Packaging;

/// <summary>Both packages are made and used as a stranger would: from a folder, in a project that knows nothing of this repository.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("neurondsl-packages-").FullName;

    private static string Configuration =>
        AppContext.BaseDirectory.Contains("debug", StringComparison.OrdinalIgnoreCase) ? "Debug" : "Release";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_fresh_project_builds_and_runs_against_the_packages_of_a_local_feed()
    {
        string feed = Path.Combine(_folder, "feed"), project = Path.Combine(_folder, "fresh");
        foreach (string part in new[] { "Runtime", "Models" }) DotNet.Run(Repository.Root, "pack", part, "-c", Configuration, "--nologo", "-o", feed);
        Assert.Equal(["NeuronDsl.CodeFixes.dll", "NeuronDsl.Generator.dll"], Entries(feed, "NeuronDsl.0.1.0.nupkg", "analyzers/dotnet/cs/"));
        Assert.Contains("NeuronDsl.dll", Entries(feed, "NeuronDsl.0.1.0.nupkg", "lib/net10.0/"));
        Assert.Contains("NeuronDsl.xml", Entries(feed, "NeuronDsl.0.1.0.nupkg", "lib/net10.0/"));
        Assert.Contains("NeuronDsl.Models.dll", Entries(feed, "NeuronDsl.Models.0.1.0.nupkg", "lib/net10.0/"));

        Directory.CreateDirectory(project);
        WriteFeed(feed);
        File.WriteAllText(Path.Combine(project, "Fresh.csproj"), Project);
        File.WriteAllText(Path.Combine(project, "Program.cs"), Program);
        DotNet.Run(project, "build", "-c", "Release", "--nologo", "-o", Path.Combine(_folder, "out"));
        string output = DotNet.Run(project, Path.Combine(_folder, "out", "Fresh.dll"));
        Assert.Equal("scalar 3, population 300, catalogue 7", output.Trim());
    }

    // The feed alone, and for what the packages depend on the packages this machine restored already: no network.
    private void WriteFeed(string feed)
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder, "packages")}" /></config>
              <packageSources><clear /><add key="feed" value="{feed}" /></packageSources>
              <fallbackPackageFolders><add key="restored" value="{cache}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    private static string[] Entries(string feed, string package, string folder)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(feed, package));
        return [.. archive.Entries.Where(e => e.FullName.StartsWith(folder, StringComparison.Ordinal)).Select(e => e.Name).Order(StringComparer.Ordinal)];
    }

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="NeuronDsl" Version="0.1.0" />
            <PackageReference Include="NeuronDsl.Models" Version="0.1.0" />
          </ItemGroup>
        </Project>
        """;

    // Threshold 1, leak 0.5, drive 0.8: 0.8, 1.2 and reset; so every second step fires.
    private const string Program = """
        using System;
        using NeuronDsl;
        using NeuronDsl.Models;

        Leaky one = new() { I = 0.8f };
        int scalar = 0;
        for (int k = 0; k < 6; k++) scalar += one.Step(1f) ? 1 : 0;

        using var many = new Leaky.Population(100, one);
        many.v.Clear();
        long population = many.Step(1f, steps: 6);

        using var squid = new HodgkinHuxley.Population(1, new HodgkinHuxley { I = 10 }, Solver.RungeKutta4);
        Console.WriteLine($"scalar {scalar}, population {population}, catalogue {squid.Step(0.01f, steps: 10_000)}");

        [Neuron]
        public partial class Leaky
        {
            [State] public float v;
            [Input] public float I;
            [Update(nameof(v))] float Next => 0.5f * v + I;
            [Spike] bool Fires => v >= 1;
            [Reset] void Reset() => v = 0;
        }
        """;
}
