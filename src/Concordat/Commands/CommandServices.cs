namespace Concordat.Commands;

/// <summary>What commands take from their surroundings; tests bring their own.</summary>
internal sealed record CommandServices
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public TextReader Input { get; init; } = System.Console.In;

    public TextWriter Output { get; init; } = System.Console.Out;

    public TextWriter Error { get; init; } = System.Console.Error;

    /// <summary>Whether a person sits in front of it and can be asked.</summary>
    public bool IsInteractive { get; init; } = !System.Console.IsInputRedirected && !System.Console.IsErrorRedirected;

    /// <summary>Whether a terminal shows what goes to standard error, so that a line can be rewritten.</summary>
    public bool ShowsProgress { get; init; } = !System.Console.IsErrorRedirected;

    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
