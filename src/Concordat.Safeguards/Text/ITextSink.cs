namespace Concordat.Safeguards.Text;

/// <summary>Takes a text in pieces of whole UTF-8 sequences.</summary>
internal interface ITextSink
{
    /// <summary>Takes the next piece.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="position">Where the piece starts, in the caller's count of bytes.</param>
    void Feed(ReadOnlySpan<byte> text, long position);
}
