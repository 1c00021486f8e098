namespace Concordat.Gateway.Configuration;

/// <summary>The Microsoft Entra application that asks an Azure OpenAI deployment, instead of a key.</summary>
public sealed record EntraConfig
{
    public required string Tenant { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The application's secret; none with <see cref="TokenFile"/>.</summary>
    public SecretConfig? Secret { get; init; }

    /// <summary>The file where a workload identity keeps its token; none with <see cref="Secret"/>.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The identity platform of the cloud.</summary>
    public string Authority { get; init; } = "https://login.microsoftonline.com";

    public string Scope { get; init; } = "https://cognitiveservices.azure.com/.default";
}
