namespace Concordat.Oversight.Stores;

/// <summary>Statements of the meters that both engines read alike; parameters are <c>$1</c> and so on.</summary>
internal static class MeterSql
{
    public const string FindKey = "SELECT key FROM meter_epochs WHERE epoch = $1";

    public const string FindTail = "SELECT boundary, level FROM meter_tails WHERE scope = $1";

    /// <summary>Exact part and tail of the hour, the day and the month.</summary>
    public const string Count =
        """
        SELECT count(*) FILTER (WHERE minute > $2 AND minute >= $3), count(*) FILTER (WHERE minute <= $2 AND minute >= $3),
            count(*) FILTER (WHERE minute > $2 AND minute >= $4), count(*) FILTER (WHERE minute <= $2 AND minute >= $4),
            count(*) FILTER (WHERE minute > $2), count(*) FILTER (WHERE minute <= $2)
        FROM meter_seen WHERE scope = $1 AND minute >= $5
        """;

    public const string NthLatest = "SELECT minute FROM meter_seen WHERE scope = $1 ORDER BY minute DESC LIMIT 1 OFFSET $2";

    public const string KeepTail =
        """
        INSERT INTO meter_tails (scope, boundary, level) VALUES ($1, $2, $3)
        ON CONFLICT (scope) DO UPDATE SET boundary = excluded.boundary, level = excluded.level
        """;

    public const string Thin = "DELETE FROM meter_seen WHERE scope = $1 AND minute <= $2 AND person >= $3";

    public const string CountTail = "SELECT count(*) FROM meter_seen WHERE scope = $1 AND minute <= $2";

    public const string AddEvent =
        """
        INSERT INTO meter_events (scope, kind, minute, count) VALUES ($1, $2, $3, 1)
        ON CONFLICT (scope, kind, minute) DO UPDATE SET count = meter_events.count + 1
        """;

    public const string CountEvents =
        """
        SELECT CAST(coalesce(sum(count) FILTER (WHERE minute >= $3), 0) AS bigint), CAST(coalesce(sum(count), 0) AS bigint)
        FROM meter_events WHERE scope = $1 AND kind = $2 AND minute >= $4
        """;

    public const string CountApprovals =
        """
        SELECT count(*), count(*) FILTER (WHERE s.time - coalesce(r.first, c.created) < $3)
        FROM case_signatures s JOIN cases c ON c.id = s.case_id
            LEFT JOIN case_readings r ON r.case_id = s.case_id AND r.approver = s.approver
        WHERE c.use_case = $1 AND s.decision = 'grant' AND s.time >= $2
        """;

    /// <summary>Kind of event: a text with very many persons.</summary>
    public const string Broad = "broad";

    /// <summary>Kind of event: a tool call that applies force.</summary>
    public const string Force = "force";
}
