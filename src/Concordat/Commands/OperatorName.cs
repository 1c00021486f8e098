namespace Concordat.Commands;

/// <summary>Who runs a command, as the record names them: the account of the operating system, which nothing here can prove.</summary>
internal static class OperatorName
{
    public static string Here => $"account:{Environment.UserName}";
}
