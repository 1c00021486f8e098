using System.Collections.Frozen;
using Concordat.Cedar;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Replaying;

/// <summary>Reads the facts of a label back from an entry.</summary>
internal static class RecordedLabel
{
    public static LabelFacts Read(CedarRecord label) => new(
        label["marked"].AsBool, label["level"].AsString, label["rank"].AsLong,
        label["controls"].AsSet.Select(static control => control.AsString).ToFrozenSet(StringComparer.Ordinal),
        label["aboveNetwork"].AsBool, label["releasable"].AsBool, label["malformed"].AsBool);
}
