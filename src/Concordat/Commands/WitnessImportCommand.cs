using System.CommandLine;
using Concordat.Ledger.Witnessing;

namespace Concordat.Commands;

/// <summary><c>witness import</c>: the log's side of the exchange of files, on the way back.</summary>
internal sealed class WitnessImportCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _request = new("REQUEST") { Description = "The file that `witness export` wrote." };
    private readonly Argument<string> _signature = new("SIGNATURE") { Description = "The file that `witness sign` wrote for it." };
    private readonly Option<string?> _policy = new("--policy") { Description = "The witnesses and the quorum; the policy of the configuration when left out.", HelpName = "FILE" };
    private readonly LedgerPlace _place = new();

    public WitnessImportCommand(CommandServices services)
        : base("import", "Take the cosignature that came back. Once the policy is met, the checkpoint is published as witnessed.")
    {
        _services = services;
        Add(_request);
        Add(_signature);
        Add(_policy);
        _place.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (directory, keys, configured) = _place.Find(arguments, _services);
        var file = arguments.GetValue(_policy) ?? configured
            ?? throw new CommandException("concordat: no witnesses are configured; name the policy with `--policy FILE`");
        var request = AddCheckpointRequest.Parse(RequestFile.Read(arguments.GetValue(_request)!));
        try
        {
            var (size, result) = CosignatureImport.Run(directory, keys[0], [.. keys.Skip(1)], TlogPolicy.Load(file), request, RequestFile.Read(arguments.GetValue(_signature)!));
            await _services.Output.WriteLineAsync(result.IsSatisfied
                ? $"witnessed: {size} entries, cosigned by {string.Join(", ", result.Cosigned)}"
                : $"taken: {size} entries, cosigned by {string.Join(", ", result.Cosigned)}; the quorum still needs some of {string.Join(", ", result.Missing)}");
            return ExitCode.Done;
        }
        catch (FormatException e)
        {
            throw new CommandException($"concordat: not taken: {e.Message}") { Code = ExitCode.CheckFailed };
        }
    }
}
