using Concordat.Signing;

namespace Concordat.Commands;

/// <summary>Signs with a key of the person's own, from a file or on a token.</summary>
internal sealed class KeySigner(SigningKey key) : IStatementSigner
{
    public Task<byte[]> SignAsync(string payloadType, byte[] payload, CancellationToken cancellationToken) =>
        Task.FromResult(DsseEnvelope.Create(payloadType, payload).Sign(key).ToJson());

    public void Dispose() => key.Dispose();
}
