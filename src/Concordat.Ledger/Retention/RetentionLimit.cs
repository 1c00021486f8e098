namespace Concordat.Ledger.Retention;

/// <summary>Something that still needs entries: from its place or time on, none may be removed.</summary>
/// <param name="Reason">What it is, in words: <c>legal hold `x`</c>.</param>
/// <param name="Index">The first entry that it needs.</param>
/// <param name="Time">Or the time from which on it needs entries.</param>
public sealed record RetentionLimit(string Reason, EntryIndex? Index, DateTimeOffset? Time);
