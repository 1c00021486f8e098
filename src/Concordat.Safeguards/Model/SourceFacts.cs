using System.Collections.Frozen;

namespace Concordat.Safeguards.Model;

/// <summary>Where the text in a prompt came from, as registered and declared.</summary>
public sealed record SourceFacts(
    FrozenSet<string> Kinds,
    bool Declared,
    long UndeclaredIds,
    string UsPersonData,
    bool Attested);
