namespace Concordat.Console.Access;

/// <summary>The words for roles, as configuration and pages write them.</summary>
public static class ConsoleRoles
{
    /// <summary>Each role by itself.</summary>
    public static IReadOnlyList<ConsoleRole> All { get; } =
    [
        ConsoleRole.HumanAuthority, ConsoleRole.Reviewer, ConsoleRole.FieldEngineer, ConsoleRole.Inspector, ConsoleRole.PlatformEngineer,
        ConsoleRole.AgreementOwner,
    ];

    /// <summary>The word in the configuration.</summary>
    public static string Of(ConsoleRole role) => role switch
    {
        ConsoleRole.HumanAuthority => "human-authority",
        ConsoleRole.Reviewer => "reviewer",
        ConsoleRole.FieldEngineer => "field-engineer",
        ConsoleRole.Inspector => "inspector",
        ConsoleRole.PlatformEngineer => "platform-engineer",
        ConsoleRole.AgreementOwner => "agreement-owner",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "not one role"),
    };

    /// <summary>The role of that word; none where there is no such word.</summary>
    public static ConsoleRole Parse(string word) => All.FirstOrDefault(role => Of(role).Equals(word, StringComparison.Ordinal));

    /// <summary>The words for a person: <c>human authority, inspector</c>.</summary>
    public static string Words(ConsoleRole roles) =>
        string.Join(", ", All.Where(role => roles.HasFlag(role)).Select(role => Of(role).Replace('-', ' ')));
}
