using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>A lawful workload on an unclassified network, with tools of every effect and the sandbox model.</summary>
internal static class TestConfig
{
    public static ConcordatConfig Default(string directory) => new()
    {
        Listen = "http://127.0.0.1:0",
        Data = directory,
        Agreement = "agreement.dsse.json",
        Safeguards = "safeguards.dsse.json",
        Ledger = new LedgerConfig { Origin = "test.example/ledger", Key = "unused" },
        Network = new NetworkConfig { Id = "net", Ceiling = "CUI" },
        Sources =
        [
            new SourceConfig { Id = "maintenance-log", Kind = "operational", UsPersonData = "no" },
            new SourceConfig { Id = "broker-feed", Kind = "commercially-acquired", UsPersonData = "yes" },
        ],
        Tools =
        [
            new ToolConfig { Name = "get_weather", Effect = "none" },
            new ToolConfig { Name = "order_part", Effect = "reversible" },
            new ToolConfig { Name = "deny_benefits", Effect = "high-stakes" },
            new ToolConfig { Name = "release_weapon", Effect = "force" },
        ],
        UseCases =
        [
            new UseCaseConfig
            {
                Id = "maintenance",
                Purpose = "keep the harbour radar working",
                Organisation = "Harbour Command",
                Official = "Chief Engineer",
                Functions = ["maintenance"],
                Sources = ["maintenance-log"],
                Readiness = "general",
                HumanDecider = true,
            },
        ],
        Deployments = [Sandbox("sandbox")],
    };

    public static DeploymentConfig Sandbox(string model) => new()
    {
        Name = "sandbox-1",
        Model = model,
        Kind = "sandbox",
        Vendor = "concordat",
        Cloud = "local",
        Region = "local",
        Network = "net",
        Hosting = "cloud",
        Verified = true,
    };

    /// <summary>Puts deployments of the model <c>m</c> at the given URLs instead of the sandbox, tried in that order.</summary>
    public static Func<ConcordatConfig, ConcordatConfig> WithUpstreams(string kind, params string[] urls) => config => config with
    {
        Deployments =
        [
            .. urls.Select((url, i) => Sandbox("m") with
            {
                Name = $"upstream-{i + 1}",
                Kind = kind,
                Url = url,
                Priority = i,
                Timeout = TimeSpan.FromSeconds(2),
                FirstByteTimeout = TimeSpan.FromSeconds(2),
            }),
        ],
    };
}
