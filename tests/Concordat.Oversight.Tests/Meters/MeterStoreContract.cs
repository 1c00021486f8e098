using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Tests.Meters;

public abstract class MeterStoreContract : MeterContract
{
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
        Assert.Equal(2, (await ReadAsync(Stores, Radar, keys, EpochStart)).UseCase.Month);
    }

    [Fact]
    public async Task Reading_shows_the_windows_and_counts_nobody_in()
    {
        Assert.Equal(default, await Stores.Meters.ReadAsync("radar", EpochStart, Cancellation));
        await ReserveAsync("radar", EpochStart, "ann", "bob");
        await ReserveAsync("radar", EpochStart.AddHours(2), "bob", "eve");
        Assert.Equal(new WindowCounts(2, 3, 3), await Stores.Meters.ReadAsync("radar", EpochStart.AddHours(3), Cancellation));
        Assert.Equal(new WindowCounts(0, 0, 3), await Stores.Meters.ReadAsync("radar", EpochStart.AddDays(29), Cancellation));
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
    public async Task A_person_counts_for_thirty_days_and_at_most_a_minute_more(int dayOfEpoch)
    {
        var seen = EpochStart.AddDays(dayOfEpoch).AddHours(23).AddSeconds(5);
        await ReserveAsync("radar", seen, "ann");

        Assert.Equal(2, await ReserveAsync("radar", seen.AddDays(30), "bob"));
        Assert.Equal(1, await ReserveAsync("radar", seen.AddDays(30).AddMinutes(1), "bob"));
    }

    [Fact]
    public async Task The_windows_are_an_hour_a_day_and_thirty_days()
    {
        await ReserveAsync("radar", EpochStart, "ann");
        await ReserveAsync("radar", EpochStart.AddHours(5), "bob");
        var reading = await ReadAsync(Stores, Radar, [PersonKey.Of("email", "eve")], EpochStart.AddHours(24).AddMinutes(1));
        Assert.Equal(new WindowCounts(1, 2, 3), reading.UseCase);

        reading = await ReadAsync(Stores, Radar, [PersonKey.Of("email", "ann")], EpochStart.AddHours(25));
        Assert.Equal(new WindowCounts(2, 3, 3), reading.UseCase);
    }

    [Fact]
    public async Task Callers_and_purposes_are_counted_over_their_own()
    {
        await ReadAsync(Stores, new MeterSubject("radar", "key-1", "keep the radar working"), [PersonKey.Of("email", "ann")], EpochStart);
        await ReadAsync(Stores, new MeterSubject("radar", "key-2", "keep the radar working"), [PersonKey.Of("email", "bob")], EpochStart);
        var reading = await ReadAsync(
            Stores, new MeterSubject("antenna", "key-2", "keep the radar working"), [PersonKey.Of("email", "eve")], EpochStart);
        Assert.Equal((1, 1, 3), (reading.UseCase.Month, reading.Caller.Month, reading.Purpose.Month));

        reading = await ReadAsync(Stores, new MeterSubject("radar", "key-2", "another purpose"), [], EpochStart);
        Assert.Equal((2, 1, 0), (reading.UseCase.Month, reading.Caller.Month, reading.Purpose.Month));
    }

    [Fact]
    public async Task A_person_of_several_use_cases_is_a_join_for_thirty_days()
    {
        await ReserveAsync("radar", EpochStart, "ann", "bob");
        Assert.Equal(0, (await ReadAsync(Stores, Radar, [PersonKey.Of("email", "ann")], EpochStart)).Joined);

        PersonKey[] looked = [PersonKey.Of("email", "ann"), PersonKey.Of("email", "eve"), PersonKey.Of("email", "ann")];
        var fires = new MeterSubject("fires", "key-9", "another");
        Assert.Equal(1, (await ReadAsync(Stores, fires, looked, EpochStart.AddDays(30))).Joined);
        Assert.Equal(0, (await ReadAsync(Stores, fires, [PersonKey.Of("email", "bob")], EpochStart.AddDays(31))).Joined);
    }

    [Fact]
    public async Task Callers_whose_names_look_like_use_cases_join_nothing()
    {
        await ReadAsync(Stores, new MeterSubject("radar", "use-case fires", "p"), [PersonKey.Of("email", "ann")], EpochStart);
        Assert.Equal(0, (await ReadAsync(Stores, new MeterSubject("radar", "k", "q"), [PersonKey.Of("email", "ann")], EpochStart)).Joined);
    }

    [Fact]
    public async Task What_is_refused_is_not_counted()
    {
        await ReserveAsync("radar", EpochStart, "ann");
        var refused = await Stores.Meters.ReserveAsync(
            Radar, [PersonKey.Of("email", "bob"), PersonKey.Of("email", "eve")], broad: true, _ => false, EpochStart, Cancellation);
        Assert.Equal((3, 1), (refused.UseCase.Month, refused.Broad.Day));

        var after = await ReadAsync(Stores, Radar, [], EpochStart);
        Assert.Equal((1, 0), (after.UseCase.Month, after.Broad.Day));
    }

    [Fact]
    public async Task A_decision_that_throws_counts_nobody_in()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Stores.Meters.ReserveAsync(
            Radar, [PersonKey.Of("email", "bob")], broad: false, _ => throw new InvalidOperationException("no"), EpochStart, Cancellation));
        Assert.Equal(0, (await ReadAsync(Stores, Radar, [], EpochStart)).UseCase.Month);
    }

    [Fact]
    public async Task Broad_texts_and_calls_of_force_are_counted_by_the_hour_and_the_day()
    {
        await Stores.Meters.ReserveAsync(Radar, [PersonKey.Of("email", "bob")], broad: true, _ => true, EpochStart, Cancellation);
        var reading = await Stores.Meters.ReserveAsync(Radar, [], broad: true, _ => true, EpochStart.AddHours(2), Cancellation);
        Assert.Equal(new EventCounts(1, 2), reading.Broad);

        Assert.Equal(new EventCounts(1, 1), await Stores.Meters.CountForceAsync("radar", EpochStart, Cancellation));
        Assert.Equal(new EventCounts(2, 2), await Stores.Meters.CountForceAsync("radar", EpochStart.AddMinutes(60), Cancellation));
        Assert.Equal(new EventCounts(2, 3), await Stores.Meters.CountForceAsync("radar", EpochStart.AddMinutes(61), Cancellation));
        Assert.Equal(new EventCounts(1, 1), await Stores.Meters.CountForceAsync("fires", EpochStart.AddMinutes(61), Cancellation));
        Assert.Equal(new EventCounts(1, 2), await Stores.Meters.CountForceAsync("radar", EpochStart.AddHours(25).AddMinutes(1), Cancellation));
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
        var minute = 0;
        for (var i = 0; i < 250; i++)
        {
            minute += random.Next(0, 3 * MeterWindow.DayMinutes);
            var persons = Enumerable.Range(0, random.Next(0, 5)).Select(_ => random.Next(0, 60)).ToArray();
            foreach (var person in persons)
            {
                lastSeen[person] = minute;
            }

            var now = EpochStart.AddMinutes(minute);
            if (random.Next(0, 10) == 0)
            {
                await Stores.Meters.SweepAsync(now, Cancellation);
            }

            string[] named = [.. persons.Select(person => $"person {person}")];
            var foretold = await ForetellAsync("radar", now, named);
            var counted = await ReserveAsync("radar", now, named);
            Assert.Equal(lastSeen.Values.Count(seen => seen >= minute - MeterWindow.MonthMinutes), counted);
            Assert.Equal(counted, foretold);
        }
    }

    [Fact]
    public async Task A_thousand_parallel_requests_with_one_person_each_stop_exactly_at_the_ceiling()
    {
        const int Ceiling = 100;
        var other = await OpenAnotherAsync();
        var counts = new MeterReading[1000];
        await Parallel.ForAsync(0, counts.Length, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation }, async (i, cancellation) =>
            counts[i] = await (i % 2 == 0 ? Stores : other).Meters.ReserveAsync(
                Radar with { Caller = $"key-{i % 3}" },
                [PersonKey.Of("email", $"person {i}")],
                broad: false,
                reading => reading.UseCase.Month <= Ceiling,
                EpochStart,
                cancellation));

        Assert.Equal(Enumerable.Range(1, Ceiling), counts.Select(reading => (int)reading.UseCase.Month).Where(count => count <= Ceiling).Order());
        Assert.All(counts.Where(reading => reading.UseCase.Month > Ceiling), reading => Assert.Equal(Ceiling + 1, reading.UseCase.Month));
        Assert.Equal(Ceiling, (await ReadAsync(Stores, Radar, [], EpochStart)).UseCase.Month);
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
        Assert.Equal(2, (await ReadAsync(other, Radar, [PersonKey.Of("email", "bob")], EpochStart)).UseCase.Month);
    }

    [Fact]
    public async Task A_sweep_keeps_what_counts_and_destroys_keys_that_have_served()
    {
        await ReserveAsync("radar", EpochStart.AddDays(10), "ann");
        await ReserveAsync("fires", EpochStart.AddDays(29), "bob");
        await Stores.Meters.SweepAsync(EpochStart.AddDays(41), Cancellation);
        Assert.Equal((1, 3), await CountRowsAsync());
        Assert.Equal(1, await ReserveAsync("fires", EpochStart.AddDays(59)));

        await Stores.Meters.SweepAsync(EpochStart.AddDays(60), Cancellation);
        Assert.Equal((0, 0), await CountRowsAsync());
    }

    [Fact]
    public async Task A_key_serves_no_longer_than_thirty_days_after_its_epoch()
    {
        await ReserveAsync("radar", EpochStart, "ann");
        await ReserveAsync("radar", EpochStart.AddDays(30), "bob");
        await Stores.Meters.SweepAsync(EpochStart.AddDays(30).AddMinutes(1), Cancellation);
        Assert.Equal((1, 3), await CountRowsAsync());
    }

    [Fact]
    public void Printing_a_person_leaves_the_identifier_out() =>
        Assert.Equal("email", PersonKey.Of("email", "ann@example.org").ToString());

    /// <summary>How many keys and rows of persons the store holds, read behind its back.</summary>
    private async Task<(long Keys, long Persons)> CountRowsAsync() =>
        ((long)(await Database.ExecuteAsync("SELECT count(*) FROM meter_epochs"))!,
            (long)(await Database.ExecuteAsync("SELECT count(*) FROM meter_seen"))!);
}
