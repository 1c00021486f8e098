using System.Buffers;

namespace Concordat.Safeguards.Persons;

/// <summary>A token that may belong to an address: the word in it, and the signs before and behind.</summary>
internal readonly ref struct AddressToken
{
    private static readonly SearchValues<byte> _ends = SearchValues.Create("\"')]};:!?"u8);

    /// <param name="token">Canonical bytes.</param>
    public AddressToken(ReadOnlySpan<byte> token)
    {
        var body = token.TrimStart("\"'([{<*"u8);
        Word = body.TrimEnd("\"')]}>*.,;:!?"u8);
        Before = token.Length - body.Length;
        Tail = body[Word.Length..];
    }

    /// <summary>Bytes before the word.</summary>
    public int Before { get; }

    public ReadOnlySpan<byte> Word { get; }

    /// <summary>The signs behind the word.</summary>
    public ReadOnlySpan<byte> Tail { get; }

    /// <summary>Behind it an address does not go on.</summary>
    public bool Ends => Tail.ContainsAny(_ends);
}
