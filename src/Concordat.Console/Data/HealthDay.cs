using Concordat.Oversight.Cases;
using Concordat.Oversight.Verdicts;

namespace Concordat.Console.Data;

/// <summary>One day of the safeguards: verdicts, and what people decided.</summary>
public sealed record HealthDay(VerdictDay Verdicts, DecidedCases Decided);
