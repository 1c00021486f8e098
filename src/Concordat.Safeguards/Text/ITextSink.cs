namespace Concordat.Safeguards.Text;

/// <summary>Takes a text in pieces of whole UTF-8 sequences.</summary>
internal interface ITextSink
{
    /// <summary>Takes the next piece as it stands in the original.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="position">Where the piece starts, in the caller's count of bytes.</param>
    void Feed(ReadOnlySpan<byte> text, long position);

    /// <summary>Takes the next piece, which something else stands for in the original: an escape, an encoded run.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="position">Where the original starts, in the caller's count of bytes.</param>
    /// <param name="source">Length of the original in bytes, at least 1.</param>
    void FeedDecoded(ReadOnlySpan<byte> text, long position, int source);
}
