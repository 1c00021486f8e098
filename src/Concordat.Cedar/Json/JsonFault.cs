namespace Concordat.Cedar.Json;

/// <summary>Unwinds the reading of JSON; never leaves this assembly.</summary>
internal sealed class JsonFault(string path, string message) : Exception(message)
{
    public string Path { get; } = path;
}
