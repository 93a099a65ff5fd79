using System.CommandLine;
using System.Globalization;
using NeuronDsl.Benchmarks.Generation;
using NeuronDsl.Benchmarks.Kernels;
using NeuronDsl.Benchmarks.Network;
using NeuronDsl.Benchmarks.Simulation;
using NeuronDsl.Benchmarks.Training;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// What this program starts itself for, in a process of its own.
switch (args)
{
    case [Startup.Argument]: return Startup.TakeFirstStep();
    case [LaunchSpread.Argument, string only]: return LaunchSpread.Run(only);
    case [ThreadScaling.Argument, string name, string type, string count]: return ThreadScaling.Run(name, type, int.Parse(count, CultureInfo.InvariantCulture));
    case [NetworkRun.Argument, string folder, string randomDelays]: return NetworkRun.Run(folder, bool.Parse(randomDelays));
}


// A file or a pipe has no width to keep to.
if (!AnsiConsole.Profile.Out.IsTerminal) AnsiConsole.Profile.Width = 200;

RootCommand command = new("Measures what the compiler emits, beside what others run.")
{
    SimulationCommand.Create(), TrainingCommand.Create(), KernelsCommand.Create(), GeneratorCommand.Create(),
};

// Not asynchronously: the thread that is pinned is the one that measures.
return command.Parse(args).Invoke();
