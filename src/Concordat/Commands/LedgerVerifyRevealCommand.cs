using System.CommandLine;
using Concordat.Gateway.Recording;

namespace Concordat.Commands;

/// <summary><c>ledger verify-reveal</c>: what the inspector runs.</summary>
internal sealed class LedgerVerifyRevealCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "What `ledger reveal` wrote." };
    private readonly Option<string> _key = new("--key") { Description = "Verifier key of the log, known from elsewhere.", HelpName = "VKEY", Required = true };
    private readonly Option<string[]> _witnesses = new("--witness") { Description = "Verifier key of a witness that must have cosigned. May be given again.", HelpName = "VKEY" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write the content to a file once it is proved.", HelpName = "FILE" };

    public LedgerVerifyRevealCommand(CommandServices services)
        : base("verify-reveal", "Check offline that a revealed body is the one that the ledger holds a commitment to.")
    {
        _services = services;
        Add(_file);
        Add(_key);
        Add(_witnesses);
        Add(_output);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = arguments.GetValue(_file)!;
        if (new FileInfo(file) is not { Exists: true, Length: <= Reveal.MaxBytes })
        {
            throw new CommandException($"concordat: there is no file `{file}`, or it is larger than a reveal can be");
        }

        var reveal = Reveal.Parse(await File.ReadAllBytesAsync(file, cancellationToken));
        if (reveal.Fault(arguments.GetValue(_key)!, arguments.GetValue(_witnesses) ?? []) is { } fault)
        {
            await _services.Error.WriteLineAsync($"{file}: {fault}");
            return ExitCode.CheckFailed;
        }

        if (arguments.GetValue(_output) is { } output)
        {
            await File.WriteAllBytesAsync(output, reveal.Content, cancellationToken);
        }

        var what = reveal.Kind switch
        {
            CommitmentKind.Request => "the request",
            CommitmentKind.Answer => "the answer",
            _ => "the arguments of a tool call",
        };
        await _services.Output.WriteLineAsync($"valid: these {reveal.Content.Length} bytes are {what} in entry {Ledger.TlogProof.Parse(reveal.Proof).Index}");
        return ExitCode.Done;
    }
}
