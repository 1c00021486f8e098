namespace Concordat.EndToEnd.Tests.Kit;

/// <summary>How a command ended and what it wrote.</summary>
internal sealed record CommandResult(int Code, string Output, string Error)
{
    public override string ToString() => $"exit code {Code}\n{Output}\n{Error}";
}
