namespace Concordat.Gateway.Certifying;

/// <summary>One request of a certified suite, kept so that another safeguard pack can look at it.</summary>
/// <param name="Name">The owner's name for it.</param>
/// <param name="Operation">The route that it is meant for.</param>
/// <param name="Request">The body, exact bytes.</param>
/// <param name="Label">The label that was declared for it, or none.</param>
/// <param name="Binding">The bound labels that were declared for it, or none.</param>
/// <param name="IsBought">Whether a source that was declared counts as bought, whatever the text looks like.</param>
internal sealed record KeptCase(string Name, string Operation, ReadOnlyMemory<byte> Request, string? Label, string? Binding, bool IsBought);
