using Concordat.Agreements.Documents;

namespace Concordat.Configuration;

/// <summary>The words that a configuration may use where only certain words mean something.</summary>
internal static class ConfigurationVocabulary
{
    /// <summary>What a person is cleared for.</summary>
    public static readonly IReadOnlyList<string> Clearances = ClassificationLevels.Us;

    public static readonly IReadOnlyList<string> SourceKinds =
    [
        "commercially-acquired", "publicly-available", "foreign-intelligence", "operational", "consented", "compulsory-process", "unknown",
    ];

    public static readonly IReadOnlyList<string> UsPersonData = ["yes", "no", "unknown"];

    public static readonly IReadOnlyList<string> ToolEffects = ["none", "reversible", "high-stakes", "force"];

    public static readonly IReadOnlyList<string> Functions =
    [
        "analysis", "logistics", "maintenance", "translation", "foreign-intelligence", "counterintelligence", "law-enforcement",
        "domestic-law-enforcement", "fires", "weapons-evaluation", "personnel", "benefits", "medical", "research", "software",
    ];

    public static readonly IReadOnlyList<string> ReadinessStages = ["not-ready", "shadow", "trial", "general", "decided"];

    public static readonly IReadOnlyList<string> DeploymentKinds = ["sandbox", "openai", "openai-chat", "azure-openai", "anthropic", "aws-bedrock", "google-vertex", "google-vertex-anthropic"];

    public static readonly IReadOnlyList<string> AwsCredentials = ["keys", "environment", "container", "instance", "webIdentity"];

    public static readonly IReadOnlyList<string> Routes = ["priority", "weight", "latency", "cost"];

    /// <summary>The members of a request that may stand for its conversation.</summary>
    public static readonly IReadOnlyList<string> StickyMembers = ["user", "prompt_cache_key"];

    public static readonly IReadOnlyList<string> Hostings = ["cloud", "edge", "on-premises", "unknown"];

    /// <summary>What a network may be accredited for.</summary>
    public static readonly IReadOnlyList<string> Accreditations = ClassificationLevels.All;

    public static readonly IReadOnlyList<string> FirmwareParts = ["bootloader", "tee", "snp", "microcode", "fmc"];

    /// <summary>What a person who decides cases may be.</summary>
    public static readonly IReadOnlyList<string> ApproverRoles = ["commander", "official", "reviewer"];

    /// <summary>What a person at the console may be besides what <c>approvers</c> says.</summary>
    public static readonly IReadOnlyList<string> ConsoleRoles = ["field-engineer", "inspector", "platform-engineer", "agreement-owner"];

    public static readonly IReadOnlyList<string> BudgetCounts = ["requests", "concurrent", "input-tokens", "output-tokens", "tokens", "cost"];

    public static readonly IReadOnlyList<string> BudgetWindows = ["second", "minute", "hour", "day", "month"];

    /// <summary>Of which each one may have a budget for itself.</summary>
    public static readonly IReadOnlyList<string> BudgetSubjects = ["use-case", "key", "model"];

    /// <summary>What an issuer of orders may sign.</summary>
    public static readonly IReadOnlyList<string> OrderActs = OrdersTerms.AllActs;

    /// <summary>The roles whose signatures an agreement always needs.</summary>
    public static readonly IReadOnlyList<string> SigningRoles = ["department", "vendor"];
}
