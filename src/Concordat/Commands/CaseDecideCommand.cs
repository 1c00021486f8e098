using System.CommandLine;
using System.Globalization;
using Concordat.Oversight.Grants;

namespace Concordat.Commands;

/// <summary><c>case grant|rule|deny|withdraw|revoke</c>: one person's signed decision about one case.</summary>
internal sealed class CaseDecideCommand : Command
{
    private readonly CommandServices _services;
    private readonly DecisionAct _act;
    private readonly ApproverOptions _options = new();
    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, for people to read; kept with the case, not in the ledger.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask before signing." };

    public CaseDecideCommand(CommandServices services, string name, DecisionAct act, string description)
        : base(name, description)
    {
        _services = services;
        _act = act;
        _options.AddTo(this);
        Add(_reason);
        Add(_yes);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var reason = arguments.GetValue(_reason)!;
        if (reason.Length > DecisionStatement.MaxReason)
        {
            throw new CommandException($"concordat: `--reason` has {reason.Length} characters, at most {DecisionStatement.MaxReason} are allowed");
        }

        // 1 read
        using var desk = _options.Open(arguments, _services);
        var shown = await desk.ReadAsync(cancellationToken);
        await _services.Output.WriteLineAsync(shown.Text);
        await _services.Output.WriteLineAsync($"needs: {shown.Needs}");
        CheckWord(shown);

        // 2 ask
        if (!arguments.GetValue(_yes) && !await IsMeantAsync())
        {
            await _services.Error.WriteLineAsync("concordat: nothing was signed");
            return ExitCode.CheckFailed;
        }

        // 3 sign, not before there was time to read
        if (_act == DecisionAct.Grant)
        {
            await WaitAsync(shown.Earliest, cancellationToken);
        }

        var (state, signed, entry) = await desk.DecideAsync(_act, shown, reason, cancellationToken);
        foreach (var signature in signed)
        {
            await _services.Output.WriteLineAsync($"signed: {signature}");
        }

        await _services.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"entry: {entry}"));
        await _services.Output.WriteLineAsync(state is "open" ? "state: open (another signature is needed)" : $"state: {state}");
        return ExitCode.Done;
    }

    /// <summary>Rulings are ruled on and acts are granted, so that nobody takes one for the other.</summary>
    private void CheckWord(ShownAction shown)
    {
        var word = shown.Type is "ruling" ? "rule" : "grant";
        if (_act == DecisionAct.Grant && !Name.Equals(word, StringComparison.Ordinal))
        {
            throw new CommandException($"concordat: this case needs {(word is "rule" ? "a ruling" : "an authorization")}; use `concordat case {word}`");
        }
    }

    private async Task<bool> IsMeantAsync()
    {
        if (!_services.IsInteractive)
        {
            throw new CommandException("concordat: nobody is there to be asked; give `--yes` after you have read the action");
        }

        await _services.Error.WriteAsync($"Type `{Name}` to sign this, anything else to stop: ");
        return Name.Equals((await _services.Input.ReadLineAsync())?.Trim(), StringComparison.Ordinal);
    }

    private async Task WaitAsync(DateTimeOffset earliest, CancellationToken cancellationToken)
    {
        var left = earliest - _services.Time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            await _services.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"concordat: signing in {Math.Ceiling(left.TotalSeconds)} s, when there was time to read; Ctrl+C stops it"));
            await Task.Delay(left + TimeSpan.FromMilliseconds(200), _services.Time, cancellationToken);
        }
    }
}
