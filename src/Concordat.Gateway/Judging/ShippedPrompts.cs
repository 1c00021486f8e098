namespace Concordat.Gateway.Judging;

/// <summary>The prompts that judges can be asked with, for whoever checks a configuration.</summary>
public static class ShippedPrompts
{
    /// <summary>The names of those that ship.</summary>
    public static IReadOnlyList<string> Names => JudgePrompt.Shipped;

    /// <summary>Why a file cannot be used as a prompt; null where it can.</summary>
    public static string? FaultOf(string file)
    {
        try
        {
            JudgePrompt.Parse(File.ReadAllBytes(file));
            return null;
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}
