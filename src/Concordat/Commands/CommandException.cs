namespace Concordat.Commands;

/// <summary>Ends a command because of what it was given; the lines go to standard error as they are.</summary>
internal sealed class CommandException(params IReadOnlyList<string> lines) : Exception(string.Join(Environment.NewLine, lines))
{
    public IReadOnlyList<string> Lines { get; } = lines;

    public int Code { get; init; } = ExitCode.BadInput;
}
