namespace Concordat.RedLines;

/// <summary>How the network is trained.</summary>
/// <param name="Rounds">How often it sees the corpus.</param>
/// <param name="Network">A file to keep it in; where the file is there, it is read and nothing is trained.</param>
internal sealed record Options(int Rounds, string? Network);
