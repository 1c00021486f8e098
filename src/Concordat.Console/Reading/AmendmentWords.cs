using Concordat.Agreements.Differing;
using Concordat.Agreements.Facts;
using Concordat.Agreements.Deciding;

namespace Concordat.Console.Reading;

/// <summary>The console's words for what an amendment changes.</summary>
internal static class AmendmentWords
{
    public static string Of(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => "new",
        ChangeKind.Removed => "struck",
        _ => "changed",
    };

    /// <summary>A region: its conditions, and what it excepts.</summary>
    public static string Of(Region region)
    {
        var holds = region.Conditions.IsEmpty ? "anything" : string.Join("; ", region.Conditions);
        return region.Exceptions.IsEmpty ? holds : $"{holds}; but not where {string.Join(", or where ", region.Exceptions.Select(Of))}";
    }

    /// <summary>The class in the stylesheet for what becomes of a verdict.</summary>
    public static string Tone(ClauseEffect effect) => effect.To switch
    {
        Outcome.Permitted => "permit",
        Outcome.Refused => "refuse",
        _ => "hold",
    };
}
