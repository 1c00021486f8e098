using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Finds names on social media: <c>@name</c> where a word such as <c>posted</c> stands before it, and the addresses of profiles.</summary>
/// <remarks>An <c>@name</c> by itself is as often an annotation of a program.</remarks>
internal static class HandleInspector
{
    private const int MaxLength = 30;

    private static readonly SearchValues<byte> _bytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."u8);

    private static readonly SearchValues<byte> _profileBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"u8);

    private static readonly string[] _hosts =
        ["twitter.com", "x.com", "instagram.com", "facebook.com", "tiktok.com", "t.me", "threads.net", "snapchat.com/add", "linkedin.com/in", "vk.com", "weibo.com", "bsky.app/profile"];

    /// <summary>What stands after a host or an <c>@</c> and is no name of a person.</summary>
    private static readonly FrozenSet<string> _nobody = new[]
    {
        "home", "explore", "search", "share", "intent", "hashtag", "login", "about", "privacy", "terms", "help", "settings", "messages", "reel", "reels", "stories",
        "status", "watch", "groups", "events", "pages", "policies", "everyone", "here", "channel", "all", "param", "return", "returns", "override", "media", "import",
        "property", "todo", "deprecated", "since", "author", "see", "handle", "name", "user", "username", "you", "link", "test", "before", "after", "types", "latest",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static void Inspect(Findings findings, ReadOnlySpan<byte> window, PersonContext context)
    {
        if (context.Has(PersonContext.Handle))
        {
            FindMentions(findings, window, context);
        }

        for (var at = window.IndexOf((byte)'/'); at >= 0 && at < window.Length; at = Next(window, at + 1))
        {
            if (ProfileStart(window, at) is > 0 and var start)
            {
                Report(findings, window[start..], _profileBytes, context);
            }
        }
    }

    private static int Next(ReadOnlySpan<byte> window, int from) => window[from..].IndexOf((byte)'/') is >= 0 and var step ? from + step : -1;

    private static void FindMentions(Findings findings, ReadOnlySpan<byte> window, PersonContext context)
    {
        for (var i = 0; i < window.Length; i++)
        {
            if (window[i] == '@' && (i == 0 ? !context.Has(PersonContext.CutLeft) : !_bytes.Contains(window[i - 1]) && window[i - 1] < 0x80 && window[i - 1] != '+'))
            {
                Report(findings, window[(i + 1)..], _bytes, context);
            }
        }
    }

    /// <summary>Where the name begins, when the host of a profile ends at the slash; 0 when not.</summary>
    private static int ProfileStart(ReadOnlySpan<byte> window, int slash)
    {
        foreach (var host in _hosts)
        {
            var start = slash - host.Length;
            if (start >= 0 && Ascii.EqualsIgnoreCase(window[start..slash], host) && (start == 0 || !char.IsAsciiLetterOrDigit((char)window[start - 1])))
            {
                return slash + 1 < window.Length && window[slash + 1] == '@' ? slash + 2 : slash + 1;
            }
        }

        return 0;
    }

    private static void Report(Findings findings, ReadOnlySpan<byte> from, SearchValues<byte> bytes, PersonContext context)
    {
        var length = from.IndexOfAnyExcept(bytes);
        var whole = length < 0 ? from : from[..length];
        if (whole.Length == from.Length && context.Has(PersonContext.CutRight))
        {
            return;
        }

        var name = whole.TrimEnd((byte)'.');
        var dot = name.LastIndexOf((byte)'.');
        var isHost = dot >= 0 && name.Length - dot - 1 is >= 2 and <= 4 && !name[(dot + 1)..].ContainsAnyInRange((byte)'0', (byte)'9');
        if (name.Length is < 2 or > MaxLength || isHost || !name.ContainsAnyInRange((byte)'A', (byte)'z'))
        {
            return;
        }

        var handle = Encoding.ASCII.GetString(name).ToLowerInvariant();
        if (!_nobody.Contains(handle))
        {
            findings.AddPerson(PersonKind.Handle, handle, PersonNationality.Unknown);
        }
    }
}
