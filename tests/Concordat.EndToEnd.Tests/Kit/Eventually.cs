using System.Diagnostics;

namespace Concordat.EndToEnd.Tests.Kit;

/// <summary>Waits until something can be observed, and fails at a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(string what, Func<Task<bool>> observe, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (!await observe())
        {
            Assert.True(watch.Elapsed < Deadline, $"not within {Deadline.TotalSeconds} s: {what}");
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }
}
