using System.CommandLine;
using System.Text;
using Concordat.Ledger;

namespace Concordat.Commands;

/// <summary><c>ledger verify-proof</c>: checks a receipt offline.</summary>
internal sealed class LedgerVerifyProofCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _proof = new("PROOF") { Description = "The receipt, as `ledger proof` or an application wrote it." };
    private readonly Argument<string> _entry = new("ENTRY") { Description = "The entry, byte for byte." };
    private readonly ReceiptTrustOptions _trust = new();

    public LedgerVerifyProofCommand(CommandServices services)
        : base("verify-proof", "Check, offline, that a receipt proves this entry. Ends with 1 if it does not.")
    {
        _services = services;
        Add(_proof);
        Add(_entry);
        _trust.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var verify = _trust.Read(arguments);
        var proof = Encoding.UTF8.GetString(Read(arguments.GetValue(_proof)!, TlogProof.MaxLength));
        var entry = Read(arguments.GetValue(_entry)!, LedgerOptions.MaxEntryBytes + 1);
        var result = verify(proof, entry);
        if (!result.IsValid)
        {
            // A shell adds what `ledger entry` ends with on a terminal.
            var hint = entry is [.. var before, (byte)'\n'] && verify(proof, before).IsValid
                ? $" (without the line end of `{arguments.GetValue(_entry)}` it would be: `concordat ledger entry {verify(proof, before).Index} --output FILE` writes it byte for byte)"
                : "";
            throw new CommandException($"{arguments.GetValue(_proof)}: {result.Fault}{hint}") { Code = ExitCode.CheckFailed };
        }

        await _services.Output.WriteLineAsync($"valid: entry {result.Index} of {result.Checkpoint!.Size} in `{result.Checkpoint.Origin}`");
        await _services.Output.WriteLineAsync($"signed by: {result.SignedBy}");
        return ExitCode.Done;
    }

    private static byte[] Read(string path, int most)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length > most ? throw new CommandException($"{path}: the file has {file.Length} bytes, more than {most}") : File.ReadAllBytes(path);
    }
}
