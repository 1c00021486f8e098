using System.Buffers;
using System.Security.Cryptography;
using Concordat.Gateway.Recording;

namespace Concordat.Gateway.Release;

/// <summary>
/// What the entry of a streamed answer commits to: the payload of each event and a line feed, and the same bytes where the answer is kept.
/// Not thread-safe; one per answer.
/// </summary>
internal sealed class StreamCommitment : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte>? _kept;
    private readonly int _most;

    /// <param name="salt">Salt of the exchange.</param>
    /// <param name="keeps">Whether the answer itself is kept.</param>
    /// <param name="most">Most bytes that are kept; a longer answer is not kept at all.</param>
    public StreamCommitment(ReadOnlySpan<byte> salt, bool keeps, int most)
    {
        Span<byte> ofAnswer = stackalloc byte[Commitments.Size];
        Commitments.SaltOf(salt, CommitmentKind.Answer, ofAnswer);
        _hash.AppendData(ofAnswer);
        (_kept, _most) = (keeps ? new ArrayBufferWriter<byte>() : null, most);
    }

    /// <summary>Whether the answer was to be kept and is longer than what can be.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The answer, where it is kept.</summary>
    public ReadOnlyMemory<byte> Content => _kept?.WrittenMemory ?? default;

    public void Add(ReadOnlySpan<byte> data)
    {
        _hash.AppendData(data);
        _hash.AppendData("\n"u8);
        if (_kept is null || IsLost)
        {
            return;
        }

        if (_kept.WrittenCount + data.Length >= _most)
        {
            IsLost = true;
            _kept.Clear();
            return;
        }

        _kept.Write(data);
        _kept.Write("\n"u8);
    }

    /// <summary>The commitment to all that was added.</summary>
    public byte[] Hash() => _hash.GetCurrentHash();

    public void Dispose() => _hash.Dispose();
}
