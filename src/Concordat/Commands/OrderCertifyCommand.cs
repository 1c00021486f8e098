using System.CommandLine;
using Concordat.Gateway.Orders;
using Concordat.Ledger;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>order certify</c>: a signed certificate of what became of what an order ends.</summary>
internal sealed class OrderCertifyCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Id of the order." };
    private readonly Option<string> _key = new("--signing-key") { Description = "The private key to sign with: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The signed certificate; ID with `.certificate.dsse.json` at its end when left out.", HelpName = "FILE" };
    private readonly LedgerTarget _ledger = new();
    private readonly OtherLedgers _others = new();
    private readonly Option<bool> _json = CommonOptions.Json();

    public OrderCertifyCommand(CommandServices services)
        : base("certify", "Count from the ledger what was used since an order became effective, and sign whether its use has ended.")
    {
        _services = services;
        Add(_id);
        Add(_key);
        _passphrase.AddTo(this);
        Add(_output);
        _ledger.AddTo(this, withOutput: false);
        _others.AddTo(this);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = await OrderBookFile.LoadAsync(_ledger.ConfigurationPath(arguments), _services, cancellationToken);
        var document = file.Find(arguments.GetValue(_id)!);
        var now = _services.Time.GetUtcNow();
        OrderCertificate certificate;
        try
        {
            certificate = OrderCompletion.Certify(
                document, file.Book, file.Installation.Config, [_ledger.Open(arguments, _services), .. _others.Open(arguments)], now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), cancellationToken);
        }
        catch (Exception fault) when (fault is LedgerCorruptException or OrderException)
        {
            throw new CommandException($"concordat: {fault.Message}") { Code = ExitCode.CheckFailed };
        }

        using var key = _passphrase.Load(arguments.GetValue(_key)!, arguments, _services);
        var output = arguments.GetValue(_output) ?? document.Id + ".certificate.dsse.json";
        var payload = certificate.Payload();
        await File.WriteAllBytesAsync(output, DsseEnvelope.Create(OrderCertificate.PayloadType, payload).Sign(key).ToJson(), cancellationToken);
        await OrderCertificateOutput.WriteAsync(certificate, payload, arguments.GetValue(_json), _services);
        if (!arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync($"signed with key {key.PublicKey.KeyId[..12]}: {output}");
        }

        return certificate.IsComplete() ? ExitCode.Done : ExitCode.CheckFailed;
    }
}
