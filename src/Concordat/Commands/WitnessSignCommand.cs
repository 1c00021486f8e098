using System.CommandLine;
using System.Text;
using Concordat.Hosting;
using Concordat.Ledger.Witnessing;

namespace Concordat.Commands;

/// <summary><c>witness sign</c>: the witness's side of the exchange of files.</summary>
internal sealed class WitnessSignCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _folder = WitnessCommand.Folder();
    private readonly Argument<string> _request = new("REQUEST") { Description = "The file that `witness export` wrote." };
    private readonly Option<string[]> _logs = WitnessCommand.Logs();
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write the signature to a file.", HelpName = "FILE" };

    public WitnessSignCommand(CommandServices services)
        : base("sign", "Cosign a checkpoint that came as a file, if it continues what was cosigned before. Ends with 1 if it does not.")
    {
        _services = services;
        Add(_folder);
        Add(_request);
        Add(_logs);
        _passphrase.AddTo(this);
        Add(_output);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var request = RequestFile.Read(arguments.GetValue(_request)!);
        var folder = new WitnessFolder(arguments.GetValue(_folder)!);
        using var cosigner = _passphrase.Open(folder.LoadCosigner, arguments, _services);
        using var witness = folder.Open(cosigner, arguments.GetValue(_logs)!, _services.Time);
        var answer = witness.AddCheckpoint(request);
        if (answer.Outcome != WitnessOutcome.Cosigned)
        {
            var why = answer.Outcome == WitnessOutcome.Stale
                ? $"the witness knows {answer.Body.Trim()} entries of this log; export again with `--old {answer.Body.Trim()}`"
                : answer.Body.Trim();
            throw new CommandException($"concordat: not signed: {why}") { Code = ExitCode.CheckFailed };
        }

        if (arguments.GetValue(_output) is { } file)
        {
            await File.WriteAllBytesAsync(file, Encoding.UTF8.GetBytes(answer.Body), cancellationToken);
        }
        else
        {
            await _services.Output.WriteAsync(answer.Body.AsMemory(), cancellationToken);
        }

        return ExitCode.Done;
    }
}
