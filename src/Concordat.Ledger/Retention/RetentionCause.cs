namespace Concordat.Ledger.Retention;

/// <summary>Why something is removed, kept or opened, and on whose word; recorded with the act.</summary>
/// <param name="Because">The reason, in words: at most 500 characters, no content.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Rule">The retention rule that it follows, such as the section of a records schedule; null where none was named.</param>
public sealed record RetentionCause(string Because, string By, string? Rule = null)
{
    /// <summary>Longest text of each, in characters.</summary>
    public const int MostText = 500;

    /// <summary>Sees to it that it can be recorded.</summary>
    /// <exception cref="RetentionException">A text is missing, too long, or has control characters in it.</exception>
    public void Validate()
    {
        Require(Because, "the reason");
        Require(By, "the name of who asks for it");
        if (Rule is not null)
        {
            Require(Rule, "the retention rule");
        }
    }

    private static void Require(string text, string what)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MostText || text.Any(char.IsControl))
        {
            throw new RetentionException($"{what} must have 1 to {MostText} characters and no control characters");
        }
    }
}
