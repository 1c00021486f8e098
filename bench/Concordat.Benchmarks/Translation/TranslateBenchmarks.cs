using System.Buffers;
using BenchmarkDotNet.Attributes;
using Concordat.Gateway.Dialects.Translation;

namespace Concordat.Benchmarks.Translation;

/// <summary>Translating an exchange of 1 KiB each way, a chat request in front, and one event of a stream, framing left out.</summary>
[MemoryDiagnoser]
public class TranslateBenchmarks
{
    private const int Events = 20;
    private const string Id = "0192f0c1d2e37a4b8c5d6e7f80919293";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
    private readonly ArrayBufferWriter<byte> _request = new(8192);
    private readonly ArrayBufferWriter<byte> _answer = new(8192);
    private readonly byte[] _room = new byte[64 * 1024];

    /// <summary>What is asked and answered: messages, converse or gemini.</summary>
    [Params("messages", "converse", "gemini")]
    public string Upstream { get; set; } = "messages";

    /// <summary>The request there and the whole answer back.</summary>
    [Benchmark]
    public int Exchange()
    {
        _request.ResetWrittenCount();
        _answer.ResetWrittenCount();
        var exchange = Open();
        exchange.WriteRequest(TranslateSamples.Request, 4096, _request);
        exchange.WriteAnswer(TranslateSamples.Answer(Upstream), _answer);
        return _request.WrittenCount + _answer.WrittenCount;
    }

    /// <summary>Twenty pieces of text; the figure is for one.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int Event()
    {
        _request.ResetWrittenCount();
        var exchange = Open();
        exchange.WriteRequest(TranslateSamples.StreamRequest, 4096, _request);
        using var output = new EventWriter();
        var sink = exchange.OpenEvents(output);
        var reader = exchange.OpenReader();
        var (begin, name, piece) = TranslateSamples.Stream(Upstream);
        foreach (var (first, data) in begin)
        {
            reader.ReadEvent(first, data, sink);
        }

        var written = 0;
        for (var i = 0; i < Events; i++)
        {
            reader.ReadEvent(name, piece, sink);
            written += output.Take(_room);
        }

        return written;
    }

    private TranslatedExchange Open() => new("chat/completions", Enum.Parse<UpstreamDialect>(Upstream, ignoreCase: true), 1 << 20, Id, Now);
}
