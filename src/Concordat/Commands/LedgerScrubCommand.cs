using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Concordat.Ledger;
using Concordat.Ledger.Scrubbing;

namespace Concordat.Commands;

/// <summary><c>ledger scrub</c>: reads every file of a ledger's folder and names those that the disk has damaged.</summary>
internal sealed class LedgerScrubCommand : Command
{
    private const long Megabyte = 1_000_000;

    private readonly CommandServices _services;
    private readonly Argument<string> _directory = new("DIR") { Description = "Folder of the ledger. It may be in use." };
    private readonly Option<string> _key = new("--key") { Description = "Verifier key of the log, known from elsewhere.", HelpName = "VKEY", Required = true };
    private readonly Option<int?> _rate = new("--rate") { Description = "Most megabytes that are read a second; as many as the disk gives when left out.", HelpName = "MB" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public LedgerScrubCommand(CommandServices services)
        : base("scrub", "Read every file of a ledger and name those that are damaged. A damaged ledger is not extended until a scrub finds it sound. Ends with 1 when something is damaged.")
    {
        _services = services;
        Add(_directory);
        Add(_key);
        Add(_rate);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var directory = arguments.GetValue(_directory)!;
        if (!Directory.Exists(directory))
        {
            throw new CommandException($"concordat: there is no folder `{directory}`");
        }

        if (arguments.GetValue(_rate) is { } rate and <= 0)
        {
            throw new CommandException($"concordat: `--rate {rate}` reads nothing (give megabytes a second, 1 or more)");
        }

        using var progress = new ProgressLine(_services, "files read");
        var options = new LedgerScrubOptions { BytesPerSecond = arguments.GetValue(_rate) * Megabyte, Progress = progress, Time = _services.Time };
        var result = await LedgerScrub.RunAsync(directory, arguments.GetValue(_key)!, options, cancellationToken);
        progress.Dispose();
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(LedgerScrubReport.Of(result), CommandJson.Plain.LedgerScrubReport));
        }
        else
        {
            await WriteAsync(directory, result);
        }

        return result.IsSound ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private async Task WriteAsync(string directory, LedgerScrubResult result)
    {
        if (result.IsSound)
        {
            await _services.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"sound: {result.Checkpoint!.Size} entries of `{result.Checkpoint.Origin}`; {result.Files} files read, {result.Bytes} bytes"));
            return;
        }

        foreach (var fault in result.Faults)
        {
            await _services.Error.WriteLineAsync($"{directory}: {fault}");
            await _services.Error.WriteLineAsync($"  to do: {fault.Remedy}");
        }

        if (result.FaultCount > result.Faults.Count)
        {
            await _services.Error.WriteLineAsync($"and {result.FaultCount - result.Faults.Count} more");
        }

        await _services.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"damaged: {result.FaultCount} of {result.Files} files{(result.IsHeld ? "; the ledger is not extended until a scrub finds it sound" : "")}"));
    }
}
