namespace Concordat.Safeguards.Suspicion;

/// <summary>Takes the windows of a text.</summary>
internal interface IWindowJudge
{
    /// <summary>Takes one window.</summary>
    /// <param name="text">Canonical text, UTF-8, valid until the call returns.</param>
    /// <param name="words">The hashes of its words, as <see cref="Topics.WordTable"/> makes them.</param>
    void See(ReadOnlySpan<byte> text, ReadOnlySpan<ulong> words);
}
