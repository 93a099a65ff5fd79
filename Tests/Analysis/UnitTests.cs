using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Symbolics.Units;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>Units: as texts, in single equations, and in mutants of the catalogue.</summary>
public sealed class UnitTests
{
    [Theory]
    [InlineData("mV", "1e-3 V")]
    [InlineData("uA/cm^2", "0.01 A/m^2")]
    [InlineData("µA/cm²", "uA/cm^2")]
    [InlineData("nS*mV", "pA")]
    [InlineData("MOhm*nA", "mV")]
    [InlineData("MΩ nA", "mV")]
    [InlineData("kHz", "1/ms")]
    [InlineData("m s^-1", "m/s")]
    [InlineData("mS/cm^2*mV", "uA/cm^2")]
    [InlineData("uF/uF", "1")]
    [InlineData("mV/(ms*ms)", "mV/ms^2")]
    [InlineData("(ms)^(1/2)", "ms^0.5")]
    [InlineData("mmol/l", "mM")]
    public void Two_texts_of_one_unit(string text, string same)
    {
        Assert.True(UnitParser.TryParse(text, out Unit? a, out _));
        Assert.True(UnitParser.TryParse(same.Replace("e-3 ", "*0.001*", StringComparison.Ordinal), out Unit? b, out _) || UnitParser.TryParse(same, out b, out _));
        Assert.Equal(b, a);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("mv", "mv")]
    [InlineData("mV/", "")]
    [InlineData("mV/cm^", "")]
    [InlineData("uA/sqcm", "sqcm")]
    [InlineData("(mV", "(mV")]
    [InlineData("-1", "-1")]
    public void A_text_of_none(string text, string wrong)
    {
        Assert.False(UnitParser.TryParse(text, out _, out string part));
        if (wrong.Length > 0) Assert.Equal(wrong, part);
    }

    [Theory]
    [InlineData("mS/cm^2", "mV", "uA/cm^2")]
    [InlineData("nS", "mV", "pA")]
    [InlineData("mV", "1/ms", "mV/ms")]
    [InlineData("1/ms", "1/mV", "1/ms/mV")]
    public void A_product_has_a_name_or_says_its_parts(string a, string b, string product)
    {
        Assert.True(UnitParser.TryParse(a, out Unit? x, out _));
        Assert.True(UnitParser.TryParse(b, out Unit? y, out _));
        Unit both = x! * y!;
        string text = both.Text([]);
        Assert.True(UnitParser.TryParse(text.Replace(' ', '*'), out Unit? again, out _), text);
        Assert.Equal(both, again);
        if (product != "1/ms/mV") Assert.Equal(product, text);
    }

    [Theory]
    [InlineData("V + R * I", "MOhm")]
    [InlineData("V - I / R", "uS")]
    [InlineData("V + (I < R ? V : -V)", "nA")]
    [InlineData("V * (1 + MathF.Exp(-R / I))", "nA")]
    [InlineData("V + 2 * R * I", null)] // a literal has any unit
    [InlineData("V + R * R * I", null)]
    [InlineData("V + R * I + R * V", null)] // MOhm here and 1 there
    [InlineData("V + 0 * R", null)]
    public void A_unit_that_follows_is_said_once_and_only_where_there_is_one(string next, string? unit)
    {
        Diagnostic[] found = [.. Advice.Of($$"""
            [Neuron]
            public partial class Membrane
            {
                [Parameter] public float R = 10;
                [Input, Unit("nA")] public float I;
                [State, Unit("mV")] public float V = -65;
                [Update(nameof(V))] float Next => {{next}};
            }
            """).Where(d => d.Id == "NDSL0051")];
        if (unit is null) Assert.Empty(found);
        else Assert.Contains($"in {unit} only", Assert.Single(found).Message(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_names_both_units_and_what_to_do()
    {
        Diagnostic found = Assert.Single(Advice.Of("""
            [Neuron(Solvers = Solver.Exact)]
            public partial class Membrane
            {
                [Parameter, Unit("uF/cm^2")] public float C = 1;
                [Parameter, Unit("S/cm^2")] public float GL = 0.3f;
                [Parameter, Unit("mV")] public float EL = -65;
                [State, Unit("mV")] public float V = -65;
                [Input, Unit("uA/cm^2")] public float I;
                [Derivative(nameof(V))] float DV => (I - GL * (V - EL)) / C;
            }
            """));
        Assert.Equal("NDSL0037", found.Id);
        Assert.Equal("GL * (V - EL)", found.Text());
        Assert.Equal("'GL * (V - EL)' [mA/cm^2] is added to 'I' [uA/cm^2]: scale it by 1000, or declare the unit that is meant", found.Message());
    }

    // Every unit of the catalogue changed to others, and every factor of its equations dropped: where the units of the rest decide, one by one.
    [Fact]
    public void Mutants_of_the_catalogue_are_caught_at_the_right_term()
    {
        List<(string Name, string Mutation, string Source, string Concerned)> mutants = [.. Mutants().DistinctBy(m => m.Source)];
        List<string> missed = [];
        int caught = 0;
        foreach ((string name, string mutation, string source, string concerned) in mutants)
        {
            Diagnostic[] found = [.. Advice.Of(source).Where(d => d.Id is "NDSL0037" or "NDSL0038" or "NDSL0039")];
            bool right = found.Any(d => concerned.Split(' ').Any(word => Regex.IsMatch($"{d.Text()} {d.Message()}", $@"\b{Regex.Escape(word)}\b")));
            if (right) caught++;
            else missed.Add($"{name}: {mutation}: {(found.Length == 0 ? "nothing" : string.Join("; ", found.Select(f => f.Line())))}");
        }

        Assert.True(caught >= 30 && missed.Count == 0, $"{caught} caught of {mutants.Count}, missed:\n{string.Join("\n", missed)}");
    }

    [Fact]
    public void Legal_rewritings_of_the_catalogue_raise_nothing()
    {
        (string Name, string Rewriting, string Source)[] legal = [.. Rewritings().DistinctBy(r => r.Source)];
        Assert.True(legal.Length >= 30, $"{legal.Length}");
        foreach ((string name, string rewriting, string source) in legal)
        {
            string[] found = [.. Advice.Of(source).Where(d => d.Severity > DiagnosticSeverity.Info).Select(d => d.Line())];
            Assert.True(found.Length == 0, $"{name}: {rewriting}: {string.Join("; ", found)}");
        }
    }

    private static readonly string[] Neurons =
    [
        "LeakyIntegrateAndFire", "ExponentialCurrentLif", "AlphaCurrentLif", "ConductanceLif", "QuadraticIntegrateAndFire", "ExponentialIntegrateAndFire", "AdEx",
        "HodgkinHuxley", "MorrisLecar", "Izhikevich", "CubaLif", "NirLif",
    ];

    private static IEnumerable<(string Name, string Mutation, string Source, string Concerned)> Mutants()
    {
        foreach (string name in Neurons)
        {
            string source = CatalogueAdviceTests.Source(name);

            // A wrong unit for each declared one of what equations read.
            foreach (Match unit in Regex.Matches(source, @"\[(Parameter|State|Input|Refractory)[^\]]*Unit\(""([^""]+)""\)\] public float ([^;]+);"))
            {
                string wrong = unit.Groups[2].Value switch { "mV" => "V", "ms" => "s", "nA" => "pA", "1" => "mV", "pA" => "nA", "MOhm" => "kOhm", var text => text + "*mV" };
                string members = string.Join(" ", Regex.Matches(unit.Groups[3].Value, @"(\w+) =|^(\w+)|, (\w+)").Select(m => m.Groups.Values.Skip(1).First(g => g.Success).Value));
                int at = unit.Value.IndexOf("Unit(", StringComparison.Ordinal) + unit.Index;
                string mutant = source.Remove(at, 5 + unit.Groups[2].Value.Length + 3).Insert(at, $"Unit(\"{wrong}\")");
                yield return (name, $"{members} in {wrong}", mutant, members + " " + string.Join(" ", Readers(source, members)));
            }

            foreach ((string mutation, string mutant, string concerned) in DroppedFactors(source)) yield return (name, mutation, mutant, concerned);
        }
    }

    // The properties that read one of some members.
    private static IEnumerable<string> Readers(string source, string members) =>
        from property in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<PropertyDeclarationSyntax>()
        where property.ExpressionBody is { } body && members.Split(' ').Any(m => Regex.IsMatch(body.ToString(), $@"\b{m}\b"))
        select property.Identifier.Text;

    // A factor is dropped where it is a parameter with a dimension, in an equation without literal factors beside it.
    private static IEnumerable<(string Mutation, string Source, string Concerned)> DroppedFactors(string source)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(source).GetRoot();
        foreach (BinaryExpressionSyntax product in root.DescendantNodes().OfType<BinaryExpressionSyntax>().Where(b => b.IsKind(SyntaxKind.MultiplyExpression) || b.IsKind(SyntaxKind.DivideExpression)))
        {
            if (product.Ancestors().OfType<PropertyDeclarationSyntax>().FirstOrDefault() is not { } equation) continue;
            if (equation.DescendantNodes().OfType<LiteralExpressionSyntax>().Any()) continue;
            foreach ((ExpressionSyntax dropped, ExpressionSyntax kept) in new[] { (product.Right, product.Left), (product.Left, product.Right) })
            {
                if (dropped is not IdentifierNameSyntax factor || (dropped == product.Left && product.IsKind(SyntaxKind.DivideExpression))) continue;
                string declaration = Regex.Match(source, $@"\[[^\]]*Unit\(""([^""]+)""\)\] public float [^;]*\b{factor.Identifier.Text} =").Groups[1].Value;
                if (declaration is "" or "1") continue;
                string mutant = root.ReplaceNode(product, kept.WithTriviaFrom(product)).ToFullString();
                string concerned = string.Join(" ", equation.DescendantNodes().OfType<IdentifierNameSyntax>().Select(i => i.Identifier.Text).Distinct());
                yield return ($"{equation.Identifier.Text} without {factor} in {product}", mutant, concerned);
            }
        }
    }

    private static IEnumerable<(string Name, string Rewriting, string Source)> Rewritings()
    {
        foreach (string name in Neurons)
        {
            string source = CatalogueAdviceTests.Source(name);
            SyntaxNode root = CSharpSyntaxTree.ParseText(source).GetRoot();

            // Products and sums the other way round, and another spelling of the unit.
            foreach (BinaryExpressionSyntax binary in root.DescendantNodes().OfType<BinaryExpressionSyntax>().Where(b => b.Ancestors().OfType<PropertyDeclarationSyntax>().Any()))
            {
                if (!binary.IsKind(SyntaxKind.MultiplyExpression) && !binary.IsKind(SyntaxKind.AddExpression)) continue;
                if (binary.Left is BinaryExpressionSyntax || binary.Right is BinaryExpressionSyntax) continue;
                SyntaxNode swapped = root.ReplaceNode(binary, binary.WithLeft(binary.Right.WithTriviaFrom(binary.Left)).WithRight(binary.Left.WithTriviaFrom(binary.Right)));
                yield return (name, $"{binary} swapped", swapped.ToFullString());
            }

            yield return (name, "uF as µF", source.Replace("uF/cm^2", "µF/cm²", StringComparison.Ordinal));
            yield return (name, "mV as 0.001 V", source.Replace("Unit(\"mV\")", "Unit(\"0.001*V\")", StringComparison.Ordinal));
            yield return (name, "1/ms as kHz", source.Replace("Unit(\"1/ms\")", "Unit(\"kHz\")", StringComparison.Ordinal));
        }
    }
}
