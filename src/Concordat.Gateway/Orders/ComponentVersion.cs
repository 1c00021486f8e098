namespace Concordat.Gateway.Orders;

/// <summary>The version of a model that a target names, made ready to be compared with what components of bills say of theirs.</summary>
internal sealed class ComponentVersion
{
    private readonly string _version;
    private readonly NameWords _words;
    private readonly NameWords? _inName; // model and version as one name; null for a family

    public ComponentVersion(string model, string version)
    {
        _version = version;
        _words = WordsOf(version);
        _inName = model.EndsWith('*') ? null : NameWords.Of($"{model} {Bare(version)}");
    }

    /// <summary>Why the component is of the version, as far as its version tells; null where it is of another.</summary>
    public string? Fits(ComponentNames names)
    {
        var told = names.Versions.Where(Tells).ToList();
        return told.Count == 0 ? $"it does not say of which version it is, so it may be `{_version}`"
            : told.Exists(each => WordsOf(each).IsWordForWord(_words)) ? $"of the version `{_version}`"
            : null;
    }

    /// <summary>What has the version in its name, in words; null where nothing has.</summary>
    public string? InName(ComponentNames names) =>
        _inName is not null && names.Called(_inName) is { } found ? $"{found} is the model with the version `{_version}`" : null;

    // `unknown` and `latest` say nothing, nor does the revision of a repository; only what is looked for itself does.
    private bool Tells(string version) => WordsOf(version).IsWordForWord(_words) || (version.Any(char.IsDigit) && !IsRevision(version));

    private static bool IsRevision(string version) => version.Trim() is { Length: >= 7 } bare && bare.All(char.IsAsciiHexDigit) && bare.Any(char.IsAsciiLetter);

    private static NameWords WordsOf(string version) => NameWords.Of(Bare(version));

    // `v2` and `2.0` are 2
    private static string Bare(string version)
    {
        var bare = version.Trim();
        bare = bare is ['v' or 'V', >= '0' and <= '9', ..] ? bare[1..] : bare;
        while (bare.Length > 2 && bare.EndsWith(".0", StringComparison.Ordinal))
        {
            bare = bare[..^2];
        }

        return bare;
    }
}
