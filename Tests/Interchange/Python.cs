using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace NeuronDsl.Tests.Interchange;

/// <summary>The system's Python, where the witnesses live.</summary>
internal static class Python
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Skips the test where a module is missing, and says which.</summary>
    public static void Require(string module, string package) => Skip.IfNot(Has(module), $"was not run: Python has no module {module}; install {package}");

    /// <summary>Whether Python has a module.</summary>
    public static bool Has(string module) =>
        File.Exists(Interpreter) && Run("-W", "ignore", "-c", $"import importlib.util, sys; sys.exit(importlib.util.find_spec('{module}') is None)").ExitCode == 0;

    /// <summary>Runs a script of this project.</summary>
    /// <returns>What it printed.</returns>
    public static string Script(string script, params string[] arguments)
    {
        (int code, string output, string error) = Run([Path.Combine(AppContext.BaseDirectory, script), .. arguments]);
        Assert.True(code == 0, $"{script} ended with {code}: {error}");
        return output;
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Interpreter, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
