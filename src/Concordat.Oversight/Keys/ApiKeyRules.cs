namespace Concordat.Oversight.Keys;

/// <summary>What a key that people make while the gateway serves may be, at the console and by signed statement alike.</summary>
public static class ApiKeyRules
{
    /// <summary>Most characters of what a key is for.</summary>
    public const int LongestLabel = 128;

    /// <summary>Most days that a key lasts.</summary>
    public const int MostDays = 3650;

    /// <summary>Why there is no such key to be made; null where there is.</summary>
    /// <param name="isRegistered">Whether there is a use case of that id.</param>
    public static string? FaultOf(string useCase, string label, int days, Predicate<string> isRegistered)
    {
        ArgumentNullException.ThrowIfNull(isRegistered);
        return !isRegistered(useCase) ? $"there is no use case `{useCase}`"
            : string.IsNullOrWhiteSpace(label) || label.Length > LongestLabel || label.Any(char.IsControl) ? $"say in 1 to {LongestLabel} characters what the key is for"
            : days is < 1 or > MostDays ? $"a key lasts 1 to {MostDays} days"
            : null;
    }
}
