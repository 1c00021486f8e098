namespace Concordat.Gateway.Configuration;

/// <summary>One upstream endpoint of a model.</summary>
public sealed record DeploymentConfig
{
    public required string Name { get; init; }

    /// <summary>The model name that clients ask for; several deployments may share one.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// One of <c>sandbox</c>, <c>openai</c>, <c>openai-chat</c>, <c>azure-openai</c>, <c>anthropic</c>, <c>aws-bedrock</c>, <c>google-vertex</c>,
    /// <c>google-vertex-anthropic</c>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Base URL such as <c>https://api.openai.com/v1</c>; none for the sandbox.</summary>
    public string? Url { get; init; }

    /// <summary>The name the upstream knows the model by, when it differs.</summary>
    public string? UpstreamModel { get; init; }

    /// <summary>Who may vouch for the TLS keys of its URLs, in place of the public authorities; null for those.</summary>
    public TlsAuthoritiesConfig? TlsAuthorities { get; init; }

    public SecretConfig? Key { get; init; }

    public string? ApiVersion { get; init; }

    public AwsConfig? Aws { get; init; }

    public GoogleConfig? Google { get; init; }

    public EntraConfig? Entra { get; init; }

    /// <summary>Most tokens of an answer where the upstream's dialect wants a number and the client names none.</summary>
    public int OutputTokens { get; init; } = 4096;

    /// <summary>Most tokens that the model reads in one request; null where nobody wrote that down.</summary>
    public int? MaxInputTokens { get; init; }

    /// <summary>Most tokens that the model writes in one answer; null where nobody wrote that down.</summary>
    public int? MaxOutputTokens { get; init; }

    public string Vendor { get; init; } = "unknown";

    public string Cloud { get; init; } = "unknown";

    /// <summary>The partition of the cloud, such as <c>aws-us-gov</c>.</summary>
    public string Partition { get; init; } = "unknown";

    public string Region { get; init; } = "unknown";

    public string Network { get; init; } = "unknown";

    /// <summary>One of <c>cloud</c>, <c>edge</c>, <c>on-premises</c>, <c>unknown</c>.</summary>
    public string Hosting { get; init; } = "unknown";

    /// <summary>The version of the model, in the vendor's words.</summary>
    public string Version { get; init; } = "unknown";

    /// <summary>What the vendor may do with what it gets, in the words of the contract.</summary>
    public string? DataTerms { get; init; }

    /// <summary>The bill of materials of the model, CycloneDX 1.6 JSON.</summary>
    public string? Bill { get; init; }

    /// <summary>What the deployment's own network is accredited for; null where that is what the network of the gateway is.</summary>
    public AccreditationConfig? Accreditation { get; init; }

    /// <summary>How it shows what it runs; null where it shows nothing.</summary>
    public EvidenceConfig? Evidence { get; init; }

    /// <summary>Whether verification-and-validation evidence is on file.</summary>
    public bool Verified { get; init; }

    /// <summary>Lower is tried first.</summary>
    public int Priority { get; init; }

    /// <summary>Its part of the requests among those of its priority, where the model is routed by weight; 0 gets none.</summary>
    public int Weight { get; init; } = 100;

    /// <summary>Whether it gets no requests of its own, but copies, until a migration brings it in.</summary>
    public bool Candidate { get; init; }

    /// <summary>Of the requests that may be copied, how many of a hundred a candidate gets a copy of.</summary>
    public int Shadow { get; init; }

    /// <summary>What it costs; null where nobody wrote that down.</summary>
    public DeploymentPrice? Price { get; init; }

    /// <summary>Longest silence between two reads of an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest time that a whole answer may take, however it comes.</summary>
    public TimeSpan LongestAnswer { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Longest wait for the answer's headers.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
