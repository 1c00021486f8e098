using Concordat.Safeguards.Answers;
using Concordat.Safeguards.Json;
using Concordat.Safeguards.Labels;
using Concordat.Safeguards.Suspicion;
using Concordat.Safeguards.Text;

namespace Concordat.Safeguards;

/// <summary>Inspects one request: the JSON body, headers, and what the dialect cannot show.</summary>
/// <remarks>
/// The texts of a conversation that follow each other are also read as one, so that nothing hides by being cut into parts or messages.
/// Not thread-safe. Rented and returned; a clean request allocates nothing.
/// </remarks>
public sealed class RequestInspection
{
    private const int _maxPooled = 256;

    /// <summary>Positions of what stands outside the body begin here.</summary>
    private const long _outside = 1L << 40;

    private static readonly InspectionPool<RequestInspection> _pool = new(_maxPooled);

    private readonly TextScanner _scanner;
    private readonly WindowReader _windows;
    private readonly TextSeams _texts;
    private readonly TextSeams _lists;
    private ulong _list;

    /// <summary>Creates an inspection.</summary>
    /// <param name="pack">The patterns; the shipped ones when null.</param>
    /// <param name="keepPlaces">Remember where findings stand, for <see cref="Places"/>; slower.</param>
    public RequestInspection(SafeguardPack? pack = null, bool keepPlaces = false)
        : this(pack ?? SafeguardPack.Default, keepPlaces, new SuspicionJudge((pack ?? SafeguardPack.Default).Gate))
    {
    }

    private RequestInspection(SafeguardPack pack, bool keepPlaces, IWindowJudge judge)
    {
        Findings = new Findings(pack, keepPlaces) { Judge = judge };
        _windows = new WindowReader(new TextWindows(judge));
        _scanner = new TextScanner(Findings, 0, new WordReader(Findings));
        _texts = new TextSeams(Findings, _scanner.Words);
        _lists = new TextSeams(Findings, _scanner.Words);
    }

    /// <summary>What was found so far; valid until <see cref="Reset"/> or <see cref="Return"/>.</summary>
    public Findings Findings { get; }

    /// <summary>Takes a clean inspection from the pool.</summary>
    public static RequestInspection Rent() => _pool.Take() ?? new RequestInspection();

    /// <summary>Cleans an inspection and gives it back; it must not be used afterwards.</summary>
    public static void Return(RequestInspection inspection)
    {
        if (!inspection.Findings.IsBulky)
        {
            inspection.Reset();
            _pool.Return(inspection);
        }
    }

    /// <summary>Walks the whole JSON text once, refusing what two parsers could read differently, and inspects every string and every unknown member name.</summary>
    /// <param name="body">The body as it will be forwarded.</param>
    /// <param name="maxDepth">Deepest nesting of objects and arrays.</param>
    /// <returns>Null when the body is well-formed.</returns>
    public JsonFault? InspectJson(ReadOnlySpan<byte> body, int maxDepth)
    {
        var reader = new StrictJsonReader(body, JsonScratch.OfThread, maxDepth);
        var numbers = default(NumericMembers);
        Findings.BeginDocument();
        while (reader.Read())
        {
            switch (reader.Token)
            {
                case JsonToken.Name when !KnownNames.IsKnown(reader.Frame.NameHash):
                    Inspect(reader.Raw, reader.Escaped, reader.RawStart, seam: null);
                    Findings.AddLabelOf(reader, body);
                    break;
                case JsonToken.String when !Findings.IsLevelOfLabel(reader):
                    InspectValue(reader);
                    break;
                case JsonToken.Number when numbers.See(reader, Findings):
                    Inspect(reader.Raw, escaped: false, reader.RawStart, seam: null);
                    break;
            }
        }

        _texts.Reset();
        _lists.Reset();
        EndWindows();
        return reader.Fault;
    }

    /// <summary>Cuts a text into the windows that are judged, what it stands for included.</summary>
    internal static void Cut(ReadOnlySpan<byte> utf8, IWindowJudge judge)
    {
        var inspection = new RequestInspection(SafeguardPack.Default, keepPlaces: false, judge);
        inspection.InspectText(utf8);
        inspection.EndWindows();
    }

    /// <summary>Cuts the texts of a JSON document into the same windows that an inspection judges.</summary>
    internal static void CutJson(ReadOnlySpan<byte> json, int maxDepth, IWindowJudge judge) =>
        new RequestInspection(SafeguardPack.Default, keepPlaces: false, judge).InspectJson(json, maxDepth);

    /// <summary>Inspects a text that stands outside the body, such as a header.</summary>
    public void InspectText(ReadOnlySpan<byte> utf8) => Inspect(utf8, escaped: false, _outside, seam: null);

    /// <summary>Reads the labels that an ADatP-4778 binding header declares for the body; they count like marks in it.</summary>
    /// <returns>What is wrong with the header, or null.</returns>
    public string? InspectBinding(string header) => StanagBinding.Read(header, Findings, verifier: null, []);

    /// <summary>The same where labels have to be signed: what is not signed over this body is not relied on.</summary>
    /// <param name="header">The value of the header.</param>
    /// <param name="verifier">Who checks the signature; null where nobody does.</param>
    /// <param name="body">The body, byte for byte as it came.</param>
    /// <returns>What is wrong with the header, or null.</returns>
    public string? InspectBinding(string header, IBindingVerifier? verifier, ReadOnlySpan<byte> body) => StanagBinding.Read(header, Findings, verifier, body);

    /// <summary>Takes note of content that no inspector can read: <c>image</c>, <c>audio</c>, <c>file</c>, <c>video</c>, <c>encrypted</c> or <c>unknown</c>.</summary>
    public void AddUninspectable(string kind) => Findings.AddUninspectable(kind);

    /// <summary>Where identifiers, coordinates and marks stand in the body: at most <see cref="FindingPlace.Max"/> of them, in the order found.</summary>
    /// <param name="body">The body that was inspected.</param>
    /// <returns>Empty unless the inspection keeps places. What stands in a header has no place.</returns>
    public IReadOnlyList<FindingPlace> Places(ReadOnlySpan<byte> body) => Findings.Places?.In(body) ?? [];

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _scanner.Reset();
        _windows.Reset();
        _texts.Reset();
        _lists.Reset();
        Findings.Reset();
    }

    private void EndWindows()
    {
        _windows.End();
        Findings.EndWindows();
    }

    private void InspectValue(in StrictJsonReader reader)
    {
        var inObject = reader.Depth > 0 && reader.Frame.IsObject;
        var name = inObject ? reader.Frame.NameHash : 0;
        if (KnownNames.IsOpaque(name) && reader.Raw.Length >= 64 && SealedText.Is(reader.Raw))
        {
            Findings.AddUninspectable("encrypted");
            return;
        }

        TextSeams? seam = null;
        if (inObject && KnownNames.IsText(name))
        {
            seam = _texts;
        }
        else if (reader.Depth > 0 && !inObject)
        {
            seam = _lists;
            if (_list != reader.PathHash)
            {
                _list = reader.PathHash;
                _lists.Reset();
            }
        }

        Inspect(reader.Raw, reader.Escaped, reader.RawStart, seam);
    }

    private void Inspect(ReadOnlySpan<byte> raw, bool escaped, long position, TextSeams? seam)
    {
        if (raw.IsEmpty)
        {
            return;
        }

        if (seam is { IsActive: true })
        {
            seam.Next(position);
            StringFeed.FeedFromDocument(seam, raw, escaped, position);
            seam.Settle();
        }

        var length = StringFeed.FeedFromDocument(_scanner, raw, escaped, position);
        seam?.Begin(_scanner);
        _scanner.Complete();
        StringFeed.FeedFromDocument(_windows, raw, escaped, position);
        _windows.Complete();
        Findings.AddText(1, length);
    }
}
