using System;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <content>What is rounded at random: increments that are small beside their state.</content>
internal sealed partial class FixedLowering
{
    /// <summary>
    /// Finds what is added to a state, and rounded for it alone: on 16 bits an increment is so small beside the state that rounding to nearest would lose it,
    /// or double it, again and again. It is rounded at random.
    /// </summary>
    private bool Follow(Value value, Symbol state)
    {
        Operation operation = Program[value];
        if (operation.Symbol is not null) return operation.Symbol.Equals(state);
        if (operation.Function is not { } f) return false;
        if (f == Functions.Select) return Follow(operation.Operands[1], state) | Follow(operation.Operands[2], state);
        if (!IsSum(operation)) return false;
        bool left = Follow(operation.Operands[0], state), right = Follow(operation.Operands[1], state);
        if (left == right) return false;
        _dithered.Add(value.Index);
        Dither(operation.Operands[left ? 1 : 0]);
        return true;
    }

    // A power of two rounds nothing: what it multiplies rounds for the state.
    private void Dither(Value increment)
    {
        Operation operation = Program[increment];
        if (IsSum(operation))
        {
            _dithered.Add(increment.Index);
            foreach (Value o in operation.Operands) if (Program[o].Function == Functions.Multiply) _increments.Add(o.Index);
        }
        else if (operation.Function == Functions.Multiply)
        {
            _increments.Add(increment.Index);
            foreach (Value o in operation.Operands)
            {
                if (Program[o].IsConstant && IsPowerOfTwo(Math.Abs(Program[o].Constant), out _)) Dither(operation.Operands.First(x => x != o));
            }
        }
    }
}
