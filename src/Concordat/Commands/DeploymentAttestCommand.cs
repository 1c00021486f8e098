using System.CommandLine;
using Concordat.Gateway.Deployments;

namespace Concordat.Commands;

/// <summary><c>deployment attest</c>: asks a deployment for evidence now.</summary>
internal sealed class DeploymentAttestCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _name = DeploymentArgument.Create();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Keep the document as it came.", HelpName = "FILE" };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public DeploymentAttestCommand(CommandServices services)
        : base("attest", "Ask a deployment for evidence with a fresh nonce and check it. A serving gateway does so by itself; nothing changes by this.")
    {
        _services = services;
        Add(_name);
        Add(_output);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var config = Installation.Load(arguments.GetValue(_configuration)!, _services).Config;
        var deployment = DeploymentArgument.FindAttested(config, arguments.GetValue(_name)!);
        var attempt = await DeploymentEvidence.AttestAsync(deployment, _services.Time, cancellationToken);
        if (arguments.GetValue(_output) is { } file && attempt.Document is { } document)
        {
            await File.WriteAllBytesAsync(file, document, cancellationToken);
        }

        var report = EvidenceReport.Of(deployment.Name, attempt.Proven, attempt.Fault, attempt.Because);
        return await EvidenceOutput.WriteAsync(report, arguments.GetValue(_json), _services.Output);
    }
}
