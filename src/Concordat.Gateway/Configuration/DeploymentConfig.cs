namespace Concordat.Gateway.Configuration;

/// <summary>One upstream endpoint of a model.</summary>
public sealed record DeploymentConfig
{
    public required string Name { get; init; }

    /// <summary>The model name that clients ask for; several deployments may share one.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// One of <c>sandbox</c>, <c>openai</c>, <c>openai-chat</c>, <c>azure-openai</c>, <c>anthropic</c>, <c>aws-bedrock</c>, <c>google-vertex</c>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Base URL such as <c>https://api.openai.com/v1</c>; none for the sandbox.</summary>
    public string? Url { get; init; }

    /// <summary>The name the upstream knows the model by, when it differs.</summary>
    public string? UpstreamModel { get; init; }

    public SecretConfig? Key { get; init; }

    public string? ApiVersion { get; init; }

    public AwsConfig? Aws { get; init; }

    public GoogleConfig? Google { get; init; }

    public EntraConfig? Entra { get; init; }

    /// <summary>Most tokens of an answer where the upstream's dialect wants a number and the client names none.</summary>
    public int OutputTokens { get; init; } = 4096;

    public string Vendor { get; init; } = "unknown";

    public string Cloud { get; init; } = "unknown";

    public string Region { get; init; } = "unknown";

    public string Network { get; init; } = "unknown";

    /// <summary>One of <c>cloud</c>, <c>edge</c>, <c>on-premises</c>, <c>unknown</c>.</summary>
    public string Hosting { get; init; } = "unknown";

    /// <summary>Assurance level <c>A0</c> to <c>A3</c>.</summary>
    public string Assurance { get; init; } = "A0";

    /// <summary>Whether verification-and-validation evidence is on file.</summary>
    public bool Verified { get; init; }

    /// <summary>Lower is tried first.</summary>
    public int Priority { get; init; }

    /// <summary>Longest silence between two reads of an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest wait for the answer's headers.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
