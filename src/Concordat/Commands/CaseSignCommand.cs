using System.CommandLine;
using System.Text;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>case sign</c>: signs a slip from the console on the machine where the key is, which needs no connection to the gateway.</summary>
internal sealed class CaseSignCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _slip = new("SLIP") { Description = "The file that the console gave." };
    private readonly Option<string> _key = new("--key") { Description = "Your private key: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly Option<string?> _out = new("--out") { Description = "Where to write the signed statement; standard output when left out.", HelpName = "FILE" };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask before signing." };
    private readonly PassphraseOptions _passphrase = new();

    public CaseSignCommand(CommandServices services)
        : base("sign", "Sign a slip from the console: shows the action, made here, asks, and writes the statement to hand in.")
    {
        _services = services;
        Add(_slip);
        Add(_key);
        _passphrase.AddTo(this);
        Add(_out);
        Add(_yes);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_slip)!;
        var (statement, action, slip) = await ReadAsync(path, cancellationToken);
        await _services.Error.WriteLineAsync(ActionText.Render(action.Document));
        await _services.Error.WriteLineAsync($"needs: {action.Terms.Quorum}");
        var word = statement.Act.ToString().ToLowerInvariant();
        await _services.Error.WriteLineAsync($"you: `{statement.Approver}`, to {word} case `{statement.Case}`{(statement.Assignee is { } assignee ? $" to `{assignee}`" : "")}{(statement.Reason.Length > 0 ? $", because: {statement.Reason}" : "")}");
        if (!arguments.GetValue(_yes) && !await IsMeantAsync(word))
        {
            await _services.Error.WriteLineAsync("concordat: nothing was signed");
            return ExitCode.CheckFailed;
        }

        using var key = _passphrase.Load(arguments.GetValue(_key)!, arguments, _services);
        var signed = DsseEnvelope.Create(DecisionStatement.PayloadType, slip.Payload.ToArray()).Sign(key).ToJson();
        if (arguments.GetValue(_out) is { } file)
        {
            await File.WriteAllBytesAsync(file, signed, cancellationToken);
            await _services.Error.WriteLineAsync($"wrote {file}; hand it in at the console within five minutes");
        }
        else
        {
            await _services.Output.WriteLineAsync(Encoding.UTF8.GetString(signed));
        }

        return ExitCode.Done;
    }

    private static async Task<(DecisionStatement Statement, CanonicalAction Action, SigningSlip Slip)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= SigningSlip.MaxBytes }
                ? SigningSlip.Read(await File.ReadAllBytesAsync(path, cancellationToken))
                : throw new CommandException($"concordat: `{path}` is not there, or is too large for a slip; the console gives slips on the page of a case");
        }
        catch (FormatException fault)
        {
            throw new CommandException($"concordat: `{path}`: {fault.Message}; sign nothing, and take a new slip from the console") { Code = ExitCode.CheckFailed };
        }
    }

    private async Task<bool> IsMeantAsync(string word)
    {
        if (!_services.IsInteractive)
        {
            throw new CommandException("concordat: nobody is there to be asked; give `--yes` after you have read the action");
        }

        await _services.Error.WriteAsync($"Type `{word}` to sign this, anything else to stop: ");
        return word.Equals((await _services.Input.ReadLineAsync())?.Trim(), StringComparison.Ordinal);
    }
}
