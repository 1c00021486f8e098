using System.Text;
using Concordat.Gateway.Release;

namespace Concordat.Gateway.Tests.Release;

public sealed class SseReaderTests
{
    [Theory]
    [InlineData("data: a\n\ndata: b\n\n", "|a;|b")]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n", "|a;|b")]
    [InlineData("data: a\r\rdata: b\r\r.", "|a;|b")]
    [InlineData("event: x\ndata: a\n\n", "x|a")]
    [InlineData("data: a\nevent: x\ndata: b\n\n", "x|a\nb")]
    [InlineData("data:a\n\n", "|a")]
    [InlineData("data\n\n", "|")]
    [InlineData(": comment\nid: 7\nretry: 9\nsecret: x\ndata: a\n\n", "|a")]
    [InlineData("event: lonely\n\ndata: a\n\n", "|a")]
    [InlineData("\uFEFFdata: a\n\n", "|a")]
    [InlineData("data: one\ndata: two\ndata: three\n\n", "|one\ntwo\nthree")]
    [InlineData("data: never ended\n", "")]
    public void Events_are_read_alike_however_the_bytes_arrive(string stream, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var size = 1; size <= bytes.Length; size++)
        {
            Assert.Equal(expected, Read(bytes, size));
        }
    }

    [Fact]
    public void An_event_that_grows_without_end_is_given_up()
    {
        using var reader = new SseReader(100_000);
        var total = 0;
        while (!reader.TooLarge && total < 10_000_000)
        {
            var room = reader.Room();
            room.Span.Fill((byte)'x');
            reader.Filled(room.Length);
            total += room.Length;
            Assert.False(reader.TryRead(out _, out _));
        }

        Assert.True(reader.TooLarge);
        Assert.InRange(total, 1, 400_000);
    }

    private static string Read(byte[] bytes, int size)
    {
        using var reader = new SseReader(1_000_000);
        var events = new List<string>();
        for (var at = 0; at < bytes.Length; at += size)
        {
            var count = Math.Min(size, bytes.Length - at);
            bytes.AsSpan(at, count).CopyTo(reader.Room().Span);
            reader.Filled(count);
            while (reader.TryRead(out var name, out var data))
            {
                events.Add($"{Encoding.UTF8.GetString(name)}|{Encoding.UTF8.GetString(data)}");
            }
        }

        return string.Join(';', events);
    }
}
