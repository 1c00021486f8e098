namespace Concordat.Cedar.Analysis;

/// <summary>What a region says about one fact.</summary>
/// <param name="Path">The fact, as policies write it: <c>context.persons.usDistinct</c>.</param>
/// <param name="Text">The condition in words: <c>persons.usDistinct in 26..49</c>.</param>
public sealed record RegionCondition(string Path, string Text);
