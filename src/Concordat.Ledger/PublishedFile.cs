namespace Concordat.Ledger;

/// <summary>A file of a log that anyone may read.</summary>
/// <param name="Path">Where it is on disk.</param>
/// <param name="ContentType">As C2SP tlog-tiles gives it.</param>
/// <param name="IsImmutable">Whether it never changes once it is there.</param>
public sealed record PublishedFile(string Path, string ContentType, bool IsImmutable);
