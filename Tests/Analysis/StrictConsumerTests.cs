using System;
using System.Linq;
using System.Reflection;
using NeuronDsl.Tests.StrictConsumer;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>
/// The project beside this one has every check of the SDK switched on, every warning an error, arithmetic checked for overflow: that it was built
/// is the test. What is left to see is that it is as many neurons and as strict as it should be, and that it runs.
/// </summary>
public sealed class StrictConsumerTests
{
    private static readonly Assembly Consumer = typeof(Trial).Assembly;

    private static readonly string[] Project = System.IO.File.ReadAllLines(Repository.At("Tests", "StrictConsumer", "StrictConsumer.csproj"));

    [Fact]
    public void It_has_neurons_of_every_target()
    {
        Type[] neurons = [.. Consumer.GetTypes().Where(t => t.GetCustomAttribute<NeuronAttribute>() is not null)];
        Assert.InRange(neurons.Length, 20, int.MaxValue);
        foreach (string generated in new[] { "Population", "TrainableLayer", "EligibleNeurons" }) Assert.Contains(neurons, n => n.GetNestedType(generated, BindingFlags.Public | BindingFlags.NonPublic) is not null);
        Assert.Contains(neurons, n => n.GetProperty("Microcode") is not null);
    }

    [Theory]
    [InlineData("<AnalysisLevel>latest-all</AnalysisLevel>")]
    [InlineData("<EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>")]
    [InlineData("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>")]
    [InlineData("<IsAotCompatible>true</IsAotCompatible>")]
    [InlineData("<Nullable>enable</Nullable>")]
    [InlineData("<GenerateDocumentationFile>true</GenerateDocumentationFile>")]
    [InlineData("<CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>")]
    [InlineData("<NoWarn></NoWarn>")]
    public void It_is_strict(string property) => Assert.Contains(Project, line => line.Trim() == property);

    [Fact]
    public void It_simulates()
    {
        (long one, long many) = Trial.Simulate();

        // From 0 to 10 of 20 mV takes 10 ln 2 = 6.93 ms, and 2 ms refractory: 8.93 or, in whole steps, 9 ms.
        Assert.Equal(11, one);
        Assert.Equal(100 * one, many);
    }

    [Fact]
    public void It_trains() => Assert.InRange(Trial.Train(), 1e-12, 1e12);

    [Fact]
    public void It_learns_online()
    {
        (double before, double after) = Trial.LearnOnline();
        Assert.InRange(before, 1e-9, 1e9);
        Assert.InRange(after, 1e-9, 1e9);
    }

    [Fact]
    public void It_runs_in_fixed_point() => Assert.Equal(11, Trial.RunFixed());
}
