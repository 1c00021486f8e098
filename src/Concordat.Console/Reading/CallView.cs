using Concordat.Console.Data;

namespace Concordat.Console.Reading;

/// <summary>A call of a tool in an answer, without its arguments.</summary>
public sealed record CallView(string Tool, string Effect, VerdictWord Verdict, string? Case);
