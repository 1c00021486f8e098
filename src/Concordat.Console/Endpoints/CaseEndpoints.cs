using System.Collections.Immutable;
using System.Globalization;
using Concordat.Agreements;
using Concordat.Console.Data;
using Concordat.Console.Http;
using Concordat.Console.Live;
using Concordat.Console.Pages;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Concordat.Console.Endpoints;

/// <summary>Cases: all of them, those that wait for one person, and one with what there is to decide.</summary>
internal static class CaseEndpoints
{
    private static readonly ImmutableArray<CaseType> Types = [CaseType.Authorize, CaseType.Mask, CaseType.Ruling];

    private const int PerPage = 25;
    private const int MostCounted = 100;

    public static async ValueTask<IResult> ListAsync(ConsoleRequest request)
    {
        CaseState? state = CaseNames.TryParse(request.Query("state"), out var parsed) ? parsed : null;
        CaseType? type = CaseNames.TryParseType(request.Query("type"), out var wanted) ? wanted : null;
        CaseId? key = CaseId.TryParse(request.Query("before"), out var id) ? id : null;
        if (Unknown("state", state is null) is { } noState)
        {
            return await request.NotFoundAsync(noState);
        }

        if (Unknown("type", type is null) is { } noType)
        {
            return await request.NotFoundAsync(noType);
        }

        if (Unknown("before", key is null) is not null)
        {
            return await request.NotFoundAsync("no such page of cases");
        }

        var filter = new CaseFilter(state, request.Query("use"), type);
        return await request.PageAsync<CasesPage>(new()
        {
            [nameof(CasesPage.Cases)] = await request.Options.Cases.ListAsync(filter, key, PerPage, request.Cancellation),
            [nameof(CasesPage.Filter)] = filter,
            [nameof(CasesPage.UseCases)] = request.Options.Data.UseCases.Select(useCase => useCase.Id).ToArray(),
            [nameof(CasesPage.People)] = request.Options.Data.People,
            [nameof(CasesPage.IsFirst)] = key is null,
            [nameof(CasesPage.Now)] = request.Options.Time.GetUtcNow(),
        });

        string? Unknown(string name, bool missing) => missing && request.Query(name) is { } text ? $"no cases of {name} `{text}`" : null;
    }

    /// <summary>The open cases that wait for this person, the most urgent first.</summary>
    public static async ValueTask<IResult> WaitingAsync(ConsoleRequest request)
    {
        WaitingKey? after = null;
        if (request.Query("after") is { } text)
        {
            if (text.Split('.') is not [var ticks, var name] || !CaseId.TryParse(name, out var id)
                || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at > DateTimeOffset.MaxValue.UtcTicks)
            {
                return await request.NotFoundAsync("no such page of cases");
            }

            after = new WaitingKey(new DateTimeOffset(at, TimeSpan.Zero), id);
        }

        return await request.PageAsync<WaitingPage>(new()
        {
            [nameof(WaitingPage.Cases)] = FilterOf(request) is { } filter
                ? await request.Options.Board.WaitingAsync(filter, after, PerPage, request.Cancellation)
                : new WaitingCases([], Next: null),
            [nameof(WaitingPage.Now)] = request.Options.Time.GetUtcNow(),
            [nameof(WaitingPage.People)] = request.Options.Data.People,
            [nameof(WaitingPage.IsFirst)] = after is null,
        });
    }

    public static async ValueTask<int?> CountWaitingAsync(ConsoleRequest request) => FilterOf(request) is { } filter
        ? (await request.Options.Board.WaitingAsync(filter, after: null, MostCounted, request.Cancellation)).Cases.Length
        : null;

    public static async ValueTask<IResult> OneAsync(ConsoleRequest request)
    {
        var text = request.Route("id");
        return CaseId.TryParse(text, out var id) ? await ShowAsync(request, id) : await request.NotFoundAsync($"no case `{text}`");
    }

    /// <summary>How one case stands, as server-sent events: at once, and whenever it changes.</summary>
    public static async ValueTask<IResult> StreamAsync(ConsoleRequest request)
    {
        var text = request.Route("id");
        if (!CaseId.TryParse(text, out var id))
        {
            return Results.Text($"no case `{text}`", statusCode: StatusCodes.Status404NotFound);
        }

        if (!request.Parts.Follow.TryEnter())
        {
            request.Http.Response.Headers.RetryAfter = "10";
            return Results.Text($"{CaseFollow.Most} pages of cases are open, and no more are told of changes at a time; the page itself can be loaded again", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        using var late = new CancellationTokenSource(LiveFeed.StreamTime, request.Options.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(request.Cancellation, late.Token);
        try
        {
            var response = request.Http.Response;
            response.ContentType = "text/event-stream; charset=utf-8";
            request.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await response.WriteAsync("retry: 2000\n\n", stop.Token);
            await foreach (var stand in request.Parts.Follow.StandsAsync(id, stop.Token))
            {
                await response.WriteAsync($"data: {stand}\n\n", stop.Token);
                await response.Body.FlushAsync(stop.Token);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or OversightUnavailableException)
        {
            // the page was closed, has had its time, or nobody knows how the case stands: the browser comes back
        }
        finally
        {
            request.Parts.Follow.Leave();
        }

        return Results.Empty;
    }

    /// <summary>Shows a case; to a person who has a say in it, with the exact action, which begins that person's reading time.</summary>
    public static async ValueTask<IResult> ShowAsync(ConsoleRequest request, CaseId id, PageParameters? more = null, int status = StatusCodes.Status200OK)
    {
        if (await request.Options.Cases.GetFileAsync(id, request.Cancellation) is not { } file)
        {
            return await request.NotFoundAsync($"no case `{id}`");
        }

        var person = request.SignedIn.Person;
        var reply = person.Approver is null ? null : await request.Options.Desk.ShowAsync(id, person, request.Cancellation);
        if (reply?.Action is { } action && Clearances.Hides(person.Clearance, ActionLabel.LevelOf(action)))
        {
            reply = new Data.DeskReply("it is marked above your clearance");
        }

        var parameters = new PageParameters
        {
            [nameof(CaseDetailPage.File)] = reply?.File ?? file,
            [nameof(CaseDetailPage.Reply)] = reply,
            [nameof(CaseDetailPage.People)] = request.Options.Data.People,
            [nameof(CaseDetailPage.Quorums)] = request.Options.Data.Source.Metadata.Terms.Quorums,
            [nameof(CaseDetailPage.Agreement)] = request.Options.Data.Agreement,
            [nameof(CaseDetailPage.Now)] = request.Options.Time.GetUtcNow(),
            [nameof(CaseDetailPage.WithHardwareKey)] = reply?.Action is not null && (await HardwareKeyTask.UsableAsync(request, person.Id)).Count > 0,
        };
        foreach (var (name, value) in more ?? [])
        {
            parameters[name] = value;
        }

        return await request.PageAsync<CaseDetailPage>(parameters, status);
    }

    /// <summary>Whether a clause has seats in one of these kinds of case, beside which graver clause it ever holds.</summary>
    private static bool Waits(ClauseView clause, ImmutableArray<CaseType> types) =>
        !clause.Permits && RemedyNames.Parse(clause.Remedy) is { } remedy && Quorum.TypeOf(remedy) is { } type && types.Contains(type);

    /// <summary>What may wait for a person; null where nothing does.</summary>
    private static WaitingFilter? FilterOf(ConsoleRequest request)
    {
        if (request.SignedIn.Person.Approver is not { } approver)
        {
            return null;
        }

        var quorums = request.Options.Data.Source.Metadata.Terms.Quorums;
        ImmutableArray<CaseType> types = [.. Types.Where(type => Quorum.Any(type, quorums).Any(quorum => quorum.HasSeatFor(approver.Party, approver.Role)))];
        return types.IsEmpty ? null : new WaitingFilter(types, approver.RequestsFor, approver.Id)
        {
            Clauses = [.. request.Options.Data.Agreement.Clauses.Where(clause => Waits(clause, types)).Select(static clause => clause.Id)],
        };
    }
}
