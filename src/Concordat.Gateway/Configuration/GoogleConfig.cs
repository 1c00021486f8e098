namespace Concordat.Gateway.Configuration;

/// <summary>Where a model of Google Vertex AI stands, and the service account that asks it.</summary>
public sealed record GoogleConfig
{
    public required string Project { get; init; }

    /// <summary>Such as <c>us-central1</c> or <c>global</c>.</summary>
    public required string Location { get; init; }

    /// <summary>The file of the service account's JSON key.</summary>
    public required string ServiceAccount { get; init; }

    /// <summary>The token endpoint, where it is not the one that the key names.</summary>
    public string? TokenUrl { get; init; }
}
