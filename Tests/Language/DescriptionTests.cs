using System.Linq;
using NeuronDsl.Models;
using Xunit;

namespace NeuronDsl.Tests.Language;

public sealed class DescriptionTests
{
    [Fact]
    public void A_neuron_prints_its_own_equations_units_and_kernels()
    {
        string text = HodgkinHuxley.Description.ToString();
        Assert.Contains("# HodgkinHuxley\n", text);
        Assert.Contains("| state | `V` | -65 | mV |", text);
        Assert.Contains("dm/dt = AlphaM * (1 - m) - BetaM * m\n", text);
        Assert.Contains("| RungeKutta4 |", text);
        Assert.Contains("d(dm/dt)/dm = ", text);
        Assert.Contains(NeuronDescription.StepSemantics, text);
    }

    [Fact]
    public void A_neuron_prints_itself_as_LaTeX()
    {
        string text = HodgkinHuxley.Description.ToLatex();
        Assert.Contains(@"\frac{dm}{dt} &= \alpha_{M} \, \left(1 - m\right) - \beta_{M} \, m", text);
        Assert.Contains(@"\section*{HodgkinHuxley}", text);
        Assert.Equal(text.Count(c => c == '{'), text.Count(c => c == '}'));
    }

    [Fact]
    public void The_kernels_show_what_the_cost_model_chose()
    {
        KernelDescription euler = HodgkinHuxley.Description.Kernels.Single(k => k.Solver == Solver.Euler);
        KernelDescription rungeKutta = HodgkinHuxley.Description.Kernels.Single(k => k.Solver == Solver.RungeKutta4);

        // Three rates have a denominator; states and input are read, states written: (5 + 4) * 4 bytes.
        Assert.Equal((3, 36), (euler.Divisions, euler.BytesPerStep));
        Assert.Equal(12, rungeKutta.Divisions);
        Assert.Equal(1, euler.Parts);
        Assert.InRange(rungeKutta.Parts, 4, 6);
        Assert.InRange(rungeKutta.Operations, 3 * euler.Operations, 5 * euler.Operations);
    }
}
