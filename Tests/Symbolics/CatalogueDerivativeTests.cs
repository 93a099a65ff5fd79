using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Gradients;
using Xunit;

namespace NeuronDsl.Tests.Symbolics;

/// <summary>
/// Symbolic derivatives of every equation of the catalogue against SymPy's, which <c>Witness/derivatives.py</c> wrote down: of the right-hand sides
/// of states, of margins, outputs, resets and surrogates.
/// </summary>
public class CatalogueDerivativeTests
{
    private const double Bound = 1e-10;

    private const string Advice =
        "Run this test with UPDATE_SNAPSHOTS=1, which writes Tests/Symbolics/Witness/equations.txt, then " +
        "python3 Tests/Symbolics/Witness/derivatives.py (Debian's python3-sympy), and commit both files.";

    private static readonly Lazy<Dictionary<string, Block>> Witness = new(ReadWitness);

    [Fact]
    public void The_witness_has_seen_every_equation_as_it_is()
    {
        string path = Repository.At("Tests", "Symbolics", "Witness", "equations.txt"), text = Equations();
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, text);
        string known = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(known == text, $"The catalogue's equations have changed. {Advice}");
        foreach (Equation equation in NeuronLibrary.Catalogue.Models.SelectMany(EquationsOf))
        {
            Block block = BlockOf(equation);
            Assert.True(block.Text == Python(equation.Expression), $"The witness knows another {equation.Name}. {Advice}");
            Assert.True(block.Rows.Count >= 20, $"The witness has only {block.Rows.Count} points for {equation.Name}. {Advice}");
        }
    }

    [Fact]
    public void Values_and_derivatives_are_those_of_the_witness()
    {
        double worst = 0;
        foreach (Equation equation in NeuronLibrary.Catalogue.Models.SelectMany(EquationsOf))
        {
            Block block = BlockOf(equation);
            Symbol[] variables = [.. block.Variables.Select(name => equation.Symbols.Single(s => s.Name == name))];
            Expression[] expressions = [equation.Expression, .. variables.Select(v => Differentiation.Differentiate(equation.Expression, v))];
            foreach (double[] row in block.Rows)
            {
                Dictionary<string, double> point = block.Coordinates.Zip(row).ToDictionary(p => p.First, p => p.Second);
                for (int k = 0; k < expressions.Length; k++)
                {
                    Compare(equation.Name, k == 0 ? "value" : block.Variables[k - 1], expressions[k], row[block.Coordinates.Length + k]);
                }

                if (equation.Derivative is { } slope) Compare(equation.Name, "slope", slope, row[^1]);

                void Compare(string name, string what, Expression expression, double expected)
                {
                    double actual = Evaluator.Evaluate(expression, s => point[s.Name]);
                    double error = actual == expected ? 0 : Math.Abs((actual - expected) / expected);
                    worst = Math.Max(worst, error);
                    Assert.True(error <= Bound, $"{name}, {what}: {actual:R} in place of {expected:R} at {string.Join(", ", point)}");
                }
            }
        }

        Assert.NotEqual(0, worst);
    }

    private static Block BlockOf(Equation equation)
    {
        Assert.True(Witness.Value.TryGetValue(equation.Name, out Block? block), $"The witness does not know {equation.Name}. {Advice}");
        return block;
    }

    private static IEnumerable<Equation> EquationsOf(NeuronModel model)
    {
        Symbol[] symbols = [.. SymbolsOf(model)];
        Equation Of(string name, Expression expression) => new($"{model.Type.Name}.{name}", model.Inline(expression), symbols, null);

        foreach (StateModel state in model.States) yield return Of(state.Name, state.Equation.Expression);
        if (model.Output is { } output) yield return Of("output.y", output.Expression);
        foreach (AssignmentModel assignment in model.Reset?.Assignments ?? []) yield return Of($"reset.{assignment.State}", assignment.Value);
        if (model.Spike?.Margin is { } margin) yield return Of("margin", margin);
        if (model.Spike?.SmoothStep is { } step) yield return new($"{model.Type.Name}.surrogate", step, symbols, model.Spike.Slope);
    }

    private static IEnumerable<Symbol> SymbolsOf(NeuronModel model) =>
        model.States.Select(s => new Symbol(SymbolKind.State, s.Name))
            .Concat(model.Inputs.Select(i => new Symbol(SymbolKind.Input, i.Name)))
            .Concat(model.Noises.Select(n => new Symbol(SymbolKind.Noise, n.Name)))
            .Concat(model.Parameters.Select(p => new Symbol(SymbolKind.Parameter, p.Name)))
            .Append(SurrogateFunctions.Argument);

    private static string Equations()
    {
        StringBuilder text = new();
        foreach (NeuronModel model in NeuronLibrary.Catalogue.Models.OrderBy(m => m.Type.Name, StringComparer.Ordinal))
        {
            Prototype prototype = new(model.Type.Name, NeuronLibrary.Catalogue);
            prototype.Initialize();
            text.Append(CultureInfo.InvariantCulture, $"neuron {model.Type.Name}\n");
            foreach (Symbol symbol in SymbolsOf(model))
            {
                bool learnable = model.Parameters.Any(p => p.Name == symbol.Name && p.Learnable);
                string kind = learnable ? "learnable" : symbol.Kind.ToString();
                double value = symbol.Kind is SymbolKind.Argument or SymbolKind.Noise ? 0 : prototype[symbol.Name];
                text.Append(CultureInfo.InvariantCulture, $"{kind.ToLowerInvariant()} {symbol.Name} {value:R}\n");
            }

            foreach (Equation equation in EquationsOf(model))
            {
                string name = equation.Name[(model.Type.Name.Length + 1)..];
                text.Append(CultureInfo.InvariantCulture, $"equation {name} = {Python(equation.Expression)}\n");
            }
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The expression as Python reads it: operators in infix, all else as calls.</summary>
    private static string Python(Expression expression)
    {
        if (expression is not Apply { Arguments: var a } apply) return expression.ToString()!;
        string[] arguments = [.. a.Select(Python)];
        return apply.Function.Name switch
        {
            "Add" => $"({arguments[0]} + {arguments[1]})",
            "Subtract" => $"({arguments[0]} - {arguments[1]})",
            "Multiply" => $"({arguments[0]} * {arguments[1]})",
            "Divide" => $"({arguments[0]} / {arguments[1]})",
            "Negate" => $"(-{arguments[0]})",
            string name => $"{name}({string.Join(", ", arguments)})",
        };
    }

    private static Dictionary<string, Block> ReadWitness()
    {
        Dictionary<string, Block> blocks = [];
        string path = Repository.At("Tests", "Symbolics", "Witness", "derivatives.csv.gz");
        using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        Block? block = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("equation,", StringComparison.Ordinal))
            {
                string[] parts = line.Split(',', 3);
                block = blocks[parts[1]] = new Block(parts[2], Names(reader), Names(reader), []);
            }
            else
            {
                block!.Rows.Add([.. line.Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture))]);
            }
        }

        return blocks;
    }

    private static string[] Names(StreamReader reader) => reader.ReadLine()!.Split(',')[1..];

    /// <summary>An equation over symbols alone; of a surrogate also the slope that the backward pass uses.</summary>
    private sealed record Equation(string Name, Expression Expression, Symbol[] Symbols, Expression? Derivative);

    private sealed record Block(string Text, string[] Coordinates, string[] Variables, List<double[]> Rows);
}
