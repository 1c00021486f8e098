namespace Concordat.Gateway.Configuration;

/// <summary>What a running gateway removes by itself, and after how long; what is not named is kept.</summary>
public sealed record RetentionConfig
{
    /// <summary>How long entries of the ledger are kept; null keeps them all.</summary>
    public TimeSpan? Ledger { get; init; }

    /// <summary>How long bodies in the content store can be opened; null keeps them all.</summary>
    public TimeSpan? Content { get; init; }

    /// <summary>How long commitments can be shown to be about a body; null keeps the salts.</summary>
    public TimeSpan? Salts { get; init; }

    /// <summary>The rule that this follows, such as the section of a records schedule; the ledger names it with every act.</summary>
    public string? Rule { get; init; }
}
