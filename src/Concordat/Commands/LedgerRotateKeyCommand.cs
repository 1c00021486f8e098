using System.CommandLine;
using System.Text.Json;
using Concordat.Hosting;
using Concordat.Ledger;
using Concordat.Signing;
using Concordat.Signing.Pkcs11;

namespace Concordat.Commands;

/// <summary><c>ledger rotate-key</c>: hands the ledger over to a new signing key.</summary>
internal sealed class LedgerRotateKeyCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _next = new("--new") { Description = "The new private key: a file, made when it does not exist, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<long?> _compromisedFrom = new("--compromised-from")
    {
        Description = "The old key was stolen: checkpoints of more entries than this no longer count when only it signed them.",
        HelpName = "N",
    };

    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public LedgerRotateKeyCommand(CommandServices services)
        : base("rotate-key", "Hand the ledger over to a new signing key, while the gateway is stopped. May be repeated after an interruption.")
    {
        _services = services;
        Add(_next);
        _passphrase.AddTo(this);
        Add(_compromisedFrom);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var config = Installation.Load(arguments.GetValue(_configuration)!, _services).Config;
        var file = arguments.GetValue(_next)!;
        if (!File.Exists(Path.Combine(DataFolder.Ledger(config), "checkpoint")))
        {
            throw new CommandException("concordat: there is no ledger yet; to begin with another key, name its file in `ledger.key`");
        }

        using var old = LedgerKeys.Load(config.Ledger, _services.Environment);
        using var next = Pkcs11Uri.IsOne(file) || File.Exists(file) ? _passphrase.Load(file, arguments, _services) : Make(file, arguments);
        await using var database = config.Database is { } shared ? SharedDatabase.Open(shared, _services.Environment) : null;
        var key = await Rotate(old.Options(config, database?.Ledger), next, arguments.GetValue(_compromisedFrom));
        await _services.Output.WriteLineAsync(arguments.GetValue(_json)
            ? JsonSerializer.Serialize(new RotationReport(key, file), CommandJson.Plain.RotationReport)
            : $"log-key: {key}\nnow name `{file}` in `ledger.key`, start the gateway, and give the log-key to the witnesses");
        return ExitCode.Done;
    }

    private async Task<string> Rotate(LedgerOptions options, SigningKey next, long? compromisedFrom)
    {
        try
        {
            return await LedgerKeyRotation.RunAsync(options, next, compromisedFrom, _services.Time);
        }
        catch (ArgumentOutOfRangeException e) when (e.ParamName is "compromisedFrom")
        {
            throw new CommandException($"concordat: `--compromised-from {compromisedFrom}` is not a size that the ledger ever had");
        }
        catch (ArgumentException e) when (e.ParamName is "next")
        {
            throw new CommandException("concordat: `--new` must name an Ed25519 key, and another one than that in force");
        }
    }

    private SigningKey Make(string file, ParseResult arguments)
    {
        var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        try
        {
            key.Save(file, _passphrase.Read(arguments, _services));
            return key;
        }
        catch (ArgumentException)
        {
            key.Dispose();
            throw new CommandException($"concordat: a passphrase has at least {SigningKey.MinPassphrase} characters");
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
