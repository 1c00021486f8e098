namespace Concordat.Gateway.Telemetry;

/// <summary>Every metric name of the data plane; docs/reference/metrics.md lists the same ones.</summary>
internal static class Names
{
    public const string Meter = "Concordat.Gateway";

    public const string Verdicts = "concordat_verdicts_total";

    public const string Continued = "concordat_continued_total";

    public const string Requests = "concordat_requests_total";

    public const string CaseActs = "concordat_case_acts_total";

    public const string Notices = "concordat_notices_total";

    public const string MeterPersons = "concordat_meter_persons";

    public const string MeterRefused = "concordat_meter_refused_total";

    public const string MeterJoined = "concordat_meter_joined_total";

    public const string MeterBroad = "concordat_meter_broad_day";

    public const string MeterForce = "concordat_meter_force_calls_total";

    public const string MeterHaste = "concordat_meter_hasty_approvals_percent";

    public const string BudgetRefused = "concordat_budget_refused_total";

    public const string BudgetUsed = "concordat_budget_used_percent";

    public const string Duration = "gen_ai_server_request_duration_seconds";

    public const string InFlight = "concordat_requests_in_flight";

    public const string LedgerSize = "concordat_ledger_entries";

    public const string LedgerHealthy = "concordat_ledger_healthy";

    public const string LedgerDamaged = "concordat_ledger_damaged";

    public const string LedgerScrubbed = "concordat_ledger_scrubbed_timestamp_seconds";

    public const string WitnessQuorum = "concordat_witness_quorum";

    public const string WitnessWaiting = "concordat_witness_waiting_seconds";

    public const string WitnessEntries = "concordat_witness_entries";

    public const string WitnessUp = "concordat_witness_up";

    public const string DeploymentAssurance = "concordat_deployment_assurance";

    public const string DeploymentEvidence = "concordat_deployment_evidence_seconds";

    public const string DeploymentAttempts = "concordat_deployment_attempts_total";

    public const string DeploymentShut = "concordat_deployment_shut";

    public const string DeploymentLatency = "concordat_deployment_first_byte_seconds";

    public const string ShadowCopies = "concordat_shadow_copies_total";

    public const string JudgeQuestions = "concordat_judge_questions_total";

    public const string JudgeLatency = "concordat_judge_seconds";

    public const string JudgeShut = "concordat_judge_shut";

    public const string FleetHealthy = "concordat_fleet_healthy";

    public const string FleetAge = "concordat_fleet_checkpoint_age_seconds";

    public const string FleetLogs = "concordat_fleet_logs";

    public const string FleetBehind = "concordat_fleet_logs_behind";

    public const string FleetEntries = "concordat_fleet_log_entries";
}
