using System.CommandLine;
using System.Text.Json;

namespace Concordat.Commands;

/// <summary><c>deployment list</c>: every deployment of the configuration.</summary>
internal sealed class DeploymentListCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public DeploymentListCommand(CommandServices services)
        : base("list", "List the deployments, where they are registered to stand, and what each must show.")
    {
        _services = services;
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var config = Installation.Load(arguments.GetValue(_configuration)!, _services).Config;
        var ceilings = AgreedCeilings.Load(config, _services);
        IReadOnlyList<DeploymentReport> deployments = [.. config.Deployments.Select(deployment => DeploymentReport.Of(deployment, ceilings.Of(deployment), ceilings.PlaceOf(deployment)))];
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(deployments, CommandJson.Plain.IReadOnlyListDeploymentReport));
            return ExitCode.Done;
        }

        TextTable.Write(
            _services.Output,
            ["NAME", "MODEL", "VENDOR", "CLOUD", "REGION", "NETWORK", "CEILING", "EVIDENCE"],
            [.. deployments.Select(d => (string[])[d.Name, d.Model, d.Vendor, d.Cloud, d.Region, d.Network, d.Ceiling ?? "unknown", d.Evidence ?? "none"])]);
        return ExitCode.Done;
    }
}
