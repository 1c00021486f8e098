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
        Description = "Verifier key of a witness, or of a further key of the log, that must have signed too. May be given again.",
        HelpName = "VKEY",
    };

    private readonly Option<string[]> _older = new("--continues")
    {
        Description = "An older checkpoint that was kept; the ledger must continue it. May be given again.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _since = new("--since")
    {
        Description = "Check the entries from this index or time on; those before stand on the signed hashes.",
        HelpName = "N|TIME",
    };

    private readonly Option<int> _tolerance = new("--clock-tolerance")
    {
        Description = "How many seconds the time of an entry may lie before that of one before it.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 10,
    };

    private readonly Option<bool> _logOnly = new("--log-only") { Description = "Check the log, not what the entries say; for a log of something else." };

    private readonly Option<string?> _evidence = new("--evidence")
    {
        Description = "Where to write proof that others can check, if the ledger does not continue an older checkpoint.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _fleet = new("--fleet")
    {
        Description = "A fleet checkpoint that was kept; the ledger must continue its head in it.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _fleetKeys = new("--fleet-key")
    {
        Description = "Verifier key of another node that may have signed the fleet checkpoint. May be given again.",
        HelpName = "VKEY",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public LedgerVerifyCommand(CommandServices services)
        : base("verify", "Check every entry, every hash and the signed checkpoint, and that the record is complete. Ends with 1 when something is wrong.")
    {
        _services = services;
        Add(_location);
        Add(_key);
        Add(_witnesses);
        Add(_older);
        Add(_since);
        Add(_tolerance);
        Add(_logOnly);
        Add(_evidence);
        Add(_fleet);
        Add(_fleetKeys);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var location = arguments.GetValue(_location)!;
        using var http = new HttpClient { Timeout = HttpTimeout, MaxResponseContentBufferSize = MostResponseBytes };
        if (!location.Contains("://", StringComparison.Ordinal) && !Directory.Exists(location))
        {
            throw new CommandException($"concordat: there is no folder `{location}`");
        }

        var logOnly = arguments.GetValue(_logOnly);
        using var progress = new ProgressLine(_services, "entries checked");
        var options = LedgerSince.Apply(
            new LedgerVerificationOptions
            {
                Http = http,
                Witnesses = arguments.GetValue(_witnesses) ?? [],
                OlderCheckpoints = [.. (arguments.GetValue(_older) ?? []).Select(file => (file, File.ReadAllBytes(file)))],
                Fleet = arguments.GetValue(_fleet) is { } fleet ? (fleet, await File.ReadAllBytesAsync(fleet, cancellationToken)) : null,
                FleetSigners = arguments.GetValue(_fleetKeys) ?? [],
                Entries = !logOnly,
                ClockTolerance = TimeSpan.FromSeconds(Math.Max(0, arguments.GetValue(_tolerance))),
                Progress = progress,
            },
            arguments.GetValue(_since));
        if (logOnly && options.SinceTime is not null)
        {
            throw new CommandException("concordat: `--log-only` reads no times, so `--since` needs the index of an entry");
        }

        var result = await LedgerVerification.VerifyAsync(location, arguments.GetValue(_key)!, options, cancellationToken);
        progress.Dispose();
        if (arguments.GetValue(_evidence) is { } evidence && result.Evidence is not null)
        {
            await File.WriteAllBytesAsync(evidence, result.Evidence.ToJson(), cancellationToken);
        }

        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(LedgerReport.Of(result), CommandJson.Plain.LedgerReport));
        }
        else
        {
            await LedgerText.WriteAsync(location, result, _services);
        }

        return result.IsValid ? ExitCode.Done : ExitCode.CheckFailed;
    }
}
