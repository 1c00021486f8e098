using System.CommandLine;
using Concordat.Hosting;

namespace Concordat.Commands;

/// <summary><c>witness serve</c>: a witness over HTTP, until it is told to end.</summary>
internal sealed class WitnessServeCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _folder = WitnessCommand.Folder();
    private readonly Option<string[]> _logs = WitnessCommand.Logs();
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string> _listen = new("--listen")
    {
        Description = "Where to listen; let a proxy in front end TLS.",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:7380",
    };

    public WitnessServeCommand(CommandServices services)
        : base("serve", "Witness ledgers over HTTP (C2SP tlog-witness) until the process is told to end.")
    {
        _services = services;
        Add(_folder);
        Add(_logs);
        _passphrase.AddTo(this);
        Add(_listen);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var listen = arguments.GetValue(_listen)!;
        if (!Uri.TryCreate(listen, UriKind.Absolute, out var url) || url.Scheme is not "http" || url.PathAndQuery is not "/")
        {
            throw new CommandException($"concordat: `--listen` must be a URL such as `http://127.0.0.1:7380`, not `{listen}`");
        }

        var folder = new WitnessFolder(arguments.GetValue(_folder)!);
        using var cosigner = _passphrase.Open(folder.LoadCosigner, arguments, _services);
        using var witness = folder.Open(cosigner, arguments.GetValue(_logs)!, _services.Time);
        await using var host = await WitnessHost.StartAsync(witness, listen, cancellationToken);
        await _services.Output.WriteLineAsync($"url: {host.Url}");
        await _services.Output.WriteLineAsync($"witness-key: {witness.VerifierKey}");
        foreach (var (origin, size) in witness.Sizes())
        {
            await _services.Output.WriteLineAsync($"log: {origin}, {size} entries cosigned");
        }

        await _services.Output.FlushAsync(cancellationToken);
        await host.WaitAsync(cancellationToken);
        return ExitCode.Done;
    }
}
