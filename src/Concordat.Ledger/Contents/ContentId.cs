using System.Buffers.Binary;

namespace Concordat.Ledger.Contents;

/// <summary>Which content it is: what an entry of the ledger commits to. Authenticated with the content, so that none can stand for another.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Exchange">Id of the exchange that the entry is about.</param>
/// <param name="Kind">What the entry commits to: 1 the request, 2 the answer.</param>
/// <param name="Commitment">The commitment, as the entry has it, in hex.</param>
/// <param name="Time">Time of the entry.</param>
public sealed record ContentId(EntryIndex Entry, Guid Exchange, byte Kind, string Commitment, DateTimeOffset Time)
{
    internal const int AboutSize = 24 + 8 + 16 + 1 + 32;

    /// <summary>The day's files hold it.</summary>
    internal DateOnly Day => DateOnly.FromDateTime(Time.UtcDateTime);

    /// <summary>The associated data of both encryptions.</summary>
    internal byte[] About()
    {
        var about = new byte[AboutSize];
        "concordat content v1\n"u8.CopyTo(about);
        BinaryPrimitives.WriteInt64BigEndian(about.AsSpan(24), Entry.Value);
        Exchange.TryWriteBytes(about.AsSpan(32), bigEndian: true, out _);
        about[48] = Kind;
        Convert.FromHexString(Commitment).CopyTo(about.AsSpan(49));
        return about;
    }
}
