using System;
using System.IO;

namespace NeuronDsl.Data;

/// <summary>What is said of a file that is not what it should be: where, what was expected there, what was found.</summary>
internal static class FileDamage
{
    /// <summary>The exception for a place in a file.</summary>
    public static InvalidDataException At(string path, long offset, string expected, string found) =>
        new($"{path}: at offset {offset} expected {expected}, found {found}.");

    /// <summary>The first file of a name in a folder that exists.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static string Find(string what, string directory, string file, string hint)
    {
        string path = Path.Combine(directory, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{what}: {path} is missing. {hint}", path);
    }

    /// <summary>A folder's folders that must be there.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static string Folder(string what, string directory, string hint) => Directory.Exists(directory)
        ? directory
        : throw new DirectoryNotFoundException($"{what}: the folder {directory} is missing. {hint}");
}
