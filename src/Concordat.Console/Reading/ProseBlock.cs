using System.Collections.Immutable;

namespace Concordat.Console.Reading;

/// <summary>A paragraph or an item of a list.</summary>
public sealed record ProseBlock(bool IsItem, ImmutableArray<ProseRun> Runs);
