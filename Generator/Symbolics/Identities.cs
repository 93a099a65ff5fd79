namespace NeuronDsl.Generator.Symbolics;

/// <summary>What the algebraic identities need to know of a term, be it an expression or a value of a program.</summary>
internal interface ITerms<T>
{
    bool IsConstant(T term, out double value);

    /// <summary>Whether the term is the function applied to arguments.</summary>
    bool IsApplied(T term, Function function, out T[] arguments);

    bool Same(T a, T b);

    T Constant(double value, TermType type = TermType.Real);

    /// <summary>The function applied, simplified.</summary>
    T Apply(Function function, params T[] arguments);
}

/// <summary>
/// The identities that hold for every real number and cost nothing to apply: of 0 and 1, of double negation, of choices already made, and
/// integer powers as products. Written once, for expressions and programs alike.
/// </summary>
internal static class Identities
{
    /// <summary>Finds a simpler term equal to <paramref name="f"/> of <paramref name="a"/>.</summary>
    public static bool TrySimplify<T>(this ITerms<T> terms, Function f, T[] a, out T simpler)
    {
        bool Is(T term, double value) => terms.IsConstant(term, out double c) && c == value;
        bool Found(T term, out T result)
        {
            result = term;
            return true;
        }

        simpler = a[0];
        if (f == Functions.Add)
        {
            if (Is(a[0], 0)) return Found(a[1], out simpler);
            if (Is(a[1], 0)) return true;
            if (terms.IsApplied(a[1], Functions.Negate, out T[] negated)) return Found(terms.Apply(Functions.Subtract, a[0], negated[0]), out simpler);
            if (terms.IsApplied(a[0], Functions.Negate, out negated)) return Found(terms.Apply(Functions.Subtract, a[1], negated[0]), out simpler);
        }
        else if (f == Functions.Subtract)
        {
            if (Is(a[1], 0)) return true;
            if (Is(a[0], 0)) return Found(terms.Apply(Functions.Negate, a[1]), out simpler);
            if (terms.Same(a[0], a[1])) return Found(terms.Constant(0), out simpler);
            if (terms.IsApplied(a[1], Functions.Negate, out T[] negated)) return Found(terms.Apply(Functions.Add, a[0], negated[0]), out simpler);
        }
        else if (f == Functions.Multiply)
        {
            // 0 x is 0 here although 0 * NaN is not: a NaN state is wrong already, and derivatives are full of such products.
            if (Is(a[0], 0) || Is(a[1], 0)) return Found(terms.Constant(0), out simpler);
            if (Is(a[0], 1)) return Found(a[1], out simpler);
            if (Is(a[1], 1)) return true;
            if (Is(a[0], -1)) return Found(terms.Apply(Functions.Negate, a[1]), out simpler);
            if (Is(a[1], -1)) return Found(terms.Apply(Functions.Negate, a[0]), out simpler);

            // x (c ? 1 : 0) = c ? x : 0, which the derivatives of choices are made of.
            if (terms.IsApplied(a[1], Functions.Select, out T[] mask) && (Is(mask[1], 1) && Is(mask[2], 0) || Is(mask[1], 0) && Is(mask[2], 1)))
            {
                T zero = terms.Constant(0);
                return Found(terms.Apply(Functions.Select, mask[0], Is(mask[1], 1) ? a[0] : zero, Is(mask[1], 1) ? zero : a[0]), out simpler);
            }
        }
        else if (f == Functions.Divide)
        {
            if (Is(a[1], 1)) return true;
            if (Is(a[0], 0) && !Is(a[1], 0)) return Found(terms.Constant(0), out simpler);
        }
        else if (f == Functions.Negate)
        {
            if (terms.IsApplied(a[0], Functions.Negate, out T[] inner)) return Found(inner[0], out simpler);
        }
        else if (f == Functions.Select)
        {
            if (terms.Same(a[1], a[2])) return Found(a[1], out simpler);
            if (terms.IsConstant(a[0], out double chosen)) return Found(chosen != 0 ? a[1] : a[2], out simpler);
        }
        else if (f == Functions.And || f == Functions.Or)
        {
            bool and = f == Functions.And;
            if (terms.IsConstant(a[0], out double left)) return Found(left != 0 == and ? a[1] : a[0], out simpler);
            if (terms.IsConstant(a[1], out double right)) return Found(right != 0 == and ? a[0] : a[1], out simpler);
            if (terms.Same(a[0], a[1])) return true;
        }
        else if (f == Functions.Not)
        {
            if (terms.IsApplied(a[0], Functions.Not, out T[] inner)) return Found(inner[0], out simpler);
        }
        else if (f == Functions.Pow && terms.IsConstant(a[1], out double exponent))
        {
            if (exponent == 0.5) return Found(terms.Apply(Functions.Sqrt, a[0]), out simpler);
            if (exponent == (int)exponent && exponent is >= -64 and <= 64) return Found(terms.Power(a[0], (int)exponent), out simpler);
        }

        return false;
    }

    /// <summary>An integer power as products, by repeated squaring.</summary>
    public static T Power<T>(this ITerms<T> terms, T x, int exponent)
    {
        if (exponent == 0) return terms.Constant(1);
        if (exponent < 0) return terms.Apply(Functions.Divide, terms.Constant(1), terms.Power(x, -exponent));
        if (exponent == 1) return x;
        T half = terms.Power(x, exponent / 2);
        T square = terms.Apply(Functions.Multiply, half, half);
        return exponent % 2 == 0 ? square : terms.Apply(Functions.Multiply, square, x);
    }
}
