using Concordat.Console.Data;
using Concordat.Console.Http;
using Concordat.Console.Pages;
using Concordat.Console.Reading;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Verdicts;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>How much is used up of what the agreement allows, and how the safeguards work day by day.</summary>
internal static class HealthEndpoints
{
    private const int Days = 35;

    /// <summary>How many use cases are counted at a time, each over a connection of its own.</summary>
    private const int AtOnce = 8;

    public static async ValueTask<IResult> MetersAsync(ConsoleRequest request)
    {
        var (now, ceilings) = (request.Options.Time.GetUtcNow(), MeterCeilings.Of(request.Options.Data.Agreement));
        var meters = new List<MeterView>();
        foreach (var some in request.Options.Data.UseCases.Chunk(AtOnce))
        {
            meters.AddRange(await Task.WhenAll(some.Select(async useCase =>
                new MeterView(useCase.Id, (await request.Options.Meters.ReadAsync(useCase.Id, now, request.Cancellation)).Month, ceilings))));
        }

        return await request.PageAsync<MetersPage>(new() { [nameof(MetersPage.Meters)] = meters, [nameof(MetersPage.Ceilings)] = ceilings });
    }

    public static async ValueTask<IResult> SafeguardsAsync(ConsoleRequest request)
    {
        var today = DateOnly.FromDateTime(request.Options.Time.GetUtcNow().UtcDateTime);
        var counted = (await request.Options.Verdicts.SinceAsync(today.AddDays(1 - Days), request.Cancellation)).ToDictionary(day => day.Day);
        var decided = (await request.Options.Board.DecidedAsync(today.AddDays(1 - Days), request.Cancellation)).ToDictionary(day => day.Day);
        var days = new List<HealthDay>(Days);
        for (var day = today.AddDays(1 - Days); day <= today; day = day.AddDays(1))
        {
            days.Add(new HealthDay(
                counted.GetValueOrDefault(day) ?? new VerdictDay(day, 0, 0, 0), decided.GetValueOrDefault(day) ?? DecidedCases.None(day)));
        }

        var week = new DateTimeOffset(today.AddDays(-6), TimeOnly.MinValue, TimeSpan.Zero);
        var (reports, cancellation) = (request.Options.Reports, request.Cancellation);
        return await request.PageAsync<HealthPage>(new()
        {
            [nameof(HealthPage.Days)] = days,
            [nameof(HealthPage.Drift)] = Drift.Of(
                days, await reports.CountAsync(week, week.AddDays(7), cancellation), await reports.CountAsync(week.AddDays(-28), week, cancellation)),
            [nameof(HealthPage.Judge)] = request.Options.Judge(),
            [nameof(HealthPage.Open)] = await reports.CountOpenAsync(key: null, cancellation),
        });
    }
}
