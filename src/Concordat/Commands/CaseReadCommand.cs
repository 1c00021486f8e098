using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>case read</c>: shows an approver the exact action.</summary>
internal sealed class CaseReadCommand : Command
{
    private readonly CommandServices _services;
    private readonly ApproverOptions _options = new();

    public CaseReadCommand(CommandServices services)
        : base("read", "Read the exact action of a case, as whoever may decide it. The reading time begins now.")
    {
        _services = services;
        _options.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var desk = _options.Open(arguments, _services);
        var shown = await desk.ReadAsync(cancellationToken);
        await _services.Output.WriteLineAsync(shown.Text);
        await _services.Output.WriteLineAsync($"state: {shown.State}");
        await _services.Output.WriteLineAsync($"needs: {shown.Needs}");
        foreach (var signed in shown.Signed)
        {
            await _services.Output.WriteLineAsync($"signed: {signed}");
        }

        return ExitCode.Done;
    }
}
