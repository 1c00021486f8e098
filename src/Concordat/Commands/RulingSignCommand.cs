using System.CommandLine;
using System.Text;
using Concordat.Oversight.Rulings;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>ruling sign</c>: adds a reviewer's signature to a ruling.</summary>
internal sealed class RulingSignCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "The draft, or the envelope that another reviewer has signed." };
    private readonly Option<string> _key = new("--key") { Description = "Your private key: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The signed file; FILE with `.dsse.json` at its end when left out.", HelpName = "FILE" };

    public RulingSignCommand(CommandServices services)
        : base("sign", "Show a ruling as the clause that it becomes, or a revocation, and sign it. One reviewer of each party signs; the second adds a signature to the signed file.")
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
            Ruling? ruling = null;
            RulingRevocation? revocation = null;
            var (output, key) = await DraftFile.SignAsync(
                path, arguments.GetValue(_output), () => _passphrase.Load(arguments.GetValue(_key)!, arguments, _services), Check, cancellationToken);
            var said = ruling is null ? $"revokes: {revocation!.Ruling}\nbecause: {revocation.Reason}" : $"{RulingCondition.Of(ruling).Text()}\nexpires: {Times.Short(ruling.Expires)}";
            await _services.Output.WriteLineAsync($"{said}\nsigned with key {key[..12]}: {output}");
            return ExitCode.Done;

            (string, byte[]) Check(byte[] json)
            {
                if (json.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"\"{RulingRevocation.DocumentFormat}\"")) >= 0)
                {
                    (revocation, var taken) = RulingReader.DraftRevocation(json);
                    return (RulingRevocation.PayloadType, taken);
                }

                (ruling, var payload) = RulingReader.Draft(json);
                return (Ruling.PayloadType, payload);
            }
        }
        catch (Exception fault) when (fault is RulingException or SigningFormatException or IOException)
        {
            throw new CommandException($"concordat: {path}: {fault.Message}");
        }
    }
}
