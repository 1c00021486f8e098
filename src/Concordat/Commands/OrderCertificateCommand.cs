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
    private readonly OtherLedgers _others = new();
    private readonly Option<bool> _json = CommonOptions.Json();

    public OrderCertificateCommand(CommandServices services)
        : base("certificate", "Check a certificate of an order: who signed it, that the ledger continues the one it counted, and that the counts are right.")
    {
        _services = services;
        Add(_file);
        Add(_signer);
        Add(_signatureOnly);
        _ledger.AddTo(this, withOutput: false);
        _others.AddTo(this);
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

        LedgerReader[] ledgers = [_ledger.Open(arguments, _services), .. _others.Open(arguments)];
        var (logs, holds) = (certificate.Logs(), true);
        if (logs.DistinctBy(static log => log.Origin, StringComparer.Ordinal).Count() < logs.Count)
        {
            throw new OrderException("the certificate counts a log twice");
        }

        foreach (var log in logs)
        {
            // Of one log alone the name need not fit: then it does not continue.
            var ledger = (logs.Count == 1 ? ledgers[0] : Array.Find(ledgers, each => each.Checkpoint.Origin == log.Origin))
                ?? throw new OrderException($"the certificate counted the log `{log.Origin}` too: name its folder with `--also DIR --also-key VKEY`");
            var (uses, isWhole) = CountAgain(log, document, file, ledger, cancellationToken);
            holds &= isWhole && uses.All(static use => use.Residual == 0);
        }

        var state = file.Book.At(document.Order!, certificate.AsOf);
        if (state.Standing.ToFact() != certificate.Standing || (certificate.IsComplete() && !holds))
        {
            throw new OrderException("the certificate says another outcome than the orders and the ledger");
        }
    }

    /// <exception cref="OrderException">The ledger says otherwise.</exception>
    private static (IReadOnlyList<OrderCertifiedUse> Uses, bool IsWhole) CountAgain(
        OrderCertifiedLog log, OrderDocument document, OrderBookFile file, LedgerReader ledger, CancellationToken cancellationToken)
    {
        if (!ledger.Continues(log.Checkpoint()))
        {
            throw new OrderException($"the ledger does not continue the one of {log.Size} entries that the certificate counted");
        }

        var (uses, first, isWhole) = OrderCompletion.Count(document, file.Book, file.Installation.Config, ledger, log.Size, cancellationToken);
        if (first != log.First)
        {
            throw new OrderException($"the ledger begins with entry {first} now, and began with {log.First}: what was counted cannot be counted again");
        }

        return uses.SequenceEqual(log.Uses) ? (uses, isWhole) : throw new OrderException("the ledger gives other counts than the certificate");
    }
}
