using System;
using System.Buffers;
using System.Linq;
using System.Text;
using System.Text.Json;
using NeuronDsl.Microcode;
using NeuronDsl.Microcode.Isa;
using NeuronDsl.Microcode.Targets;

namespace MicrocodeSample;

/// <summary>What a loader must know of a program: places, formats, tables, seeds, labels.</summary>
internal static class Manifest
{
    public static string Write(FixedProgram program, MemoryMap map, string target, uint seed, MachineCode? code = null, uint origin = 0, FennProgram? fenn = null)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("neuron", program.Name);
            json.WriteString("solver", program.Solver);
            json.WriteNumber("dt", program.Dt);
            json.WriteNumber("bits", program.Bits);
            json.WriteString("target", target);
            json.WriteNumber("neurons", map.Neurons);
            json.WriteString("protocol", fenn is not null ? "The host writes seeds and tables once, inputs before each step, starts at word 0 and waits for ecall."
                : target == "c99" ? "Call the step function; compiled with HOSTED it reads records, then inputs of each step, and writes records."
                : "Reads the inputs of each step from standard input, writes output bytes after it, until the input ends.");
            json.WriteNumber("inputBytes", map.InputBytes);
            json.WriteNumber("outputBytes", map.OutputBytes);
            json.WriteStartArray("variables");
            foreach (MemoryPlace place in map.Places) Variable(json, program, place, fenn);
            json.WriteEndArray();
            json.WriteStartObject("random");
            json.WriteNumber("streams", program.Streams);
            json.WriteNumber("seed", seed);
            json.WriteString("generator", "xoroshiro32++, 16-bit halves s0 (low) and s1 (high) for each neuron and stream");
            if (fenn is not null && program.Streams > 0) json.WriteNumber("seedVectors", fenn.Seeds);
            json.WriteEndObject();
            json.WriteStartArray("tables");
            for (int i = 0; i < program.Tables.Length; i++)
            {
                FixedTable table = program.Tables[i];
                json.WriteStartObject();
                json.WriteString("expression", table.Name);
                json.WriteString("argument", table.Argument.ToString());
                json.WriteString("type", table.Type.ToString());
                json.WriteNumber("first", table.First);
                json.WriteNumber("shift", table.Shift);
                json.WriteNumber("error", table.Error);
                json.WriteBoolean("onePeriod", ProgramFacts.IsHalved(program, i));
                json.WriteStartArray("nodes");
                foreach (long node in table.Nodes) json.WriteNumberValue(node);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (fenn is not null)
            {
                json.WriteNumber("blockBytes", fenn.BlockBytes);
                json.WriteNumber("vectorBytes", fenn.VectorBytes);
                json.WriteString("laneMemory", Convert.ToHexStringLower(fenn.LaneMemory));
            }

            if (code is not null)
            {
                json.WriteNumber("words", code.Instructions.Count);
                json.WriteStartObject("labels");
                foreach (var label in code.Labels.Where(l => !l.Key.StartsWith('.')).OrderBy(l => l.Value)) json.WriteString(label.Key, $"0x{origin + 4 * (uint)label.Value:x}");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    private static void Variable(Utf8JsonWriter json, FixedProgram program, MemoryPlace place, FennProgram? fenn)
    {
        json.WriteStartObject();
        json.WriteString("name", place.Name);
        json.WriteString("role", place.Role.ToString());
        if (fenn is null) json.WriteString("address", $"0x{place.Address:x}");
        else json.WriteNumber("offset", fenn.Offset(place));
        json.WriteNumber("bits", place.Bits);
        json.WriteNumber("lanes", place.Lanes);
        json.WriteNumber("blockBytes", place.Block);
        if (place.Role is MemoryRole.State or MemoryRole.Input)
        {
            FixedVariable variable = place.Role == MemoryRole.State ? program.States[place.Slot] : program.Inputs[place.Slot];
            json.WriteString("format", variable.Type.ToString());
            json.WriteNumber("fraction", variable.Type.Fraction);
            json.WriteNumber("initial", variable.Initial);
            json.WriteNumber("low", variable.Range.Low);
            json.WriteNumber("high", variable.Range.High);
            json.WriteBoolean("proven", variable.Range.Proven);
            if (variable.Stages is { } held)
            {
                json.WriteStartObject("stages");
                json.WriteNumber("low", held.Low);
                json.WriteNumber("high", held.High);
                json.WriteEndObject();
            }

            // JSON has no infinity: null is an error of which nothing is proven.
            if (variable.Role == FixedRole.State)
            {
                if (double.IsInfinity(variable.StepError)) json.WriteNull("stepError");
                else json.WriteNumber("stepError", variable.StepError);
            }

            if (variable.Unit.Length > 0) json.WriteString("unit", variable.Unit);
        }

        json.WriteEndObject();
    }
}
