using System.CommandLine;
using System.Globalization;
using Concordat.Configuration;
using Concordat.Hosting;
using Concordat.Setup;

namespace Concordat.Commands;

/// <summary><c>demo</c>: everything on one machine, nothing to install, to be tried within a minute.</summary>
internal sealed class DemoCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<int?> _port = new("--port")
    {
        Description = $"Port to listen on, on this machine only; 0 takes a free one. When left out {DemoSetup.UsualPort}, or a free one where that is taken.",
        HelpName = "N",
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder for keys, agreement, configuration and ledger; made when it is not there, used again when it is.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "concordat-demo",
    };

    private readonly Option<string?> _upstream = new("--upstream")
    {
        Description = $"Base URL of a model that speaks the OpenAI dialect. Its key, if it wants one, is read from the variable {DemoSetup.KeyVariable}.",
        HelpName = "URL",
    };

    private readonly Option<string?> _model = new("--model") { Description = "Name of the model behind `--upstream`.", HelpName = "NAME" };

    public DemoCommand(CommandServices services)
        : base("demo", "Try everything on this machine: demo parties, a demo agreement, a sandbox model, a real ledger.")
    {
        _services = services;
        Add(_port);
        Add(_data);
        Add(_upstream);
        Add(_model);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var setup = DemoSetup.Read(arguments.GetValue(_port), arguments.GetValue(_upstream), arguments.GetValue(_model), _services.Environment);
        var folder = arguments.GetValue(_data)!;
        var path = Path.Combine(folder, InstallationWriter.ConfigurationFile);
        if (!File.Exists(path))
        {
            InstallationWriter.Write(new InstallationPlan(folder, "Demo Department", "Demo Vendor") { IsDemo = true });
        }

        var load = Load(path);
        if (load.Config is not { } config)
        {
            throw new CommandException([.. load.Errors.Select(e => e.ToString())]);
        }

        await using var host = await ConcordatHost.StartAsync(new HostSettings(path, config, Load), _services.Time, cancellationToken);
        var useCase = config.UseCases.Count > 0 ? config.UseCases[0].Id : throw new CommandException($"concordat: `{path}` registers no use case");
        var label = "demo, " + _services.Time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var key = await host.Parts.Stores.Keys.CreateAsync(useCase, label, expires: null, OperatorName.Here, cancellationToken);
        var range = config.UseCases.Any(registered => registered.Id is ConfigurationTemplate.RangeUseCase) ? ConfigurationTemplate.RangeUseCase : useCase;
        var rangeKey = await host.Parts.Stores.Keys.CreateAsync(range, label, expires: null, OperatorName.Here, cancellationToken);
        await host.Parts.RefreshKeysAsync(cancellationToken);

        await _services.Output.WriteAsync(
            $"""
            url: {host.Url}
            key: {key.ShownOnce}
            console: {host.ConsoleUrl}
            ledger: {DataFolder.Ledger(config)}
            log-key: {host.Parts.Ledger.VerifierKey}

            {DemoText.Write(host.Url, key.ShownOnce, rangeKey.ShownOnce, DataFolder.Ledger(config), host.Parts.Ledger.VerifierKey)}

            """.AsMemory(),
            cancellationToken);
        await _services.Output.FlushAsync(cancellationToken);
        await host.WaitAsync(cancellationToken);
        return ExitCode.Done;

        ConfigurationLoad Load(string file)
        {
            var read = ConfigurationFile.Load(file, _services.Environment);
            return read.Config is null ? read : read with { Config = setup.Adapt(read.Config) };
        }
    }
}
