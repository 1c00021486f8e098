using System.CommandLine;
using Concordat.Gateway.Recording;
using Concordat.Hosting;
using Concordat.Ledger.Contents;

namespace Concordat.Commands;

/// <summary><c>ledger reveal</c>: opens one commitment to an inspector.</summary>
internal sealed class LedgerRevealCommand : Command
{
    private readonly CommandServices _services;
    private readonly LedgerTarget _target = new();
    private readonly Argument<long> _index = new("N") { Description = "Index of the entry: the decision for a request, the outcome for an answer or the arguments of a call." };
    private readonly Option<string> _body = new("--body") { Description = "The request, answer or arguments, byte for byte.", HelpName = "FILE", Required = true };
    private readonly Option<string?> _salts = new("--salts") { Description = "Folder of the salts; that of the configuration when left out.", HelpName = "DIR" };

    public LedgerRevealCommand(CommandServices services)
        : base("reveal", "Prove to an inspector that a body is the one that an entry commits to, without opening any other.")
    {
        _services = services;
        Add(_index);
        Add(_body);
        Add(_salts);
        _target.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var reader = _target.Open(arguments, _services);
        var index = LedgerTarget.Covered(arguments.GetValue(_index), reader);
        var salts = arguments.GetValue(_salts) ?? DataFolder.Salts(_target.Configuration(arguments, _services));
        if (!Directory.Exists(salts))
        {
            throw new CommandException($"concordat: there is no folder of salts `{salts}`; without it nothing can be revealed");
        }

        var content = await File.ReadAllBytesAsync(arguments.GetValue(_body)!, cancellationToken);
        if (Reveal.Of(reader.Entry(index), reader.Proof(index), new SaltStore(salts), content) is not { } reveal)
        {
            throw new CommandException($"concordat: entry {index} commits to something else than `{arguments.GetValue(_body)}` (is it the body byte for byte?)") { Code = ExitCode.CheckFailed };
        }

        var json = reveal.ToJson();
        await _target.WriteAsync(arguments, json, System.Text.Encoding.UTF8.GetString(json), _services, cancellationToken);
        return ExitCode.Done;
    }
}
