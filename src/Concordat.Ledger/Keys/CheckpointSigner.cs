using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Keys;

/// <summary>Signs checkpoints with the key in force; after a change of key, with the new one and once more with the old one. Immutable.</summary>
/// <remarks>The new key's line stands first: by that the next opening knows which key is in force.</remarks>
internal sealed class CheckpointSigner
{
    private readonly LedgerOptions _options;

    private CheckpointSigner(LedgerOptions options, bool isHandedOver) => (_options, IsHandedOver) = (options, isHandedOver);

    /// <summary>Whether <see cref="LedgerOptions.NextKey"/> is in force.</summary>
    public bool IsHandedOver { get; }

    /// <summary>The signer of a log's first checkpoint.</summary>
    public static CheckpointSigner First(LedgerOptions options) => new(options, isHandedOver: false);

    /// <summary>A signer that goes on from a checkpoint of the log.</summary>
    /// <exception cref="LedgerUnavailableException">Another key is in force.</exception>
    public static CheckpointSigner From(LedgerOptions options, SignedNote checkpoint)
    {
        var inForce = checkpoint.FirstKeyIdOf(options.Origin);
        var isHandedOver = options.NextKey is { } next && inForce == NoteVerifier.ForLog(options.Origin, next.PublicKey).KeyId;
        return isHandedOver || inForce == NoteVerifier.ForLog(options.Origin, options.Key.PublicKey).KeyId
            ? new CheckpointSigner(options, isHandedOver)
            : throw new LedgerUnavailableException(
                $"{options.Directory}: the log has been handed over to another key, of id {inForce:x8} (name its file in `ledger.key`; this one is no longer in force)");
    }

    /// <summary>The signer for checkpoints that cover the entry.</summary>
    /// <exception cref="LedgerUnavailableException">The entry hands the log over to a key that is not at hand.</exception>
    public CheckpointSigner After(long index, ReadOnlySpan<byte> entry)
    {
        if (LogKeyChange.Read(entry) is not { } change)
        {
            return this;
        }

        return !IsHandedOver && _options.NextKey is { } next && change.New.KeyId == NoteVerifier.ForLog(_options.Origin, next.PublicKey).KeyId
            ? new CheckpointSigner(_options, isHandedOver: true)
            : throw new LedgerUnavailableException(
                $"{_options.Directory}: entry {index} hands the log over to `{change.New}`, which was interrupted (finish it with `concordat ledger rotate-key`)");
    }

    /// <exception cref="Concordat.Signing.KeyUnavailableException">A key is on a token that cannot sign now.</exception>
    public byte[] Sign(Checkpoint checkpoint) =>
        checkpoint.Sign(_options.Clock.GetUtcNow(), IsHandedOver ? [_options.NextKey!, _options.Key, .. _options.AlsoKeys] : [_options.Key, .. _options.AlsoKeys]);
}
