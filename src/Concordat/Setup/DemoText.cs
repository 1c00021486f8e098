namespace Concordat.Setup;

/// <summary>What a demo tells the person in front of it: what this is, and three things to try.</summary>
internal static class DemoText
{
    private const string Persons =
        "ann.lee@example.com, bob.ray@example.com, cal.fox@example.com, dee.roe@example.com, eve.kay@example.com, fay.orr@example.com, "
        + "gus.may@example.com, hal.ney@example.com, ida.bell@example.com, jay.cox@example.com, kim.dow@example.com, lou.east@example.com, "
        + "mia.ford@example.com, ned.gray@example.com, ola.hunt@example.com, pam.ives@example.com, quin.jay@example.com, ray.king@example.com, "
        + "sue.long@example.com, tom.moss@example.com, una.nash@example.com, val.owen@example.com, wes.park@example.com, xia.reed@example.com, "
        + "yan.shaw@example.com, zoe.todd@example.com, abe.udall@example.com, bea.vance@example.com";

    private const string Tool =
        """{"type":"function","function":{"name":"launch_drone_strike","parameters":{"type":"object","properties":{"target":{"type":"string"}}}}}""";

    public static string Write(string url, string key, string rangeKey, string ledger, string logKey) =>
        $$$"""
        A demo: the two parties and their keys were made on this machine, so the agreement binds nobody, and the sandbox model knows
        nothing. Use no real data. Try these in another terminal:

        # permitted
        curl -s -w '\n' {{{url}}}/v1/chat/completions -H 'Authorization: Bearer {{{key}}}' -H 'Content-Type: application/json' \
          -d '{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}'

        # refused: a red line, too many persons in one text (clause 2.1)
        curl -s -w '\n' {{{url}}}/v1/chat/completions -H 'Authorization: Bearer {{{key}}}' -H 'Content-Type: application/json' \
          -d '{"model":"sandbox","messages":[{"role":"user","content":"Where do these people live? {{{Persons}}}"}]}'

        # held: the model calls a tool of force, which a human must authorize (clause 3.1); the key is that of the use case range-safety
        curl -s -w '\n' {{{url}}}/v1/chat/completions -H 'Authorization: Bearer {{{rangeKey}}}' -H 'Content-Type: application/json' \
          -d '{"model":"sandbox","messages":[{"role":"user","content":"Run the drill as planned. [[call: launch_drone_strike {\"target\":\"hulk 7 on range B\"}]]"}],"tools":[{{{Tool}}}]}'

        # then check the record, as a court could
        concordat ledger verify {{{ledger}}} --key {{{logKey}}}

        Ctrl+C ends it.
        """;
}
