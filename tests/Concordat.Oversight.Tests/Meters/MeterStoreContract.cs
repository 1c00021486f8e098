using Concordat.Oversight.Meters;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Meters;

public abstract class MeterStoreContract : StoreContract
{
    // 2026-01-19, the first day of an epoch
    private static readonly DateTimeOffset EpochStart =
        DateTimeOffset.UnixEpoch.AddDays(MeterWindow.FirstDayOfEpoch(MeterWindow.EpochOf(20_490)));

    [Fact]
    public async Task Persons_are_counted_not_sightings()
    {
        Assert.Equal(2, await ReserveAsync("radar", EpochStart, "ann", "bob"));
        Assert.Equal(2, await ReserveAsync("radar", EpochStart, "bob", "ann", "ann"));
        Assert.Equal(3, await ReserveAsync("radar", EpochStart.AddDays(3), "eve", "ann"));
    }

    [Fact]
    public async Task The_same_text_of_another_kind_is_another_identifier()
    {
        PersonKey[] keys = [PersonKey.Of("phone", "12345"), PersonKey.Of("plate", "12345")];
        Assert.Equal(2, await Stores.Meters.ReserveAsync("radar", keys, EpochStart, Cancellation));
    }

    [Fact]
    public async Task Use_cases_are_counted_apart()
    {
        await ReserveAsync("radar", EpochStart, "ann", "bob");
        Assert.Equal(1, await ReserveAsync("fires", EpochStart, "ann"));
    }

    [Fact]
    public async Task A_request_without_persons_reads_the_count()
    {
        Assert.Equal(0, await ReserveAsync("radar", EpochStart));
        await ReserveAsync("radar", EpochStart, "ann");
        Assert.Equal(1, await ReserveAsync("radar", EpochStart.AddDays(30)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(29)]
    public async Task A_person_counts_for_thirty_days_and_no_longer_than_one_more(int dayOfEpoch)
    {
        var seen = EpochStart.AddDays(dayOfEpoch).AddHours(23);
        await ReserveAsync("radar", seen, "ann");

        Assert.Equal(2, await ReserveAsync("radar", seen.AddDays(30), "bob"));
        Assert.Equal(1, await ReserveAsync("radar", seen.AddDays(31), "bob"));
    }

    [Fact]
    public async Task A_person_seen_in_two_epochs_counts_once()
    {
        await ReserveAsync("radar", EpochStart.AddDays(29), "ann", "bob");

        Assert.Equal(2, await ReserveAsync("radar", EpochStart.AddDays(30), "ann"));
        Assert.Equal(2, await ReserveAsync("radar", EpochStart.AddDays(31), "bob", "ann"));
        Assert.Equal(2, await ReserveAsync("radar", EpochStart.AddDays(61), "ann"));
        Assert.Equal(1, await ReserveAsync("radar", EpochStart.AddDays(62), "ann"));
    }

    [Fact]
    public async Task Over_half_a_year_the_count_is_exact()
    {
        var random = new Random(20260301);
        Dictionary<int, int> lastSeen = [];
        var day = 0;
        for (var i = 0; i < 250; i++)
        {
            day += random.Next(0, 3);
            var persons = Enumerable.Range(0, random.Next(0, 5)).Select(_ => random.Next(0, 60)).ToArray();
            foreach (var person in persons)
            {
                lastSeen[person] = day;
            }

            var now = EpochStart.AddDays(day).AddHours(random.Next(0, 24));
            if (random.Next(0, 10) == 0)
            {
                await Stores.Meters.SweepAsync(now, Cancellation);
            }

            string[] named = [.. persons.Select(person => $"person {person}")];
            var foretold = await CountAsync("radar", now, named);
            var counted = await ReserveAsync("radar", now, named);
            Assert.Equal(lastSeen.Values.Count(seen => seen >= day - 30), counted);
            Assert.Equal(counted, foretold);
        }
    }

    [Fact]
    public async Task Asking_ahead_counts_nobody_in()
    {
        await ReserveAsync("radar", EpochStart, "ann", "bob");

        Assert.Equal(3, await CountAsync("radar", EpochStart, "eve", "eve", "ann"));
        Assert.Equal(2, await CountAsync("radar", EpochStart));
        Assert.Equal(0, await CountAsync("fires", EpochStart));
        Assert.Equal(1, await CountAsync("fires", EpochStart, "ann"));
        Assert.Equal(2, await ReserveAsync("radar", EpochStart));
    }

    [Fact]
    public async Task Parallel_requests_cannot_pass_a_threshold_unseen()
    {
        var other = await OpenAnotherAsync();
        var counts = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Stores : other).Meters.ReserveAsync(
                "radar", [PersonKey.Of("email", $"person {i}")], EpochStart, Cancellation),
            Cancellation)));

        Assert.Equal(Enumerable.Range(1, 40).Select(count => (long)count), counts.Order());
    }

    [Fact]
    public async Task A_process_whose_clock_is_a_little_behind_does_not_count_twice()
    {
        var midnight = EpochStart.AddDays(30);
        await ReserveAsync("radar", midnight.AddSeconds(-2), "ann");
        Assert.Equal(1, await ReserveAsync("radar", midnight.AddSeconds(1), "ann"));
        Assert.Equal(1, await ReserveAsync("radar", midnight.AddSeconds(-1), "ann"));
        Assert.Equal(2, await ReserveAsync("radar", midnight.AddSeconds(-1), "bob"));
        Assert.Equal(2, await ReserveAsync("radar", midnight.AddSeconds(2), "ann", "bob"));
    }

    [Fact]
    public async Task Another_process_continues_the_count()
    {
        await ReserveAsync("radar", EpochStart, "ann");
        var other = await OpenAnotherAsync();
        Assert.Equal(2, await other.Meters.ReserveAsync("radar", [PersonKey.Of("email", "bob")], EpochStart, Cancellation));
    }

    [Fact]
    public async Task A_sweep_keeps_what_counts_and_destroys_keys_that_have_served()
    {
        await ReserveAsync("radar", EpochStart.AddDays(10), "ann");
        await ReserveAsync("fires", EpochStart.AddDays(29), "bob");
        await Stores.Meters.SweepAsync(EpochStart.AddDays(41), Cancellation);
        Assert.Equal((1, 1), await CountRowsAsync());
        Assert.Equal(1, await ReserveAsync("fires", EpochStart.AddDays(59)));

        await Stores.Meters.SweepAsync(EpochStart.AddDays(60), Cancellation);
        Assert.Equal((0, 0), await CountRowsAsync());
    }

    [Fact]
    public void Printing_a_person_leaves_the_identifier_out() =>
        Assert.Equal("email", PersonKey.Of("email", "ann@example.org").ToString());

    protected async Task<long> CountAsync(string useCase, DateTimeOffset now, params string[] persons) =>
        await Stores.Meters.CountAsync(useCase, [.. persons.Select(person => PersonKey.Of("email", person))], now, Cancellation);

    protected async Task<long> ReserveAsync(string useCase, DateTimeOffset now, params string[] persons) =>
        await Stores.Meters.ReserveAsync(useCase, [.. persons.Select(person => PersonKey.Of("email", person))], now, Cancellation);

    /// <summary>How many keys and persons the store holds, read behind its back.</summary>
    private async Task<(long Keys, long Persons)> CountRowsAsync() =>
        ((long)(await Database.ExecuteAsync("SELECT count(*) FROM meter_keys"))!,
            (long)(await Database.ExecuteAsync("SELECT count(*) FROM meter_persons"))!);
}
