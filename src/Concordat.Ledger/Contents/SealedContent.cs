namespace Concordat.Ledger.Contents;

/// <summary>An encrypted content on its way to the disk.</summary>
public sealed class SealedContent
{
    internal SealedContent(ContentId id, ContentSlot slot, byte[] ciphertext) => (Id, Slot, Ciphertext) = (id, slot, ciphertext);

    /// <summary>Which content it is.</summary>
    public ContentId Id { get; }

    /// <summary>Size on disk, in bytes.</summary>
    public long Bytes => Ciphertext.Length + ContentSlot.Size;

    internal ContentSlot Slot { get; }

    internal byte[] Ciphertext { get; }
}
