namespace Concordat.Gateway.Certifying;

/// <summary>One request of a suite as it was submitted.</summary>
/// <param name="Name">The owner's name for it.</param>
/// <param name="Operation">The route that it is meant for.</param>
/// <param name="Request">The body that would be sent, exact bytes.</param>
/// <param name="Sources">Ids of the data sources that it declares, as the header has them; null for what the whole suite declares.</param>
/// <param name="Label">The label that it declares; null for that of the whole suite.</param>
internal sealed record SuiteCase(string Name, string Operation, ReadOnlyMemory<byte> Request, string? Sources, string? Label);
