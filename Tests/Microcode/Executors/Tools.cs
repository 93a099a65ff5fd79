using System;
using System.IO;
using NeuronDsl.Microcode.Executors;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Executors;

/// <summary>The machine's tools for tests that cannot do without; a test that lacks one is skipped and says so.</summary>
internal static class Tools
{
    public static ExternalTool Need(string name, string package)
    {
        ExternalTool? tool = ExternalTool.Find(name);
        Skip.If(tool is null, $"{name} is missing: install the package {package}.");
        return tool!;
    }

    public static Qemu Need(Qemu? qemu)
    {
        Skip.If(qemu is null, "qemu's user-mode emulators are missing: install the package qemu-user.");
        return qemu!;
    }

    /// <summary>A folder that is gone at the end of the test.</summary>
    public static TemporaryFolder Folder() => new();

    public sealed class TemporaryFolder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("neurondsl-").FullName;

        public string At(string name) => Path.Combine(_path, name);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
