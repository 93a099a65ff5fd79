using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <content>The names of one kernel, and the statements that its vectors have in common.</content>
internal sealed partial class LayerKernelEmitter
{
    /// <summary>One kernel method: the vectors it takes at once, and what they share.</summary>
    private sealed class Body
    {
        private static readonly string[] Reserved =
        [
            "slice", "start", "stop", "pass", "t", "substep", "substeps", "at", "kept", "stride", "stepStride", "sends", "sendsBits", "streams", "tape", "sentRow", "sentStep", "uniforms",
            "LayerPass", "Streaming",
        ];

        private readonly LayerKernelEmitter _kernel;
        private readonly List<Lane> _lanes;

        public Body(LayerKernelEmitter kernel, Dialect dialect, int vectors)
        {
            (_kernel, Dialect, Vectors) = (kernel, dialect, vectors);
            NameScope scope = new();
            foreach (string name in Reserved) scope.Take(name);
            for (int k = 0; k < kernel._ports.Count; k++) new[] { "", "Step", "Gradient", "Streams" }.ToList().ForEach(suffix => scope.Take($"port{Number(k)}{suffix}"));
            _lanes = [.. Enumerable.Range(1, vectors).Select(index => new Lane(kernel, this, index, scope))];
            foreach (Lane lane in _lanes) new[] { lane.Element, lane.Sent, lane.Bits }.ToList().ForEach(name => scope.Take(name));
        }

        public Dialect Dialect { get; }

        public int Vectors { get; }

        /// <summary>The vectors' places in the slice, as parameters of a method.</summary>
        public string Parameters => string.Join(", ", _lanes.Select(l => $"nuint {l.Element}"));

        public Lane this[int index] => _lanes[index - 1];

        public void ForEach(Action<Lane> write) => _lanes.ForEach(write);

        /// <summary>Names what dt and parameters decide.</summary>
        public void LoadUniforms(StepProgram steps)
        {
            SourceWriter writer = _kernel.Writer;
            List<Symbol> all = [.. _kernel.Uniforms], used = [.. all.Where(u => steps.Loads(u))];
            if (used.Count == 0) return;
            writer.Line($"ref {_kernel._type} uniforms = ref slice.Uniforms;");
            bool inRegisters = used.Count * Vectors <= UniformRegisters;
            ForEach(lane =>
            {
                string place = lane.Own("uniformsFrom");
                writer.Line($"nuint {place} = slice.UniformIndex({lane.Element});");
                foreach (Symbol uniform in used)
                {
                    int row = RowLength * all.IndexOf(uniform);
                    string load = Dialect.Load("uniforms", row == 0 ? place : $"{place} + {Number(row)}");
                    if (inRegisters) writer.Line($"{Dialect.RealType} {lane.Local(uniform)} = {load};");
                    else lane.Bind(uniform, load);
                }
            });
        }

        /// <summary>Where each vector finds the ports' values; a port that is the same for all samples lies by features alone.</summary>
        public void PointAtPorts(StepProgram steps)
        {
            for (int k = 0; k < _kernel._ports.Count; k++)
            {
                if (!steps.Loads(_kernel._ports[k])) continue;
                _kernel.Writer.Line($"ref {_kernel._type} port{Number(k)} = ref slice.Port({Number(k)});");
                _kernel.Writer.Line($"nuint port{Number(k)}Step = slice.PortStepStride({Number(k)});");
                ForEach(lane => _kernel.Writer.Line(
                    $"nuint {lane.Own(_kernel._ports[k].Name + "At")} = slice.PortSampleStride({Number(k)}) == 0 ? {lane.Element} % slice.Stride : {lane.Element};"));
            }
        }

        /// <summary>Asks for what the next vectors will read of this step: the next lines of as many rows as there are steps, which no processor foresees.</summary>
        public void Prefetch(StepProgram steps, bool gradients)
        {
            string ahead = Number(Vectors * Dialect.Lanes);
            ForEach(lane =>
            {
                for (int k = 0; k < _kernel._ports.Count; k++)
                {
                    if (steps.Loads(_kernel._ports[k]))
                        _kernel.Writer.Line($"Streaming.Prefetch(ref port{Number(k)}, (t * port{Number(k)}Step) + {lane.Own(_kernel._ports[k].Name + "At")} + {ahead});");
                }

                if (gradients) _kernel.Writer.Line($"Streaming.Prefetch(ref slice.Sent, (t * slice.SentStepStride) + {lane.Element} + {ahead});");
            });
        }

        public void LoadPorts(StepProgram steps)
        {
            for (int k = 0; k < _kernel._ports.Count; k++)
            {
                Symbol port = _kernel._ports[k];
                if (!steps.Loads(port)) continue;
                ForEach(lane =>
                {
                    lane.Bind(port, lane.Own(port.Name));
                    string index = $"(t * port{Number(k)}Step) + {lane.Own(port.Name + "At")}";
                    _kernel.Writer.Line($"{Dialect.RealType} {lane.Local(port)} = {Dialect.Load($"port{Number(k)}", index)};");
                });
            }
        }
    }

    /// <summary>One vector of a kernel: its names, and the statements that loads and carried values share.</summary>
    private sealed class Lane(LayerKernelEmitter kernel, Body body, int index, NameScope scope)
    {
        private readonly Dictionary<Symbol, string> _locals = [];
        private readonly Dictionary<string, string> _own = [];

        public int Index => index;

        public Dialect Dialect => body.Dialect;

        /// <summary>The place of the vector's first neuron among samples and features.</summary>
        public string Element => $"element{Number(index)}";

        /// <summary>The same of the vector before.</summary>
        public string ElementBefore => body[index - 1].Element;

        /// <summary>What it sends in a time step, or the gradient of that.</summary>
        public string Sent => $"sent{Number(index)}";

        /// <summary>The gradient of what arrives at a port in a time step.</summary>
        public string AtStep(Symbol port) => Own(port.Name + "AtStep");

        /// <summary>Its spikes, a bit each.</summary>
        public string Bits => $"bits{Number(index)}";

        /// <summary>The vector's own local of that name.</summary>
        public string Own(string name)
        {
            if (!_own.TryGetValue(name, out string? own)) _own[name] = own = scope.Take(name);
            return own;
        }

        public void Bind(Symbol symbol, string local) => _locals[symbol] = local;

        public string Local(Symbol symbol)
        {
            if (!_locals.TryGetValue(symbol, out string? name)) _locals[symbol] = name = scope.Take(symbol.Name);
            return name;
        }

        public void LoadNoise(StepProgram steps)
        {
            for (int k = 0; k < kernel.Model.Noises.Count; k++)
            {
                Symbol noise = new(SymbolKind.Noise, kernel.Model.Noises[k].Name);
                if (!steps.Loads(noise)) continue;
                string step = $"(((({Number(k)} * (nuint)slice.Steps) + t) * (nuint)substeps) + (nuint)substep) * stepStride";
                kernel.Writer.Line($"{Dialect.RealType} {Local(noise)} = {Dialect.Load("slice.Noise", $"({step}) + {Element}")};");
            }
        }

        public BodyPrinter Print(StepProgram steps)
        {
            BodyPrinter printer = new(steps, Dialect, Local, scope);
            printer.Print(kernel.Writer);
            return printer;
        }

        /// <summary>Where a carried value of this vector lies in the memory of all samples.</summary>
        public string CarriedIndex(Symbol carried) => KernelRows.Index(kernel._carried.IndexOf(carried), "stepStride", Element);

        /// <summary>Where a row of this vector lies in scratch memory, [rows, vectors, lanes] a step.</summary>
        public string ScratchIndex(string step, int row)
        {
            int offset = ((row * body.Vectors) + index - 1) * Dialect.Lanes;
            return offset == 0 ? step : $"{step} + {Number(offset)}";
        }

        /// <summary>A carried value as memory holds it.</summary>
        public string ToMemory(Symbol carried) => Dialect.ToMemory(carried, Local(carried));
    }
}
