using System.CommandLine;
using Concordat.Evidence;

namespace Concordat.Commands;

/// <summary><c>ledger verify-export</c>: checks an evidence package offline.</summary>
internal sealed class LedgerVerifyExportCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _package = new("DIR|ZIP") { Description = "What `ledger export` wrote." };
    private readonly ReceiptTrustOptions _trust = new();
    private readonly Option<string[]> _parties = new("--party")
    {
        Description = "A party to trust: its role and public key file, or files, all of which must have signed. May be given again. Without it the keys in the package are used.",
        HelpName = "ROLE=FILE[,FILE]",
    };

    public LedgerVerifyExportCommand(CommandServices services)
        : base("verify-export", "Check an evidence package offline: every proof, every agreement, and that its reports say what the entries say.")
    {
        _services = services;
        Add(_package);
        _trust.AddTo(this);
        Add(_parties);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var package = arguments.GetValue(_package)!;
        using var folder = EvidenceFolder.Open(package);
        var named = arguments.GetValue(_parties) ?? [];
        var (manifest, faults) = new EvidenceVerifier(folder.Path, _trust.Read(arguments), TrustedParties.Of(named))
            .Verify(_services.Time.GetUtcNow());
        foreach (var fault in faults)
        {
            await _services.Error.WriteLineAsync($"{package}: {fault}");
        }

        if (faults.Count > 0)
        {
            return ExitCode.CheckFailed;
        }

        await _services.Output.WriteLineAsync($"valid: {manifest.Entries.Count} entries of `{manifest.Origin}` ({manifest.Selection}), {manifest.Agreements.Count} agreement(s){(manifest.Contents.Count > 0 ? $", the content of {manifest.Contents.Count}" : "")}");
        if (named.Length == 0)
        {
            await _services.Output.WriteLineAsync("the keys of the parties are those of the package; give yours with `--party ROLE=FILE`");
        }

        return ExitCode.Done;
    }
}
