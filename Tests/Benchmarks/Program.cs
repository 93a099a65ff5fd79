using System.CommandLine;
using System.Globalization;
using NeuronDsl.Benchmarks.Kernels;
using NeuronDsl.Benchmarks.Simulation;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [Startup.Argument, ..]) return Startup.TakeFirstStep();

// A file or a pipe has no width to keep to.
if (!AnsiConsole.Profile.Out.IsTerminal) AnsiConsole.Profile.Width = 200;

RootCommand command = new("Measures what the compiler emits, beside what others run.") { SimulationCommand.Create(), KernelsCommand.Create() };

// Not asynchronously: the thread that is pinned is the one that measures.
return command.Parse(args).Invoke();
