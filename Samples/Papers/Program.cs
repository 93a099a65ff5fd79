using System.Globalization;
using PapersSample;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await Commands.Create(AnsiConsole.Console).Parse(args).InvokeAsync();
