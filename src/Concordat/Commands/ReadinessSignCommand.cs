using System.CommandLine;
using Concordat.Oversight.Readiness;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>use-case readiness sign</c>: adds a reviewer's signature to a decision.</summary>
internal sealed class ReadinessSignCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "The draft, or the envelope that another reviewer has signed." };
    private readonly Option<string> _key = new("--key") { Description = "Your private key: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The signed file; FILE with `.dsse.json` at its end when left out.", HelpName = "FILE" };

    public ReadinessSignCommand(CommandServices services)
        : base("sign", "Show a decision and sign it. One reviewer of each party signs a way up; one of either signs a way down.")
    {
        _services = services;
        Add(_file);
        Add(_key);
        _passphrase.AddTo(this);
        Add(_output);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_file)!;
        try
        {
            ReadinessStep? step = null;
            var (output, key) = await DraftFile.SignAsync(
                path, arguments.GetValue(_output), () => _passphrase.Load(arguments.GetValue(_key)!, arguments, _services), Check, cancellationToken);
            await _services.Output.WriteLineAsync($"{ReadinessSteps.Words(step!, "where it stands")}: {step!.Reason}\nsigned with key {key[..12]}: {output}");
            return ExitCode.Done;

            (string, byte[]) Check(byte[] json)
            {
                (step, var payload) = ReadinessReader.Draft(json);
                return (ReadinessStep.PayloadType, payload);
            }
        }
        catch (Exception fault) when (fault is ReadinessException or SigningFormatException or IOException)
        {
            throw new CommandException($"concordat: {path}: {fault.Message}");
        }
    }
}
