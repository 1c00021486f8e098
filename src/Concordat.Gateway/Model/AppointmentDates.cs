using System.Collections.Immutable;
using Concordat.Oversight.Grants;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Model;

/// <summary>Tells whoever runs the gateway whose appointment is over or soon will be: nobody is to find that out from a grant that is refused.</summary>
internal static partial class AppointmentDates
{
    /// <summary>How long before its end an appointment is told.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(30);

    public static void Tell(ILogger logger, ImmutableArray<Approver> people, DateTimeOffset now)
    {
        foreach (var person in people)
        {
            if (person.Appointment is not { } appointment)
            {
                continue;
            }

            if (!appointment.HoldsAt(now))
            {
                LogOver(logger, person.Id, person.Role, person.Party, appointment.Until);
            }
            else if (!appointment.HoldsAt(now + Ahead))
            {
                LogEnds(logger, person.Id, person.Role, person.Party, appointment.Until);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "`{Approver}`, {Role} of {Party}, is not appointed now (until {Until:yyyy-MM-dd HH:mm}Z) and signs nothing; `concordat approver appoint {Approver}` appoints them anew")]
    private static partial void LogOver(ILogger logger, string approver, string role, string party, DateTimeOffset until);

    [LoggerMessage(LogLevel.Warning, "the appointment of `{Approver}`, {Role} of {Party}, ends on {Until:yyyy-MM-dd HH:mm}Z; `concordat approver appoint {Approver}` appoints them anew")]
    private static partial void LogEnds(ILogger logger, string approver, string role, string party, DateTimeOffset until);
}
