using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Passes;
using Xunit;

namespace NeuronDsl.Tests.Gradients;

using Solver = NeuronDsl.Generator.Solver;
using Target = NeuronDsl.Generator.Target;

/// <summary>
/// The adjoint of the step of every trainable neuron by every solver that it declares, against the derivative of the smoothed step: as it
/// leaves <see cref="Differentiate"/>, and once it is lowered for printing.
/// </summary>
public class StepAdjointTests
{
    private const double Bound = 1e-10;

    public static TheoryData<string> Catalogue => new(CatalogueNeurons.Trainable);

    public static TheoryData<string> Features => new(FeatureNeurons.Names);

    [Theory, MemberData(nameof(Catalogue))]
    public void Is_the_derivative_of_the_smoothed_step_in_the_catalogue(string neuron) => Check(NeuronLibrary.Catalogue, neuron);

    [Theory, MemberData(nameof(Features))]
    public void Is_the_derivative_of_the_smoothed_step_of_every_feature(string neuron) => Check(NeuronLibrary.Features, neuron);

    [Fact]
    public void The_list_of_trainable_neurons_is_complete() => Assert.Equal(
        NeuronLibrary.Catalogue.Models.Where(m => m.Targets.HasFlag(Target.Training)).Select(m => m.Type.Name).Order(StringComparer.Ordinal),
        CatalogueNeurons.Trainable.Order(StringComparer.Ordinal));

    private static void Check(NeuronLibrary library, string neuron)
    {
        NeuronModel model = library.Model(neuron);
        foreach (Solver solver in model.Solvers.DefaultIfEmpty(Solver.None))
        {
            Scene scene = new(library, neuron, solver);
            StepProgram adjoint = Differentiate.Apply(NeuronCompiler.Meaning(model, solver), model);
            HoistedProgram lowered = NeuronCompiler.Adjoint(model, solver);
            Random random = new(1);
            List<Trajectory> seen = [];
            foreach (int steps in new[] { 1, 1, 1, 1, 6, 6, 6 })
            {
                Problem problem = scene.Random(steps, random);
                seen.Add(problem.Run());
                string what = $"{neuron} by {solver}, {steps} steps";
                Gradients expected = Gradients.Expected(problem);
                Compare(expected, Gradients.Swept(problem, seen[^1], adjoint.Interpret), what);
                Compare(expected, Gradients.Swept(problem, seen[^1], lowered.Interpret), what + ", lowered");
            }

            if (model.Spike is null) continue;
            Assert.True(seen.Any(t => t.Spikes > 0) && seen.Any(t => t.Silent > 0), $"{neuron} by {solver}: spikes and silence must both occur.");
            Assert.True(model.Refractory is null || seen.Any(t => t.Held > 0), $"{neuron} by {solver}: refractoriness must occur.");
        }
    }

    private static void Compare(Gradients expected, Gradients actual, string what)
    {
        (double error, string group) = actual.ErrorTo(expected);
        Assert.True(error <= Bound, $"{what}: the gradient of {group} has the relative error {error:E1}.");
    }
}
