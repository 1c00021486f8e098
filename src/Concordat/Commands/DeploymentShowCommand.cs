using System.CommandLine;
using System.Text.Json;
using Concordat.Attestation.Bills;
using Concordat.Gateway.Configuration;

namespace Concordat.Commands;

/// <summary><c>deployment show</c>: all that is registered about one deployment.</summary>
internal sealed class DeploymentShowCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _name = DeploymentArgument.Create();
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public DeploymentShowCommand(CommandServices services)
        : base("show", "Show a deployment: where it stands, under which terms, what its model is made of, and what its evidence must show.")
    {
        _services = services;
        Add(_name);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var config = Installation.Load(arguments.GetValue(_configuration)!, _services).Config;
        var deployment = DeploymentArgument.Find(config, arguments.GetValue(_name)!);
        var ceilings = AgreedCeilings.Load(config, _services);
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(DeploymentReport.Of(deployment, ceilings.Of(deployment), ceilings.PlaceOf(deployment)), CommandJson.Plain.DeploymentReport));
            return ExitCode.Done;
        }

        var bill = deployment.Bill is { } file ? AiBill.Read(await File.ReadAllBytesAsync(file, cancellationToken)) : null;
        foreach (var (name, value) in Lines(deployment, ceilings, bill))
        {
            await _services.Output.WriteLineAsync(name.Length == 0 ? value : $"  {name + ":",-15} {value}");
        }

        return ExitCode.Done;
    }

    private static IEnumerable<(string Name, string Value)> Lines(DeploymentConfig deployment, AgreedCeilings ceilings, AiBill? bill)
    {
        yield return ("", $"{deployment.Name}: {deployment.Model}, version {deployment.Version}");
        yield return ("vendor", deployment.Vendor);
        var place = ceilings.PlaceOf(deployment);
        yield return ("place", $"{place?.Hosting ?? "hosting not known without the agreement"}, cloud {deployment.Cloud}, partition {deployment.Partition}, region {deployment.Region}");
        if (place?.Because is { } because)
        {
            yield return ("hosting", because);
        }

        if (place?.ListAsOf is { } asOf)
        {
            yield return ("addresses", $"those that the cloud published, as of {asOf}, and those that the agreement lists");
        }

        yield return ("network", $"{deployment.Network}, {ceilings.ToWords(deployment)}");
        yield return ("data terms", deployment.DataTerms ?? "none registered");
        yield return ("tested", deployment.Verified ? "verification and validation are on file" : "no verification and validation on file");
        yield return ("bill", bill is null ? "none registered" : $"{bill.Hash}, {bill.Components.Length} components");
        foreach (var component in bill?.Components.Where(static component => component.Type is "machine-learning-model" or "data") ?? [])
        {
            yield return (component.Type == "data" ? "data" : "model", $"{component.Name} {component.Version}{(component.Supplier.Length == 0 ? "" : $" of {component.Supplier}")}{(component.Place.Length == 0 ? "" : $", {component.Place}")}");
        }

        if (deployment.Evidence is not { } evidence)
        {
            yield return ("evidence", "none: the level is A0");
            yield break;
        }

        yield return ("evidence", $"{evidence.Kind}{(evidence.BindsKey ? ", bound to the TLS key" : "")}");
        foreach (var measured in evidence.Measurements)
        {
            yield return (measured.Name, string.Join(" or ", measured.Values));
        }

        foreach (var part in evidence.Firmware)
        {
            yield return (part.Name, FormattableString.Invariant($"{part.Least} or newer"));
        }
    }
}
