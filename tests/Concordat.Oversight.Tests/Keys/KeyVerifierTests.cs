using System.Text;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Keys;

public sealed class KeyVerifierTests
{
    private readonly ManualTime _time = new();
    private readonly FakeKeyStore _store;

    public KeyVerifierTests() => _store = new FakeKeyStore(_time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_key_names_its_use_case_in_both_spellings()
    {
        var (record, shown) = await _store.CreateAsync("radar", "x", null, Cancellation);
        await using var verifier = await KeyVerifier.StartAsync(_store, _time, Cancellation);

        Assert.True(verifier.TryVerify(shown, out var byChars));
        Assert.True(verifier.TryVerify(Encoding.ASCII.GetBytes(shown), out var byBytes));
        Assert.Equal(record, byChars);
        Assert.Equal(record, byBytes);
    }

    [Fact]
    public async Task Every_single_changed_character_is_refused()
    {
        var (_, shown) = await _store.CreateAsync("radar", "x", null, Cancellation);
        await using var verifier = await KeyVerifier.StartAsync(_store, _time, Cancellation);

        for (var i = 0; i < shown.Length; i++)
        {
            foreach (var other in "A0_-é\0")
            {
                var changed = shown.ToCharArray();
                changed[i] = other;
                Assert.Equal(other == shown[i], verifier.TryVerify(changed, out _));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ck_")]
    [InlineData("sk-proj-abc")]
    public async Task What_has_not_the_shape_of_a_key_is_refused(string presented)
    {
        await using var verifier = await KeyVerifier.StartAsync(_store, _time, Cancellation);
        Assert.Equal(KeyOutcome.Unknown, verifier.Verify(presented, out var key));
        Assert.Null(key);
    }

    [Fact]
    public async Task Text_around_a_good_key_is_refused()
    {
        var (_, shown) = await _store.CreateAsync("radar", "x", null, Cancellation);
        await using var verifier = await KeyVerifier.StartAsync(_store, _time, Cancellation);

        Assert.False(verifier.TryVerify(shown + " ", out _));
        Assert.False(verifier.TryVerify(shown.AsSpan(0, shown.Length - 1), out _));
        Assert.False(verifier.TryVerify(" " + shown, out _));
    }

    [Fact]
    public async Task The_secret_of_one_key_does_not_open_another()
    {
        var first = await _store.CreateAsync("radar", "x", null, Cancellation);
        var second = await _store.CreateAsync("fires", "y", null, Cancellation);
        await using var verifier = await KeyVerifier.StartAsync(_store, _time, Cancellation);

        Assert.False(verifier.TryVerify(first.ShownOnce[..12] + second.ShownOnce[12..], out _));
    }

    [Fact]
    public async Task An_expired_key_is_refused_from_its_last_moment_on()
    {
        var (_, shown) = await _store.CreateAsync("radar", "x", _time.GetUtcNow().AddSeconds(5), Cancellation);
        await using var verifier = await KeyVerifier.StartAsync(_store, _time, Cancellation);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(KeyOutcome.Valid, verifier.Verify(shown, out _));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(KeyOutcome.Expired, verifier.Verify(shown, out _));
        Assert.False(verifier.TryVerify(shown, out _));
    }

    [Fact]
    public async Task A_revocation_elsewhere_takes_effect_at_the_next_poll()
    {
        var (record, shown) = await _store.CreateAsync("radar", "x", null, Cancellation);
        await using var verifier = await KeyVerifier.StartAsync(_store, _time, Cancellation);
        await _store.AskedAsync(Cancellation);
        await _store.RevokeAsync(record.Id, Cancellation);

        _time.Advance(KeyVerifier.PollInterval);
        await _store.AskedAsync(Cancellation);

        // the verifier asks one question at a time: when it asks again, it has taken up the answer before
        _time.Advance(KeyVerifier.PollInterval);
        await _store.AskedAsync(Cancellation);

        Assert.Equal(KeyOutcome.Revoked, verifier.Verify(shown, out _));
        Assert.True(KeyVerifier.PollInterval <= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_change_in_this_process_is_taken_up_without_waiting_for_the_poll()
    {
        await using var verifier = await KeyVerifier.StartAsync(_store, _time, Cancellation);
        await _store.AskedAsync(Cancellation);
        var (_, shown) = await _store.CreateAsync("radar", "x", null, Cancellation);
        Assert.False(verifier.TryVerify(shown, out _));

        _store.RaiseChanged();
        await _store.AskedAsync(Cancellation);
        _store.RaiseChanged();
        await _store.AskedAsync(Cancellation);

        Assert.True(verifier.TryVerify(shown, out _));
    }

    [Fact]
    public async Task A_store_that_stays_silent_turns_every_key_away_until_it_answers()
    {
        var (_, shown) = await _store.CreateAsync("radar", "x", null, Cancellation);
        await using var verifier = await KeyVerifier.StartAsync(_store, _time, Cancellation);
        _store.IsDown = true;

        _time.Advance(KeyVerifier.StaleAfter - TimeSpan.FromMilliseconds(1));
        Assert.True(verifier.TryVerify(shown, out _));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(KeyOutcome.Unavailable, verifier.Verify(shown, out _));
        Assert.False(verifier.IsFresh);

        _store.IsDown = false;
        await verifier.RefreshAsync(Cancellation);
        Assert.True(verifier.TryVerify(shown, out _));
    }

    [Fact]
    public async Task Starting_without_a_store_fails()
    {
        _store.IsDown = true;
        await Assert.ThrowsAsync<OversightUnavailableException>(
            async () => await KeyVerifier.StartAsync(_store, _time, Cancellation));
    }

    [Fact]
    public async Task A_check_allocates_nothing()
    {
        var (_, shown) = await _store.CreateAsync("radar", "x", null, Cancellation);
        var unknown = "ck_00000000_" + shown[12..];
        await using var verifier = await KeyVerifier.StartAsync(_store, _time, Cancellation);
        CheckBoth();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            CheckBoth();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void CheckBoth()
        {
            verifier.TryVerify(shown, out _);
            verifier.TryVerify(unknown, out _);
        }
    }

    [Fact]
    public async Task Printing_a_new_key_leaves_the_secret_out()
    {
        var created = await _store.CreateAsync("radar", "x", null, Cancellation);
        Assert.Equal($"ck_{created.Record.Id}_…", created.ToString());
    }
}
