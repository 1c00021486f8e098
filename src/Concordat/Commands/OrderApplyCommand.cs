using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Oversight;
using Concordat.Oversight.Orders;

namespace Concordat.Commands;

/// <summary><c>order apply</c>: takes a signed order or notice.</summary>
internal sealed class OrderApplyCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "The signed order or notice." };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public OrderApplyCommand(CommandServices services)
        : base("apply", "Take a signed order or notice. Every serving gateway goes by it within a second, and records that it does.")
    {
        _services = services;
        Add(_file);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_file)!;
        var bytes = OrderFile.Read(path);
        var installation = Installation.Load(arguments.GetValue(_configuration)!, _services);
        await using var stores = await installation.OpenStoresAsync(_services, cancellationToken);
        var book = await OrderBookFile.LoadAsync(installation, stores, _services, cancellationToken);
        var revoked = await stores.RevokedSigners.ListAsync(cancellationToken);
        var now = _services.Time.GetUtcNow();
        try
        {
            if (OrderIntake.Check(bytes, book, revoked, now) is not { } document)
            {
                await _services.Output.WriteLineAsync("taken before: nothing changes");
                return ExitCode.Done;
            }

            if (!await stores.Orders.AddAsync(book.Documents.Length + 1, document.Id, bytes, cancellationToken))
            {
                throw new CommandException($"concordat: another process has just taken an order or a notice; look with `concordat order list`, and apply `{document.Id}` again") { Code = ExitCode.CheckFailed };
            }

            var after = await OrderBookFile.LoadAsync(installation, stores, _services, cancellationToken);
            var report = OrderReport.Of(after.Find(document.Notice?.Order ?? document.Id)!, after, now);
            await _services.Output.WriteLineAsync(arguments.GetValue(_json)
                ? JsonSerializer.Serialize(report, CommandJson.Plain.OrderReport)
                : $"taken: {document.Act} `{document.Id}`, signed by {string.Join(" and ", document.Signers.Select(signer => $"`{signer.Id}`"))}\norder `{report.Id}`: {report.Because}");
            if (document.Order is { } order && !NamesSomethingHere(order, installation.Config))
            {
                await _services.Output.WriteLineAsync($"it names nothing that {installation.Path} registers: look at its targets with `concordat order plan`");
            }

            return ExitCode.Done;
        }
        catch (OrderException fault)
        {
            throw new CommandException($"concordat: {path}: not taken: {fault.Message}{await NoteAsync(bytes, book, stores, fault.Message, cancellationToken)}") { Code = ExitCode.CheckFailed };
        }
    }

    // The ledger is the gateway's to write. What nobody known signed is named by its hash alone.
    private static async Task<string> NoteAsync(byte[] envelope, OrderBook book, OversightStores stores, string because, CancellationToken cancellationToken)
    {
        var (id, issuer) = OrderReader.TryRead(envelope, book.Terms) is { } document ? (document.Id, document.Issuer.Id) : (Convert.ToHexStringLower(SHA256.HashData(envelope)), "");
        return await stores.Changes.RefusedAsync(id, issuer, envelope, because, cancellationToken)
            ? "; a serving gateway records the refusal in its ledger"
            : "; so many refusals wait to be recorded that this one is not noted: start the gateway, which records them";
    }

    private static bool NamesSomethingHere(Order order, ConcordatConfig config) =>
        OrderSubjects.Uses(config).Any(use => order.Targets.Any(target => target.Covers(OrderSubjects.Of(config, use.UseCase, use.Deployment))));
}
