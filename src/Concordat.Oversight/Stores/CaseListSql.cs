using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Stores;

/// <summary>Which stored rows have a state as of now: a case that has lapsed may still be stored as open or granted.</summary>
internal static class CaseListSql
{
    /// <summary>
    /// Conditions that each are served by one index, newest first; a row fulfils at most one. Expired cases are three kinds of rows, and one
    /// condition over all of them would have the database sort every expired case for each page.
    /// </summary>
    /// <param name="state">Null for every case: one condition that is empty.</param>
    /// <param name="now">The parameter that holds the present.</param>
    /// <param name="unindexed">What keeps the engine from choosing the index by deadline, whose order is not that of the list.</param>
    public static IEnumerable<string> States(CaseState? state, string now, string unindexed) => state switch
    {
        null => [""],
        CaseState.Open or CaseState.Granted => [$"state = '{CaseNames.Of(state.Value)}' AND {unindexed}expires > {now}"],
        CaseState.Expired => ["state = 'expired'", $"state = 'open' AND expires <= {now}", $"state = 'granted' AND expires <= {now}"],
        { } other => [$"state = '{CaseNames.Of(other)}'"],
    };
}
