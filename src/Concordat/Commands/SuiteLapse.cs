namespace Concordat.Commands;

/// <summary>A certified suite that this program's safeguard pack cannot be tried on.</summary>
/// <param name="Because">Why nobody can look at its requests.</param>
internal sealed record SuiteLapse(string UseCase, string Because);
