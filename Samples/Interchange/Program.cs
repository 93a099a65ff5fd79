using System;
using System.Globalization;
using InterchangeSample;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return Commands.Create(Console.Out, Console.Error).Parse(args).Invoke();
