using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Tests.Meters;

/// <summary>What becomes of more persons than are counted exactly.</summary>
public abstract class MeterTailContract : MeterContract
{
    private const int Batch = 2_500;

    [Fact]
    public async Task Up_to_ten_thousand_persons_are_exact_above_them_estimated_and_the_rows_bounded()
    {
        var count = 0;
        for (var i = 1; i <= 24; i++)
        {
            var now = EpochStart.AddMinutes(i);
            count = (int)(await AddAsync(i * Batch, now)).Month;
            if (i * Batch <= MeterWindow.Exact)
            {
                Assert.Equal(i * Batch, count);
            }
            else
            {
                Assert.InRange(count, i * Batch * 0.93, i * Batch * 1.07);
            }
        }

        Assert.InRange((long)(await Database.ExecuteAsync("SELECT max(n) FROM (SELECT count(*) AS n FROM meter_seen GROUP BY scope) AS counts"))!,
            MeterWindow.Exact, MeterWindow.MostRows);

        // 45 minutes later the hour holds what came in its last 15 minutes less what it always held: shorter windows stay exact
        var hour = (await AddAsync(24 * Batch, EpochStart.AddMinutes(24 + 57))).Hour;
        Assert.Equal(4 * Batch, hour);
    }

    [Fact]
    public async Task A_flood_within_one_minute_is_estimated_never_below_the_limit_and_forgotten_with_the_window()
    {
        for (var i = 1; i <= 10; i++)
        {
            var reading = await AddAsync(i * Batch, EpochStart);
            Assert.InRange(reading.Hour, Math.Min(i * Batch, MeterWindow.Exact + 1) * 0.93, i * Batch * 1.07);
            Assert.True(i * Batch <= MeterWindow.Exact || reading.Month > MeterWindow.Exact);
        }

        // whoever comes later is exact again, in the hour at once
        Assert.Equal(1, (await ReadAsync(Stores, Radar, [PersonKey.Of("email", "late")], EpochStart.AddHours(2))).UseCase.Hour);

        var later = EpochStart.AddDays(30).AddMinutes(1);
        await Stores.Meters.SweepAsync(later, Cancellation);
        Assert.Equal(1, (await ReadAsync(Stores, Radar, [], later)).UseCase.Month);
        Assert.Equal(0L, await Database.ExecuteAsync("SELECT count(*) FROM meter_tails"));
    }

    [Fact]
    public async Task A_person_of_the_tail_who_comes_again_is_counted_once()
    {
        for (var i = 1; i <= 6; i++)
        {
            await AddAsync(i * Batch, EpochStart.AddMinutes(i));
        }

        var again = await AddAsync(Batch, EpochStart.AddMinutes(10));
        Assert.InRange(again.Month, 6 * Batch * 0.93, 6 * Batch * 1.07);
    }

    /// <summary>Looks up the batch of persons that ends with this number.</summary>
    private async Task<WindowCounts> AddAsync(int last, DateTimeOffset now)
    {
        var persons = Enumerable.Range(last - Batch, Batch).Select(i => PersonKey.Of("email", $"person {i}")).ToArray();
        return (await ReadAsync(Stores, Radar, persons, now)).UseCase;
    }
}
