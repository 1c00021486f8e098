namespace Concordat.Gateway.Configuration;

/// <summary>A program that is told over HTTP, by signed messages (Standard Webhooks).</summary>
public sealed record WebhookConfig
{
    /// <summary>Remembers how far it was told; under another name it begins anew.</summary>
    public required string Name { get; init; }

    public required string Url { get; init; }

    /// <summary>Where the secret is read from that signs what it is told: <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
    public required SecretConfig Secret { get; init; }

    /// <summary>The secret before it, while the program changes over: messages are signed with both. Null where there is none.</summary>
    public SecretConfig? FormerSecret { get; init; }

    /// <summary>Whether its address may be one of a private network or of this machine.</summary>
    public bool Private { get; init; }
}
