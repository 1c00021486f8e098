using System.Text;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Recording;

/// <summary>The entry that records what was put in force: everything that changes behaviour is in the ledger.</summary>
internal static class ConfigurationEntry
{
    /// <param name="isStart">Whether the gateway has just started: what was on its way before will never have an outcome.</param>
    /// <param name="tools">The registered tools: which of their definitions somebody accepted is recorded.</param>
    public static byte[] Write(Agreement agreement, string configurationHash, string safeguards, bool isStart, DateTimeOffset now, IReadOnlyList<ToolConfig> tools)
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Name("agreement"u8);
        json.String(agreement.Hash);
        json.Name("configuration"u8);
        json.String(configurationHash);
        if (tools.Any(tool => tool.Definition is not null))
        {
            json.Name("definitions"u8);
            json.BeginObject();
            foreach (var tool in tools.Where(tool => tool.Definition is not null).OrderBy(tool => tool.Name, StringComparer.Ordinal))
            {
                json.Name(Encoding.ASCII.GetBytes(tool.Name));
                json.String(tool.Definition!);
            }

            json.EndObject();
        }

        json.Name("reason"u8);
        json.Ascii(isStart ? "start"u8 : "reload"u8);
        json.Name("safeguards"u8);
        json.String(safeguards);
        json.Name("time"u8);
        json.Time(now);
        json.Name("type"u8);
        json.Ascii("configuration"u8);
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }
}
