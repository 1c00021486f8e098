using Concordat.Signing.Pkcs11;

namespace Concordat.Signing.Tests.Pkcs11;

/// <summary>Foreign code that may not come back.</summary>
public sealed class CallThreadTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public void What_a_call_returns_or_throws_is_what_the_caller_gets()
    {
        var calls = new CallThread();

        Assert.Equal(7, calls.Run(static () => 7, Long));
        var thrown = Assert.Throws<KeyUnavailableException>(() => calls.Run<int>(static () => throw new KeyUnavailableException("key_pin", "no"), Long));
        Assert.Equal("key_pin", thrown.Code);
    }

    [Fact]
    public void While_a_call_does_not_come_back_others_are_refused_without_a_wait_and_taken_again_afterwards()
    {
        var calls = new CallThread();
        using var release = new ManualResetEventSlim();
        using var returned = new ManualResetEventSlim();
        var made = 0;

        Assert.Throws<TimeoutException>(() => calls.Run(() => Hang(release, returned), Short));
        for (var i = 0; i < 3; i++)
        {
            Assert.Throws<TimeoutException>(() => calls.Run(() => ++made, Long)); // a wait of a minute would be seen
        }

        Assert.Equal(0, made);
        release.Set();
        returned.Wait(TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => Takes(calls), Long));
    }

    [Fact]
    public async Task Calls_of_several_threads_run_one_at_a_time()
    {
        var calls = new CallThread();
        var (running, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => calls.Run(
            () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                Thread.Yield();
                return Interlocked.Decrement(ref running);
            },
            Long))));

        Assert.Equal(1, most);
    }

    private static int Hang(ManualResetEventSlim release, ManualResetEventSlim returned)
    {
        release.Wait();
        returned.Set();
        return 1;
    }

    private static bool Takes(CallThread calls)
    {
        try
        {
            return calls.Run(static () => true, Long);
        }
        catch (TimeoutException)
        {
            return false; // its thread is about to end
        }
    }
}
