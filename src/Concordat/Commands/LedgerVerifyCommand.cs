using System.CommandLine;
using System.Text.Json;
using Concordat.Ledger;
using Concordat.Ledger.Verification;

namespace Concordat.Commands;

/// <summary><c>ledger verify</c>: checks a whole ledger as an outsider would.</summary>
internal sealed class LedgerVerifyCommand : Command
{
    private static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(60);
    private const int MostResponseBytes = 64 * 1024 * 1024;

    private readonly CommandServices _services;
    private readonly Argument<string> _location = new("DIR|URL") { Description = "Folder of the ledger, or where it is served." };
    private readonly Option<string> _key = new("--key") { Description = "Verifier key of the log, known from elsewhere.", HelpName = "VKEY", Required = true };
    private readonly Option<string[]> _witnesses = new("--witness")
    {
        Description = "Verifier key of a witness that must have cosigned. May be given again.",
        HelpName = "VKEY",
    };

    private readonly Option<string[]> _older = new("--since")
    {
        Description = "An older checkpoint that was kept; the ledger must continue it. May be given again.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public LedgerVerifyCommand(CommandServices services)
        : base("verify", "Check every entry, every hash and the signed checkpoint. Ends with 1 at the first fault.")
    {
        _services = services;
        Add(_location);
        Add(_key);
        Add(_witnesses);
        Add(_older);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var location = arguments.GetValue(_location)!;
        using var http = new HttpClient { Timeout = HttpTimeout, MaxResponseContentBufferSize = MostResponseBytes };
        var options = new LedgerVerificationOptions
        {
            Http = http,
            Witnesses = arguments.GetValue(_witnesses) ?? [],
            OlderCheckpoints = [.. (arguments.GetValue(_older) ?? []).Select(file => (file, File.ReadAllBytes(file)))],
        };
        if (!location.Contains("://", StringComparison.Ordinal) && !Directory.Exists(location))
        {
            throw new CommandException($"concordat: there is no folder `{location}`");
        }

        var result = await LedgerVerification.VerifyAsync(location, arguments.GetValue(_key)!, options, cancellationToken);
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(LedgerReport.Of(result), CommandJson.Plain.LedgerReport));
        }
        else if (result.Fault is { } fault)
        {
            await _services.Error.WriteLineAsync($"{location}: {fault}");
            await _services.Error.WriteLineAsync($"not valid; {result.EntriesChecked} entries before it are whole");
        }
        else
        {
            var checkpoint = result.Checkpoint!;
            await _services.Output.WriteLineAsync($"valid: {checkpoint.Size} entries of `{checkpoint.Origin}`, root {checkpoint.Root}");
        }

        return result.IsValid ? ExitCode.Done : ExitCode.CheckFailed;
    }
}
