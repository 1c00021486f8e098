using System.Globalization;
using Concordat.Gateway.Pipeline;

namespace Concordat.Gateway.Tests.Pipeline;

public sealed class ExchangeIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 7, 45, 1, 234, TimeSpan.Zero);

    [Fact]
    public void An_id_has_the_form_and_the_time_of_version_7()
    {
        var text = ExchangeId.Next(Now).ToString("N");

        Assert.Equal(Now.ToUnixTimeMilliseconds(), long.Parse(text[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        Assert.Equal('7', text[12]);
        Assert.Contains(text[16], "89ab".ToCharArray());
    }

    [Fact]
    public async Task No_two_are_alike_on_any_thread()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 1_000).Select(_ => ExchangeId.Next(Now)).ToArray(), TestContext.Current.CancellationToken)));

        Assert.Equal(8_000, ids.SelectMany(id => id).Distinct().Count());
    }

    [Fact]
    public void Later_ids_come_after_earlier_ones() =>
        Assert.True(string.CompareOrdinal(ExchangeId.Next(Now).ToString("N"), ExchangeId.Next(Now.AddMilliseconds(1)).ToString("N")) < 0);
}
