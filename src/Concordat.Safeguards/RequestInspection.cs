using Concordat.Safeguards.Answers;
using Concordat.Safeguards.Json;
using Concordat.Safeguards.Text;

namespace Concordat.Safeguards;

/// <summary>Inspects one request: the JSON body, headers, and what the dialect cannot show.</summary>
/// <remarks>Not thread-safe. Rented and returned; a clean request allocates nothing.</remarks>
public sealed class RequestInspection
{
    private const int _maxPooled = 256;
    private static readonly InspectionPool<RequestInspection> _pool = new(_maxPooled);

    private readonly TextScanner _scanner;
    private readonly PartJoiner _parts;
    private EmbeddedJson? _embedded;

    public RequestInspection(SafeguardPack? pack = null)
    {
        Findings = new Findings(pack ?? SafeguardPack.Default);
        _scanner = new TextScanner(Findings);
        _parts = new PartJoiner(Findings);
    }

    /// <summary>What was found so far; valid until <see cref="Reset"/> or <see cref="Return"/>.</summary>
    public Findings Findings { get; }

    /// <summary>Takes a clean inspection from the pool.</summary>
    public static RequestInspection Rent() => _pool.Take() ?? new RequestInspection();

    /// <summary>Cleans an inspection and gives it back; it must not be used afterwards.</summary>
    public static void Return(RequestInspection inspection)
    {
        inspection.Reset();
        _pool.Return(inspection);
    }

    /// <summary>Walks the whole JSON text once, refusing what two parsers could read differently, and inspects every string and every unknown member name.</summary>
    /// <param name="body">The body as it will be forwarded.</param>
    /// <param name="maxDepth">Deepest nesting of objects and arrays.</param>
    /// <returns>Null when the body is well-formed.</returns>
    public JsonFault? InspectJson(ReadOnlySpan<byte> body, int maxDepth)
    {
        var reader = new StrictJsonReader(body, JsonScratch.OfThread, maxDepth);
        var numbers = default(NumericMembers);
        while (reader.Read())
        {
            switch (reader.Token)
            {
                case JsonToken.Name when !KnownNames.IsKnown(reader.Frame.NameHash):
                    Inspect(_scanner, reader.Raw, reader.Escaped);
                    break;
                case JsonToken.String:
                    InspectValue(reader);
                    _parts.See(reader, body);
                    break;
                case JsonToken.Number when numbers.See(reader, Findings):
                    Inspect(_scanner, reader.Raw, escaped: false);
                    break;
            }
        }

        _parts.End();
        return reader.Fault;
    }

    /// <summary>Inspects a text that stands outside the body, such as a header.</summary>
    public void InspectText(ReadOnlySpan<byte> utf8) => Inspect(_scanner, utf8, escaped: false);

    /// <summary>Takes note of content that no inspector can read: <c>image</c>, <c>audio</c>, <c>file</c>, <c>video</c>, <c>encrypted</c> or <c>unknown</c>.</summary>
    public void AddUninspectable(string kind) => Findings.AddUninspectable(kind);

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _scanner.Reset();
        _parts.Reset();
        Findings.Reset();
    }

    private void InspectValue(in StrictJsonReader reader)
    {
        var name = reader.Depth > 0 && reader.Frame.IsObject ? reader.Frame.NameHash : 0;
        if (KnownNames.IsOpaque(name) && reader.Raw.Length >= 64 && SealedText.Is(reader.Raw))
        {
            Findings.AddUninspectable("encrypted");
        }
        else if (reader.Escaped && KnownNames.IsEmbedded(name, reader.Raw))
        {
            Inspect(_embedded ??= new EmbeddedJson(_scanner), reader.Raw, escaped: true);
        }
        else
        {
            Inspect(_scanner, reader.Raw, reader.Escaped);
        }
    }

    private void Inspect(ITextSink sink, ReadOnlySpan<byte> raw, bool escaped)
    {
        if (raw.IsEmpty)
        {
            return;
        }

        var length = StringFeed.Feed(sink, raw, escaped, 0);
        _embedded?.Complete();
        _scanner.Complete();
        Findings.AddText(1, length);
    }
}
