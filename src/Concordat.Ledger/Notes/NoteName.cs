namespace Concordat.Ledger.Notes;

/// <summary>Rules for the name of a log or of another signer (C2SP signed-note).</summary>
internal static class NoteName
{
    public static bool IsValid(string? name) =>
        !string.IsNullOrEmpty(name) && name.Length <= 255 && !name.Contains('+', StringComparison.Ordinal)
        && !name.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c));

    public static void Require(string? name)
    {
        if (!IsValid(name))
        {
            throw new ArgumentException($"`{name}` is not a log name (it needs 1 to 255 characters without spaces and plus signs, such as `demo.example/ledger`)", nameof(name));
        }
    }
}
