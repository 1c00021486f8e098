namespace Concordat.Console.Reading;

/// <summary>One fact that was decided on.</summary>
/// <param name="Path">Its name in the schema of facts.</param>
/// <param name="Words">What it is, in words.</param>
public sealed record FactView(string Path, string Words, string Value);
