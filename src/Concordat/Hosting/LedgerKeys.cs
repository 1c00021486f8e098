using Concordat.Gateway.Configuration;
using Concordat.Ledger;
using Concordat.Ledger.Notes;
using Concordat.Ledger.PostgreSql;
using Concordat.Signing;

namespace Concordat.Hosting;

/// <summary>The keys by which the configured ledger signs: its own, and those beside it.</summary>
internal sealed class LedgerKeys : IDisposable
{
    private readonly SigningKey _key;
    private readonly IReadOnlyList<SigningKey> _also;

    private LedgerKeys(SigningKey key, IReadOnlyList<SigningKey> also) => (_key, _also) = (key, also);

    /// <exception cref="SigningFormatException">A key or its passphrase is missing or wrong.</exception>
    /// <exception cref="KeyUnavailableException">A key is on a token that is not there, or refuses the PIN.</exception>
    public static LedgerKeys Load(LedgerConfig ledger, Func<string, string?> environment)
    {
        var key = PrivateKeyFile.LoadLedgerKey(ledger, environment);
        try
        {
            return new LedgerKeys(key, PrivateKeyFile.LoadAlsoKeys(ledger, environment));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The ledger's own.</summary>
    public SigningKey Key => _key;

    /// <param name="config">The configuration.</param>
    /// <param name="database">Where entries become durable; null for files.</param>
    public LedgerOptions Options(ConcordatConfig config, LedgerDatabase? database) => new()
    {
        Directory = DataFolder.Ledger(config),
        Origin = config.Ledger.Origin,
        Key = _key,
        AlsoKeys = _also,
        Database = database,
        CheckpointInterval = config.Ledger.CheckpointInterval,
    };

    /// <summary>Verifier keys: the ledger's own first.</summary>
    public IReadOnlyList<string> VerifierKeys(string origin) => [.. _also.Prepend(_key).Select(key => NoteVerifier.ForLog(origin, key.PublicKey).ToString())];

    public void Dispose()
    {
        _key.Dispose();
        foreach (var key in _also)
        {
            key.Dispose();
        }
    }
}
