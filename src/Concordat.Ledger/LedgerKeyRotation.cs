using Concordat.Ledger.Keys;
using Concordat.Ledger.Notes;
using Concordat.Signing;

namespace Concordat.Ledger;

/// <summary>Gives a log a new key, by an entry that both keys sign: who knows the first key follows it to the last; and declares keys stolen.</summary>
public static class LedgerKeyRotation
{
    /// <summary>Hands a closed log over to the next key.</summary>
    /// <remarks>
    /// Safe to repeat: after a crash or a full disk, the same call finishes what was begun. The checkpoint of the change is signed by
    /// both keys, so that readers that know only the old one still read it; later ones by the new key alone.
    /// </remarks>
    /// <param name="options">The log, with the key in force.</param>
    /// <param name="next">Ed25519 key that takes over, never used by this log before.</param>
    /// <param name="compromisedFrom">
    /// Where the old key was stolen: number of entries up to which its checkpoints still count. Null when it was not.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <returns>The verifier key (vkey) now in force.</returns>
    /// <exception cref="ArgumentException">The next key is no Ed25519 key or is the one in force, or the log has fewer entries.</exception>
    /// <exception cref="LedgerUnavailableException">The disk refuses, or the log was handed over to another key.</exception>
    /// <exception cref="LedgerLockedException">Another process has the log open.</exception>
    public static async Task<string> RunAsync(LedgerOptions options, SigningKey next, long? compromisedFrom, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(time);
        if (next.Algorithm != SignatureAlgorithm.Ed25519 || next.PublicKey.Equals(options.Key.PublicKey))
        {
            throw new ArgumentException("the next key must be an Ed25519 key and another one than that in force", nameof(next));
        }

        await using var writer = LedgerWriter.Open(options with { NextKey = next }, time);
        if (!writer.IsHandedOver)
        {
            if (compromisedFrom is < 0 || compromisedFrom > writer.DurableSize)
            {
                throw new ArgumentOutOfRangeException(nameof(compromisedFrom), compromisedFrom, $"the log has {writer.DurableSize} entries");
            }

            await writer.AppendAnyAsync(LogKeyChange.Write(options.Origin, options.Key, next, compromisedFrom, time.GetUtcNow()));
            await writer.IntegrateAsync();
        }

        return NoteVerifier.ForLog(options.Origin, next.PublicKey).ToString();
    }

    /// <summary>Declares a key stolen, by an entry that the key in force signs: an earlier key of the log, or a witness's. The log is closed.</summary>
    /// <param name="options">The log, with the key in force.</param>
    /// <param name="vkey">Verifier key of the one that was stolen.</param>
    /// <param name="compromisedFrom">Number of entries up to which checkpoints still count by its signature.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Index of the entry.</returns>
    /// <exception cref="FormatException">Not a verifier key.</exception>
    /// <exception cref="ArgumentException">It is the key in force, or the log has fewer entries.</exception>
    /// <exception cref="LedgerUnavailableException">The disk refuses, or the log was handed over to another key.</exception>
    /// <exception cref="LedgerLockedException">Another process has the log open.</exception>
    public static async Task<EntryIndex> RevokeAsync(LedgerOptions options, string vkey, long compromisedFrom, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var revoked = NoteVerifier.Parse(vkey);
        if (options.AlsoKeys.Append(options.Key).Any(key => revoked.HasKeyOf(NoteVerifier.ForLog(options.Origin, key.PublicKey))))
        {
            throw new ArgumentException("the key in force cannot be revoked, only handed over", nameof(vkey));
        }

        await using var writer = LedgerWriter.Open(options, time);
        if (compromisedFrom < 0 || compromisedFrom > writer.DurableSize)
        {
            throw new ArgumentOutOfRangeException(nameof(compromisedFrom), compromisedFrom, $"the log has {writer.DurableSize} entries");
        }

        var index = await writer.AppendAnyAsync(KeyRevocation.Write(options.Origin, options.Key, revoked, compromisedFrom, time.GetUtcNow()));
        await writer.IntegrateAsync();
        return index;
    }
}
