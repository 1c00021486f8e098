using System.CommandLine;
using System.Globalization;
using System.Text;
using Concordat.Oversight.Orders;

namespace Concordat.Commands;

/// <summary><c>order show</c>: one order and all that was said about it.</summary>
internal sealed class OrderShowCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Id of the order." };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public OrderShowCommand(CommandServices services)
        : base("show", "Show an order, its milestones, and every stay, waiver, lift, confirmation and response. As JSON: the signed payload.")
    {
        _services = services;
        Add(_id);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = await OrderBookFile.LoadAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var document = file.Find(arguments.GetValue(_id)!);
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(Encoding.UTF8.GetString(document.Envelope.Payload));
            return ExitCode.Done;
        }

        var order = document.Order!;
        await LineAsync($"{order.Id}: {order.Title}");
        await LineAsync($"  action:     {document.Act}");
        await LineAsync($"  issued by:  {document.Issuer.Name} (`{order.Issuer}`), {order.Official}, on {Times.Short(order.Issued)}");
        await LineAsync($"  signed by:  {string.Join(" and ", document.Signers.Select(static signer => signer.Party is { } party ? $"`{signer.Id}` ({party})" : $"`{signer.Id}`"))}");
        await LineAsync($"  document:   {document.Hash}");
        await LineAsync($"  authority:  {string.Join("; ", order.LegalBasis.Select(basis => basis.Cite))}");
        await LineAsync($"  effective:  {Times.Short(order.Effective)}{(order.Expires is { } expires ? $" to {Times.Short(expires)}" : "")}");
        if (order.Action == OrderAction.Suspend && !file.Book.At(order, _services.Time.GetUtcNow()).IsJoint)
        {
            await LineAsync($"  lapses:     {Times.Short(order.LapsesAt())}, unless those confirm it who suspend together");
        }

        foreach (var target in order.Targets)
        {
            await LineAsync($"  against:    {target.ToWords()}");
        }

        foreach (var milestone in order.Calendar())
        {
            var done = file.Book.NoticesOf(order.Id).Any(notice => notice.Notice!.Kind == NoticeKind.Report && notice.Notice.Stage == milestone.Stage);
            await LineAsync($"  milestone:  {milestone.Stage.ToString().ToLowerInvariant()} by {Times.Short(milestone.Due)}{(done ? ", reported" : "")}");
        }

        foreach (var exemption in order.Exemptions ?? [])
        {
            await LineAsync($"  exempt:     {exemption.UseCase} until {Times.Short(exemption.Expires)}: {exemption.Reason}");
        }

        foreach (var notice in file.Book.NoticesOf(order.Id))
        {
            await LineAsync($"  {notice.Act,-11} `{notice.Id}` by `{notice.Issuer.Id}` from {Times.Short(notice.Notice!.From)}{(notice.Notice.Until is { } until ? $" to {Times.Short(until)}" : "")}: {notice.Notice.Reason}");
        }

        await LineAsync($"  now:        {file.Book.At(order, _services.Time.GetUtcNow()).Because}");
        return ExitCode.Done;
    }

    private Task LineAsync(FormattableString line) => _services.Output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
