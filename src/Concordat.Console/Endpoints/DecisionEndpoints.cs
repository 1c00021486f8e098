using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Console.Data;
using Concordat.Console.Http;
using Concordat.Console.Live;
using Concordat.Console.Pages;
using Concordat.Console.Reading;
using Concordat.Oversight.Grants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Concordat.Console.Endpoints;

/// <summary>Decisions: as they come, as they were, and one explained.</summary>
internal static class DecisionEndpoints
{
    private const int Shown = 100;
    private const int Looked = 512;
    private const int RefreshSeconds = 5;

    public static ValueTask<IResult> ListAsync(ConsoleRequest request)
    {
        if (FilterOf(request) is not { } filter)
        {
            return request.NotFoundAsync($"no verdict `{request.Query("verdict")}`; there are permit, hold and refuse");
        }

        if (request.Query("before") is { } before)
        {
            return long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? OlderAsync(request, filter, index)
                : request.NotFoundAsync("no such page of decisions");
        }

        var decisions = request.Options.Decisions.Latest(Looked).Where(filter.Takes).Take(Shown).ToList();
        return request.PageAsync<DecisionsPage>(new()
        {
            [nameof(DecisionsPage.Decisions)] = decisions,
            [nameof(DecisionsPage.Counts)] = request.Options.Decisions.Counts,
            [nameof(DecisionsPage.Filter)] = filter,
            [nameof(DecisionsPage.UseCases)] = UseCasesOf(request),
            [nameof(DecisionsPage.Refresh)] = request.Has("follow") ? RefreshSeconds : null,
            [nameof(DecisionsPage.Older)] = decisions.Count > 0 ? decisions[^1].Entry : request.Options.Entries.Size,
        });
    }

    /// <summary>One decision as the ledger has it: what was known, which clauses fired, what would change it, and the proof.</summary>
    public static async ValueTask<IResult> OneAsync(ConsoleRequest request)
    {
        var text = request.Route("entry");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return await request.NotFoundAsync($"no decision `{text}`");
        }

        if (request.Options.Entries.Find(index) is not { } found)
        {
            return await request.NotFoundAsync(
                index >= request.Options.Entries.Size
                    ? $"no entry {text} under a checkpoint yet; one that was just made is there within a second"
                    : $"no entry {text} any more: it was pruned");
        }

        var entry = EntryReader.Read(index, found.Entry, request.Options.Data.Agreement);
        var hidden = Clearances.Hides(request.SignedIn.Person.Clearance, entry.Level);
        return await request.PageAsync<DecisionPage>(new()
        {
            [nameof(DecisionPage.Entry)] = hidden ? entry.WithoutFacts() : entry,
            [nameof(DecisionPage.Hidden)] = hidden,
            [nameof(DecisionPage.Json)] = hidden ? null : System.Text.Encoding.UTF8.GetString(found.Entry.Span),
            [nameof(DecisionPage.Proof)] = found.Proof,
            [nameof(DecisionPage.Ledger)] = request.Options.Data.Ledger,
        });
    }

    /// <summary>What a browser needs to check an entry by itself: its hash, its record where the person may see it, and the proof.</summary>
    public static async ValueTask<IResult> ProofAsync(ConsoleRequest request)
    {
        var text = request.Route("entry");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || request.Options.Entries.Find(index) is not { } found)
        {
            return await request.NotFoundAsync($"no entry {text} under a checkpoint");
        }

        var hidden = Clearances.Hides(request.SignedIn.Person.Clearance, EntryReader.Read(index, found.Entry, request.Options.Data.Agreement).Level);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBase64String("leaf", SHA256.HashData([0, .. found.Entry.Span]));
            if (!hidden)
            {
                json.WriteString("record", found.Entry.Span);
            }

            json.WriteString("proof", found.Proof);
            json.WriteEndObject();
        }

        return Results.Bytes(buffer.ToArray(), "application/json");
    }

    /// <summary>New decisions as server-sent events, rows of the table.</summary>
    public static async ValueTask<IResult> StreamAsync(ConsoleRequest request)
    {
        if (FilterOf(request) is not { } filter)
        {
            return Results.Text($"no verdict `{request.Query("verdict")}`; there are permit, hold and refuse", statusCode: StatusCodes.Status404NotFound);
        }

        if (request.Parts.Live.Open(filter) is not { } viewer)
        {
            request.Http.Response.Headers.RetryAfter = "10";
            return Results.Text($"{LiveFeed.MostViewers} live pages are open, and no more are served at a time; the list itself can be loaded again", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Cancellation, viewer.Dropped);
        using var late = new CancellationTokenSource(LiveFeed.StreamTime, request.Options.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, late.Token);
        try
        {
            var response = request.Http.Response;
            response.ContentType = "text/event-stream; charset=utf-8";
            request.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await response.WriteAsync("retry: 2000\n\n", stop.Token);
            await response.Body.FlushAsync(stop.Token);
            await foreach (var batch in viewer.Batches.ReadAllAsync(stop.Token))
            {
                await response.Body.WriteAsync(batch, stop.Token);
                await response.Body.FlushAsync(stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // the page was closed, was too slow, or has had its time
            if (viewer.Dropped.IsCancellationRequested)
            {
                request.Http.Abort();
            }
        }
        finally
        {
            request.Parts.Live.Close(viewer);
        }

        return Results.Empty;
    }

    private static ValueTask<IResult> OlderAsync(ConsoleRequest request, LiveFilter filter, long before)
    {
        var (decisions, next) = OlderDecisions.Read(request.Options.Entries, request.Options.Data.Agreement, filter, before, Shown);
        return request.PageAsync<DecisionsPage>(new()
        {
            [nameof(DecisionsPage.Decisions)] = decisions,
            [nameof(DecisionsPage.Counts)] = request.Options.Decisions.Counts,
            [nameof(DecisionsPage.Filter)] = filter,
            [nameof(DecisionsPage.UseCases)] = UseCasesOf(request),
            [nameof(DecisionsPage.Before)] = before,
            [nameof(DecisionsPage.Older)] = next,
        });
    }

    private static IReadOnlyList<string> UseCasesOf(ConsoleRequest request) => [.. request.Options.Data.UseCases.Select(useCase => useCase.Id)];

    private static LiveFilter? FilterOf(ConsoleRequest request)
    {
        VerdictWord? verdict = null;
        if (request.Query("verdict") is { } word)
        {
            if (!Enum.TryParse<VerdictWord>(word, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed))
            {
                return null;
            }

            verdict = parsed;
        }

        return new LiveFilter(verdict, request.Query("use"), request.Query("clause"));
    }
}
