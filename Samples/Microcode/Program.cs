using System;
using System.Globalization;
using MicrocodeSample;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return Commands.Create(Console.Out).Parse(args).Invoke();
