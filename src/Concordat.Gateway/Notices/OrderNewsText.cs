using System.Globalization;
using System.Text.Json;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Notices;

/// <summary>What is told of orders: ids, hashes, dates, and what they are against as they say it. Nothing of requests, no reasons.</summary>
internal static class OrderNewsText
{
    private const int MostTargets = 50;

    /// <summary>The body of a webhook.</summary>
    public static byte[] Json(OrderNews news)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("type", news.Type);
            json.WriteString("timestamp", news.Time.UtcDateTime);
            json.WriteStartObject("data");
            json.WriteString("id", news.Document.Id);
            json.WriteString("act", news.Document.Act);
            json.WriteString("order", news.About.Id);
            json.WriteString("issuer", news.Document.Issuer.Id);
            json.WriteString("party", news.Document.Issuer.Party);
            json.WriteString("hash", news.Document.Hash);
            json.WriteString("order_hash", news.About.Hash);
            json.WriteStartArray("signers");
            foreach (var signer in news.Document.Signers)
            {
                json.WriteStringValue(signer.Id);
            }

            json.WriteEndArray();
            json.WriteStartArray("targets");
            foreach (var target in Targets(news))
            {
                json.WriteStringValue(target);
            }

            json.WriteEndArray();
            json.WriteString("from", From(news).UtcDateTime);
            Time(json, "until", Until(news));
            Time(json, "lapses", news.Lapses);
            if (news.Ends is { } ends)
            {
                Time(json, "ends", ends);
            }

            json.WriteBoolean("in_force", news.State.InForce);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    /// <summary>Subject and text of an e-mail to a party, or to the owner of a use case.</summary>
    public static (string Subject, string Body) Mail(OrderNews news, string? useCase = null)
    {
        var (id, order, by) = (news.Document.Id, news.About.Id, By(news.Document.Issuer));
        var what = news.Type switch
        {
            OrderNews.Lapsing => $"{order} lapses on {Moment(news.Lapses ?? news.About.Order!.LapsesAt())} unless confirmed",
            OrderNews.Lapsed => $"{order} has lapsed: nobody confirmed it",
            OrderNews.Ending => $"{order} ends {(useCase is null ? "what it names" : $"uses of {useCase}")} on {Moment(news.Ends!.Value)}",
            _ when id == order => $"{news.Document.Act} by {by}: order {order}",
            _ => $"{news.Document.Act} by {by}: about order {order}",
        };
        List<string> lines =
        [
            $"{what}.",
            "",
            .. id == order ? [] : (string[])[$"  notice    {id}", $"  hash      {news.Document.Hash}"],
            $"  order     {order} ({news.About.Act} by {By(news.About.Issuer)})",
            $"  hash      {news.About.Hash}",
            .. Targets(news).Select(static target => $"  against   {target}"),
            $"  from      {Moment(From(news))}",
        ];
        if (Until(news) is { } until)
        {
            lines.Add($"  until     {Moment(until)}");
        }

        if (news.Lapses is { } lapses && news.Type != OrderNews.Lapsed)
        {
            lines.Add($"  lapses    {Moment(lapses)}, unless the other party confirms it");
        }

        lines.AddRange([$"  now       {Now(news)}", "", .. ToDo(news, order)]);
        return ($"[concordat] {what}", string.Join("\r\n", lines) + "\r\n");
    }

    private static IEnumerable<string> ToDo(OrderNews news, string order)
    {
        yield return $"Read it:      concordat order show {order}";
        if (news.Lapses is not null && news.Type != OrderNews.Lapsed)
        {
            yield return $"Confirm it:   sign a notice of kind `confirm` for {order} with the order's hash above, and apply it";
        }

        if (news.State.InForce || IsNotice(news))
        {
            yield return $"Answer it:    concordat order respond {order}";
        }
    }

    private static string Now(OrderNews news) =>
        news.State.InForce ? "in force" : IsNotice(news) ? "not yet: the use ends for good on the date above, and no lift ends that" : "not in force";

    // Whoever has notice of a termination may answer before it takes effect.
    private static bool IsNotice(OrderNews news) => news.About.Order is { Action: OrderAction.Terminate } order && news.State.Changes <= order.Effective;

    private static DateTimeOffset From(OrderNews news) => news.Document.Order?.Effective ?? news.Document.Notice!.From;

    private static DateTimeOffset? Until(OrderNews news) => news.Document.Order is { } order ? order.Expires : news.Document.Notice!.Until;

    // One line each, whatever somebody signed.
    private static IEnumerable<string> Targets(OrderNews news) =>
        news.About.Order!.Targets.Take(MostTargets).Select(static target => string.Concat(target.ToWords().Select(static c => char.IsControl(c) ? ' ' : c)));

    private static string By(OrderIssuer issuer) => issuer.Party is { } party ? $"{issuer.Id} ({party})" : issuer.Id;

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known.UtcDateTime);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
