using System.CommandLine;
using Concordat.Gateway.Orders;
using Concordat.Ledger;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>order certificate</c>: checks a certificate, and counts again where the ledger is at hand.</summary>
internal sealed class OrderCertificateCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "The signed certificate." };
    private readonly Option<string?> _signer = new("--signer") { Description = "Public key that must have signed it; an issuer of the configuration when left out.", HelpName = "FILE" };
    private readonly Option<bool> _signatureOnly = new("--signature-only") { Description = "Do not count again: for those who have no ledger." };
    private readonly LedgerTarget _ledger = new();
    private readonly Option<bool> _json = CommonOptions.Json();

    public OrderCertificateCommand(CommandServices services)
        : base("certificate", "Check a certificate of an order: who signed it, that the ledger continues the one it counted, and that the counts are right.")
    {
        _services = services;
        Add(_file);
        Add(_signer);
        Add(_signatureOnly);
        _ledger.AddTo(this, withOutput: false);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var bytes = OrderFile.Read(arguments.GetValue(_file)!);
        try
        {
            IReadOnlyList<VerifyingKey> keys = arguments.GetValue(_signer) is { } signer
                ? [VerifyingKey.Load(signer)]
                : OrderSubjects.Keys(_ledger.Configuration(arguments, _services));
            var (certificate, by) = OrderCertificate.Read(bytes, keys);
            if (!arguments.GetValue(_signatureOnly))
            {
                await CountAgainAsync(certificate, arguments, cancellationToken);
            }

            await OrderCertificateOutput.WriteAsync(certificate, certificate.Payload(), arguments.GetValue(_json), _services);
            if (!arguments.GetValue(_json))
            {
                await _services.Output.WriteLineAsync($"signed by key {by.KeyId[..12]}{(arguments.GetValue(_signatureOnly) ? "; not counted again" : "; counted again, the same")}");
            }

            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is OrderException or SigningFormatException or LedgerCorruptException or LedgerPrunedException)
        {
            throw new CommandException($"concordat: {fault.Message}") { Code = ExitCode.CheckFailed };
        }
    }

    /// <exception cref="OrderException">The ledger or the orders say otherwise.</exception>
    private async Task CountAgainAsync(OrderCertificate certificate, ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = await OrderBookFile.LoadAsync(_ledger.ConfigurationPath(arguments), _services, cancellationToken);
        var document = file.Find(certificate.Order);
        if (document.Hash != certificate.Document)
        {
            throw new OrderException($"the certificate is about another text of the order `{certificate.Order}`");
        }

        if (file.Book.Hash != certificate.Book)
        {
            throw new OrderException("the certificate was made with other orders and notices than those that are here now: make a new one");
        }

        var ledger = _ledger.Open(arguments, _services);
        if (!ledger.Continues(certificate.Checkpoint()))
        {
            throw new OrderException($"the ledger does not continue the one of {certificate.Size} entries that the certificate counted");
        }

        var (uses, first, isWhole) = OrderCompletion.Count(document, file.Book, file.Installation.Config, ledger, certificate.Size, cancellationToken);
        if (first != certificate.First)
        {
            throw new OrderException($"the ledger begins with entry {first} now, and began with {certificate.First}: what was counted cannot be counted again");
        }

        if (!uses.SequenceEqual(certificate.Uses))
        {
            throw new OrderException("the ledger gives other counts than the certificate");
        }

        var state = file.Book.At(document.Order!, certificate.AsOf);
        if (state.Standing.ToFact() != certificate.Standing || (certificate.IsComplete() && (!isWhole || uses.Any(static use => use.Residual > 0))))
        {
            throw new OrderException("the certificate says another outcome than the orders and the ledger");
        }
    }
}
