namespace Concordat.Oversight.Sessions;

/// <summary>How long a session lasts.</summary>
/// <param name="Idle">Longest time between two requests.</param>
/// <param name="Life">Longest time from sign-in.</param>
public sealed record SessionLimits(TimeSpan Idle, TimeSpan Life)
{
    /// <summary>Most sessions of one person; the oldest makes room for a new one.</summary>
    public const int MostOfOnePerson = 10;

    /// <summary>How exactly a session's last request is kept: a busy page does not write at each request.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromSeconds(30);
}
