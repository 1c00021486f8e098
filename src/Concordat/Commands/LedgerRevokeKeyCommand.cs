using System.CommandLine;
using System.Text.Json;
using Concordat.Hosting;
using Concordat.Ledger;

namespace Concordat.Commands;

/// <summary><c>ledger revoke-key</c>: declares a key stolen, also long after it was replaced.</summary>
internal sealed class LedgerRevokeKeyCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _key = new("VKEY") { Description = "Verifier key of the stolen key: an earlier one of this ledger, or a witness's." };
    private readonly Option<string> _from = new("--compromised-from")
    {
        Description = "Number of entries, or the time, up to which its signatures still count.",
        HelpName = "N|TIME",
        Required = true,
    };

    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public LedgerRevokeKeyCommand(CommandServices services)
        : base("revoke-key", "Declare an earlier key of the ledger, or a witness's, stolen, while the gateway is stopped.")
    {
        _services = services;
        Add(_key);
        Add(_from);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var config = Installation.Load(arguments.GetValue(_configuration)!, _services).Config;
        await using var database = config.Database is { } shared ? SharedDatabase.Open(shared, _services.Environment) : null;
        using var keys = LedgerKeys.Load(config.Ledger, _services.Environment);
        var options = keys.Options(config, database?.Ledger);
        if (!File.Exists(Path.Combine(options.Directory, "checkpoint")))
        {
            throw new CommandException("concordat: there is no ledger yet");
        }

        var (vkey, text) = (arguments.GetValue(_key)!.Trim(), arguments.GetValue(_from)!);
        var from = LedgerSize.Of("--compromised-from", text, options);
        try
        {
            var index = await LedgerKeyRotation.RevokeAsync(options, vkey, from, _services.Time);
            await _services.Output.WriteLineAsync(arguments.GetValue(_json)
                ? JsonSerializer.Serialize(new RevocationReport(vkey, from, index.Value), CommandJson.Plain.RevocationReport)
                : $"entry {index} declares it stolen: what it alone signed beyond {from} entries does not count any more\ntell everyone who checks against kept checkpoints or receipts of that time to look again");
            return ExitCode.Done;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new CommandException($"concordat: `--compromised-from {text}` is not a size that the ledger ever had");
        }
        catch (ArgumentException)
        {
            throw new CommandException("concordat: this key is in force; hand the ledger over to another one with `concordat ledger rotate-key --compromised-from N`");
        }
    }
}
