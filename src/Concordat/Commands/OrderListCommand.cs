using System.CommandLine;
using System.Text.Json;
using Concordat.Oversight.Orders;

namespace Concordat.Commands;

/// <summary><c>order list</c>: every order as of a moment.</summary>
internal sealed class OrderListCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string?> _asOf = OrderBookFile.AsOf();
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public OrderListCommand(CommandServices services)
        : base("list", "List every order, in the order in which they were taken, and what each means now.")
    {
        _services = services;
        Add(_asOf);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (_, book) = await OrderBookFile.LoadAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var now = OrderBookFile.Moment(arguments.GetValue(_asOf), _services);
        var orders = OrderReport.All(book, now);
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(orders, CommandJson.Plain.IReadOnlyListOrderReport));
            return ExitCode.Done;
        }

        TextTable.Write(
            _services.Output,
            ["ID", "ACTION", "ISSUER", "STANDING", "BECAUSE"],
            [.. orders.Select(order => (string[])[order.Id, order.Action, order.Issuer, order.Standing, order.Because])]);
        return ExitCode.Done;
    }
}
