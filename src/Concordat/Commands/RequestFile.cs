using Concordat.Ledger.Witnessing;

namespace Concordat.Commands;

/// <summary>A request to a witness as a file: exactly the body that would be posted.</summary>
internal static class RequestFile
{
    /// <exception cref="CommandException">The file is larger than any request.</exception>
    public static byte[] Read(string path) => new FileInfo(path) is { Exists: true, Length: > AddCheckpointRequest.MaxBytes }
        ? throw new CommandException($"concordat: `{path}` is larger than any request to a witness or answer of one, {AddCheckpointRequest.MaxBytes} bytes")
        : File.ReadAllBytes(path);
}
