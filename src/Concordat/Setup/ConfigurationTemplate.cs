using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Concordat.Setup;

/// <summary>The configuration that a new installation begins with; meant to be read and changed by people.</summary>
internal static class ConfigurationTemplate
{
    public const string UseCase = "radar-maintenance";

    /// <summary>A use case of fires, so that a call of force is held for a human instead of refused.</summary>
    public const string RangeUseCase = "range-safety";

    public const string Origin = "concordat.example/ledger";

    /// <summary>The people of a new installation: their ids, names, roles and parties. Each has a key and an appointment under <c>keys/</c>.</summary>
    public static readonly ImmutableArray<(string Id, string Name, string Role, string Party)> People =
    [
        ("commander", "Range Commander", "commander", "department"),
        ("safety-officer", "Range Safety Officer", "official", "department"),
        ("reviewer", "Reviewer of the department", "reviewer", "department"),
        ("vendor-reviewer", "Reviewer of the vendor", "reviewer", "vendor"),
    ];

    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Text =
        """
        # yaml-language-server: $schema=./configuration.schema.json
        # Configuration of Concordat. Relative paths start from the folder of this file. A running process takes up changes by itself;
        # one with errors is told in the log and at /readyz, and changes nothing. `listen`, `data` and `ledger` need a restart.

        listen: http://127.0.0.1:8787
        data: ./data

        # The agreement in force: the folder `agreement` is its source, this file is what both parties signed.
        # `concordat agreement sign` makes it anew after a change.
        agreement: agreement.dsse.json

        # What inspects texts, as both parties signed it. A release with another safeguard pack starts only when each has signed that:
        # `concordat safeguards sign`.
        safeguards: safeguards.dsse.json

        # Whose signatures count. The private keys of both parties were made here to begin with;
        # in earnest each party makes its own key, and only the public halves stand on this machine.
        parties:
          - { name: <<department>>, role: department, key: keys/department.pub.pem }
          - { name: <<vendor>>, role: vendor, key: keys/vendor.pub.pem }

        # Who decides cases, each with a key of their own. These keys were made here too: in earnest each person makes their own,
        # on their own machine, and only the public half stands here. An appointment is what their party signed of them:
        # `concordat approver appoint`. `requestsFor` names use cases that a person never approves.
        approvers:
        <<approvers>>

        # The record of every decision. The origin is its name in checkpoints: use a domain of yours.
        ledger:
          origin: <<origin>>
          key: keys/ledger.key.pem
          checkpointInterval: 500ms
          serve: false             # true lets everyone who reaches this address read the log under /ledger/ (facts, never content)
          # witnesses: { policy: witnesses.policy }   # who cosigns the log, so that no side can rewrite it: docs/how-to/run-a-witness.md

        # The network this process stands in, the highest marking it may carry, and the nations on it.
        network:
          id: local
          ceiling: CUI
          nations: [USA]

        # Where text in prompts comes from. Requests name sources in the header `Concordat-Sources`.
        sources:
          - { id: maintenance-log, kind: operational, usPersonData: no }

        # What tools do in the world: none, reversible, high-stakes or force. A tool that is not here has an unknown effect.
        tools:
          - { name: get_weather, effect: none }
          - { name: suspend_clearance, effect: high-stakes }
          - { name: launch_drone_strike, effect: force }

        # Registered workloads. Each API key speaks for one: `concordat key create <<use case>>`.
        useCases:
          - id: <<use case>>
            purpose: Answers questions of mechanics about radar manuals and maintenance logs
            organisation: <<department>>
            official: Chief of Maintenance
            functions: [maintenance]
            authorities: []
            sources: [maintenance-log]
            readiness: general
            humanDecider: true
          - id: <<range use case>>
            purpose: Plans live-fire exercises with a range officer who decides on every shot
            organisation: <<department>>
            official: Range Safety Officer
            functions: [fires]
            authorities: []
            sources: [maintenance-log]
            readiness: general
            humanDecider: true

        # Where models are. The sandbox answers by itself and needs no vendor; it plays a verified cloud deployment, as clauses 3.4 and 6.1 demand.
        # Secrets stand in the environment or in files, never here: `key: { env: OPENAI_API_KEY }` or `key: { file: keys/openai }`.
        deployments:
          - { name: sandbox-1, model: sandbox, kind: sandbox, vendor: <<vendor>>, network: local, hosting: cloud, verified: true }

        limits:
          bodyBytes: 4194304
          concurrentRequests: 2000

        """;

    public static string Write(string department, string vendor) =>
        Text.Replace("<<use case>>", UseCase, StringComparison.Ordinal)
            .Replace("<<range use case>>", RangeUseCase, StringComparison.Ordinal)
            .Replace("<<origin>>", Origin, StringComparison.Ordinal)
            .Replace("<<approvers>>", string.Join('\n', People.Select(Line)), StringComparison.Ordinal)
            .Replace("<<department>>", Quoted(department), StringComparison.Ordinal)
            .Replace("<<vendor>>", Quoted(vendor), StringComparison.Ordinal);

    // A JSON string is a YAML string; a name can bring no other YAML with it.
    private static string Quoted(string name) => JsonSerializer.Serialize(name, Quoting);

    private static string Line((string Id, string Name, string Role, string Party) person) =>
        $"  - {{ id: {person.Id}, name: {person.Name}, role: {person.Role}, party: {person.Party}, key: keys/{person.Id}.pub.pem, appointment: keys/{person.Id}.appointment.json }}";
}
