namespace Concordat.Agreements.Authorities;

/// <summary>The text of an authority held against the hash that the agreement gives for it.</summary>
/// <param name="Authority">Its identifier.</param>
/// <param name="Edition">The edition, or null.</param>
/// <param name="File">The file, or null where there is none.</param>
/// <param name="Hash">Lower-case hex SHA-256 of the file, or null.</param>
/// <param name="Stated">The hash that the agreement gives, or null.</param>
public sealed record AuthorityText(string Authority, string? Edition, string? File, string? Hash, string? Stated)
{
    /// <summary>Whether both are known and differ.</summary>
    public bool IsOther => Hash is not null && Stated is not null && Hash != Stated;

    /// <summary>What the comparison gave, in words.</summary>
    public string Words => (Hash, Stated) switch
    {
        (null, null) => "no text, no hash",
        (null, _) => "no text",
        (_, null) => $"hash not stated; the text has {Hash}",
        _ => Hash == Stated ? "text as stated" : $"another text: {Hash}, stated {Stated}",
    };
}
