using System.Globalization;
using SimulationSample;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await Commands.Create(AnsiConsole.Console).Parse(args).InvokeAsync();
