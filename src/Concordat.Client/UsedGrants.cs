namespace Concordat.Client;

/// <summary>The nonces of grants that were carried out, until they expire. Not thread-safe.</summary>
internal sealed class UsedGrants
{
    /// <summary>Most that are remembered; with more that have not expired nothing is carried out.</summary>
    public const int Most = 1_000_000;

    /// <summary>Longest nonce, in characters.</summary>
    public const int LongestNonce = 128;

    private readonly Dictionary<string, DateTimeOffset> _nonces = new(StringComparer.Ordinal);

    /// <summary>The latest expiry of what was forgotten. A clock that goes back lets nothing of it hold again: what expires no later is not carried out.</summary>
    public DateTimeOffset Forgotten { get; private set; } = DateTimeOffset.MinValue;

    public int Count => _nonces.Count;

    public IEnumerable<KeyValuePair<string, DateTimeOffset>> All => _nonces;

    public bool MayBeUsed(GrantResult grant, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(grant);
        if (!grant.IsValid || grant.Nonce is not { } nonce || !IsNonce(nonce) || grant.Expires is not { } expires || expires <= now || expires <= Forgotten || _nonces.ContainsKey(nonce))
        {
            return false;
        }

        if (_nonces.Count >= Most)
        {
            Forget(now);
        }

        return _nonces.Count < Most && expires > Forgotten;
    }

    public void Add(string nonce, DateTimeOffset expires) => _nonces[nonce] = expires;

    /// <summary>Takes note of what a former process forgot.</summary>
    public void Remember(DateTimeOffset forgotten) => Forgotten = forgotten > Forgotten ? forgotten : Forgotten;

    /// <summary>Forgets what has expired.</summary>
    /// <returns>How many.</returns>
    public int Forget(DateTimeOffset now)
    {
        var over = _nonces.Where(each => each.Value <= now).ToList();
        foreach (var (nonce, expires) in over)
        {
            _nonces.Remove(nonce);
            Remember(expires);
        }

        return over.Count;
    }

    /// <summary>Letters and digits only: a nonce stands in a line of its own.</summary>
    public static bool IsNonce(string nonce) => nonce.Length is > 0 and <= LongestNonce && nonce.All(char.IsAsciiLetterOrDigit);
}
