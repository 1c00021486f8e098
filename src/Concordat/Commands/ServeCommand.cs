using System.CommandLine;
using Concordat.Configuration;
using Concordat.Hosting;

namespace Concordat.Commands;

/// <summary><c>serve</c>: the gateway, until it is told to end.</summary>
internal sealed class ServeCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public ServeCommand(CommandServices services)
        : base("serve", "Serve the gateway and the console until the process is told to end (SIGTERM or Ctrl+C).")
    {
        _services = services;
        Add(_configuration);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_configuration)!;
        var installation = Installation.Load(path, _services);
        var settings = new HostSettings(path, installation.Config, file => ConfigurationFile.Load(file, _services.Environment));
        await using var host = await ConcordatHost.StartAsync(settings, _services.Time, cancellationToken);
        await _services.Output.WriteLineAsync($"url: {host.Url}");
        var token = installation.Config.Console is { Token: false } ? "its token is switched off" : $"its token stands in {DataFolder.ConsoleToken(installation.Config)}";
        await _services.Output.WriteLineAsync($"console: {host.Url}/console ({token})");
        await _services.Output.WriteLineAsync($"ledger: {DataFolder.Ledger(installation.Config)}");
        await _services.Output.WriteLineAsync($"log-key: {host.Parts.Ledger.VerifierKey}");
        await _services.Output.FlushAsync(cancellationToken);
        await host.WaitAsync(cancellationToken);
        return ExitCode.Done;
    }
}
