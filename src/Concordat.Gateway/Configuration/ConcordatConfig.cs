namespace Concordat.Gateway.Configuration;

/// <summary>The whole configuration as people write it; immutable, read from YAML.</summary>
public sealed record ConcordatConfig
{
    /// <summary>Where the gateway listens, such as <c>http://127.0.0.1:8787</c>.</summary>
    public required string Listen { get; init; }

    /// <summary>Directory of the ledger, and of the database file where no database is shared.</summary>
    public required string Data { get; init; }

    /// <summary>Path of the signed agreement (a DSSE envelope).</summary>
    public required string Agreement { get; init; }

    /// <summary>Paths of other vendors' signed agreements, whose terms are compared with those of <see cref="Agreement"/>; they decide nothing.</summary>
    public IReadOnlyList<string> Instances { get; init; } = [];

    /// <summary>Path of the safeguard pack as the parties signed it (a DSSE envelope).</summary>
    public required string Safeguards { get; init; }

    /// <summary>The model that is asked about suspicions; null where none is.</summary>
    public JudgeConfig? Judge { get; init; }

    public IReadOnlyList<PartyConfig> Parties { get; init; } = [];

    public IReadOnlyList<ApproverConfig> Approvers { get; init; } = [];

    /// <summary>How hardware keys decide cases; null where they do not.</summary>
    public WebAuthnConfig? WebAuthn { get; init; }

    /// <summary>How smart cards decide cases; null where they do not.</summary>
    public SmartCardsConfig? SmartCards { get; init; }

    /// <summary>Who may sign orders.</summary>
    public OrdersConfig Orders { get; init; } = new();

    public required LedgerConfig Ledger { get; init; }

    /// <summary>The database that several nodes share; null for one node with a file of its own.</summary>
    public DatabaseConfig? Database { get; init; }

    public required NetworkConfig Network { get; init; }

    public IReadOnlyList<SourceConfig> Sources { get; init; } = [];

    public IReadOnlyList<ToolConfig> Tools { get; init; } = [];

    public IReadOnlyList<UseCaseConfig> UseCases { get; init; } = [];

    /// <summary>How deployments are chosen among, for models where the defaults do not do.</summary>
    public IReadOnlyList<ModelConfig> Models { get; init; } = [];

    public IReadOnlyList<DeploymentConfig> Deployments { get; init; } = [];

    /// <summary>The tool servers behind the gateway; null when it fronts none.</summary>
    public McpConfig? Mcp { get; init; }

    /// <summary>Where people open a case in a browser, with <c>{case}</c> for its id; null when there is no such place.</summary>
    public string? CaseUrl { get; init; }

    /// <summary>Who is told what becomes of cases; null when nobody is.</summary>
    public NoticesConfig? Notices { get; init; }

    /// <summary>How much use cases, keys and models may use.</summary>
    public IReadOnlyList<BudgetConfig> Budgets { get; init; } = [];

    public LimitsConfig Limits { get; init; } = new();

    /// <summary>What is removed after how long; null keeps everything.</summary>
    public RetentionConfig? Retention { get; init; }

    /// <summary>Whose bodies are kept; null keeps none.</summary>
    public ContentConfig? Content { get; init; }

    /// <summary>Who signs in to the console besides the approvers, and how; null for approvers with their keys, and the console's token.</summary>
    public ConsoleConfig? Console { get; init; }
}
