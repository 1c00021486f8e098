using Concordat.Safeguards.Json;
using Concordat.Safeguards.Text;

namespace Concordat.Safeguards;

/// <summary>Inspects one answer, whole or as a stream of events; texts that go on over events are read as one.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class AnswerInspection
{
    private readonly JsonScratch _scratch = new();
    private readonly TextScanner _alone;

    public AnswerInspection(SafeguardPack? pack = null)
    {
        Findings = new Findings(pack ?? SafeguardPack.Default);
        _alone = new TextScanner(Findings);
    }

    /// <summary>What was found so far.</summary>
    public Findings Findings { get; }

    /// <summary>Bytes of text seen so far over all channels; never decreases.</summary>
    public long Position { get; private set; }

    /// <summary>Everything up to here can no longer become part of a finding; equals <see cref="Position"/> when nothing is open.</summary>
    public long SafePosition => Math.Min(Position, _alone.OpenSince);

    /// <summary>Inspects one event payload, or a whole JSON answer.</summary>
    /// <returns>Null when the payload is well-formed.</returns>
    public JsonFault? InspectEvent(ReadOnlySpan<byte> json, int maxDepth)
    {
        var reader = new StrictJsonReader(json, _scratch, maxDepth);
        while (reader.Read())
        {
            if (reader.Token == JsonToken.String)
            {
                Position += StringFeed.Feed(_alone, reader.Raw, reader.Escaped, Position);
            }
        }

        return reader.Fault;
    }

    /// <summary>Ends the answer: every open text is inspected to its end.</summary>
    public void Complete() => _alone.Complete();
}
