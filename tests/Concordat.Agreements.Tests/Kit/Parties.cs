using Concordat.Agreements.Documents;
using Concordat.Signing;

namespace Concordat.Agreements.Tests.Kit;

/// <summary>Keys of a department and a vendor, and envelopes that they sign.</summary>
internal sealed class Parties : IDisposable
{
    public SigningKey Department { get; } = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public SigningKey Vendor { get; } = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);

    public SigningKey Stranger { get; } = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<TrustedParty> Trusted =>
        [new("Demo Department", "department", Department.PublicKey), new("Demo Vendor", "vendor", Vendor.PublicKey)];

    /// <summary>An envelope over a payload, signed by the keys.</summary>
    public static byte[] Envelope(byte[] payload, params ReadOnlySpan<SigningKey> keys) => Envelope(AgreementPayload.MediaType, payload, keys);

    public static byte[] Envelope(string type, byte[] payload, params ReadOnlySpan<SigningKey> keys)
    {
        var envelope = DsseEnvelope.Create(type, payload);
        foreach (var key in keys)
        {
            envelope = envelope.Sign(key);
        }

        return envelope.ToJson();
    }

    /// <summary>The agreement signed by both.</summary>
    public byte[] Signed(AgreementSource source) => Envelope(AgreementPayload.Build(source), Department, Vendor);

    public void Dispose()
    {
        Department.Dispose();
        Vendor.Dispose();
        Stranger.Dispose();
    }
}
