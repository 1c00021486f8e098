using Concordat.Console.Access;
using Concordat.Console.Data;
using Concordat.Oversight.Cases;

namespace Concordat.Console;

/// <summary>What the console is made of.</summary>
public sealed record ConsoleOptions
{
    public required IConsoleData Data { get; init; }

    public required IDecisionFeed Decisions { get; init; }

    public required ICaseStore Cases { get; init; }

    /// <summary>Who has this token may look.</summary>
    public required ConsoleToken Token { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
