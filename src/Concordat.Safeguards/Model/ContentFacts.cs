using System.Collections.Frozen;

namespace Concordat.Safeguards.Model;

/// <summary>What the content is made of: what could not be inspected, what tried to hide, how much there is (strings, UTF-8 bytes).</summary>
public sealed record ContentFacts(
    FrozenSet<string> Uninspectable,
    bool Hidden,
    bool Confusable,
    long Strings,
    long Bytes);
