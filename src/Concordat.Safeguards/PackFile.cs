namespace Concordat.Safeguards;

/// <summary>One data file of the safeguard pack.</summary>
/// <param name="Name">Its name inside the pack.</param>
/// <param name="Hash">Lower-case hexadecimal SHA-256 of its bytes.</param>
public sealed record PackFile(string Name, string Hash)
{
    /// <summary>Reads a line as <c>sha256sum</c> writes it.</summary>
    internal static PackFile Parse(string line) =>
        line.Split("  ", 2) is [{ Length: 64 } hash, { Length: > 0 } name]
            ? new PackFile(name, hash)
            : throw new InvalidDataException("the safeguard pack's list `pack.txt` has a line that is not a hash, two spaces and a name");
}
