using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Configuration;
using Concordat.Gateway.Configuration;

namespace Concordat.Tests.Configuration;

public sealed class ConfigurationSchemaTests
{
    private static readonly JsonObject Schema =
        JsonNode.Parse(File.ReadAllText(Repository.Path("docs/reference/configuration.schema.json")))!.AsObject();

    public static TheoryData<string, Type> Sections => new()
    {
        { "", typeof(ConcordatConfig) },
        { "party", typeof(PartyConfig) },
        { "approver", typeof(ApproverConfig) },
        { "notices", typeof(NoticesConfig) },
        { "webhook", typeof(WebhookConfig) },
        { "mail", typeof(MailConfig) },
        { "webAuthn", typeof(WebAuthnConfig) },
        { "authenticator", typeof(AuthenticatorConfig) },
        { "smartCards", typeof(SmartCardsConfig) },
        { "ledger", typeof(LedgerConfig) },
        { "witnesses", typeof(WitnessesConfig) },
        { "database", typeof(DatabaseConfig) },
        { "network", typeof(NetworkConfig) },
        { "source", typeof(SourceConfig) },
        { "tool", typeof(ToolConfig) },
        { "toolCase", typeof(ToolCaseConfig) },
        { "toolCondition", typeof(ToolConditionConfig) },
        { "useCase", typeof(UseCaseConfig) },
        { "model", typeof(ModelConfig) },
        { "deployment", typeof(DeploymentConfig) },
        { "price", typeof(DeploymentPrice) },
        { "aws", typeof(AwsConfig) },
        { "google", typeof(GoogleConfig) },
        { "entra", typeof(EntraConfig) },
        { "accreditation", typeof(AccreditationConfig) },
        { "evidence", typeof(EvidenceConfig) },
        { "measurement", typeof(MeasurementConfig) },
        { "firmware", typeof(FirmwareConfig) },
        { "secret", typeof(SecretConfig) },
        { "budget", typeof(BudgetConfig) },
        { "limits", typeof(LimitsConfig) },
        { "retention", typeof(RetentionConfig) },
        { "content", typeof(ContentConfig) },
        { "judge", typeof(JudgeConfig) },
        { "console", typeof(ConsoleConfig) },
        { "person", typeof(PersonConfig) },
        { "oidc", typeof(OidcConfig) },
        { "proxy", typeof(ProxyConfig) },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void Schema_and_record_have_the_same_keys(string section, Type record)
    {
        var properties = Section(section)["properties"]!.AsObject();

        Assert.Equal(Keys(record).Select(Name).Order(StringComparer.Ordinal), properties.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.False(Section(section)["additionalProperties"]!.GetValue<bool>());
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Schema_and_record_require_the_same_keys(string section, Type record)
    {
        var required = Section(section)["required"]!.AsArray().Select(n => n!.GetValue<string>());

        Assert.Equal(
            Keys(record).Where(p => p.IsDefined(typeof(RequiredMemberAttribute))).Select(Name).Order(StringComparer.Ordinal),
            required.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Schema_and_record_have_the_same_defaults(string section, Type record)
    {
        var instance = Activator.CreateInstance(record);
        foreach (var property in Keys(record).Where(p => !p.IsDefined(typeof(RequiredMemberAttribute))))
        {
            var stated = Section(section)["properties"]![Name(property)]!["default"]?.ToJsonString();
            var actual = property.GetValue(instance) switch
            {
                TimeSpan duration => $"\"{Durations.Format(duration)}\"",
                string text => $"\"{text}\"",
                int number => JsonSerializer.Serialize(number),
                bool flag => JsonSerializer.Serialize(flag),
                IReadOnlyList<string> { Count: > 0 } list => JsonSerializer.Serialize(list),
                _ => null,
            };
            Assert.True(string.Equals(actual, stated, StringComparison.Ordinal), $"{section}.{Name(property)}: schema says {stated}, record {actual}");
        }
    }

    [Fact]
    public void Schema_and_reader_accept_the_same_words()
    {
        Assert.Equal(ConfigurationVocabulary.Accreditations, Words("network", "ceiling"));
        Assert.Equal(ConfigurationVocabulary.ApproverRoles, Words("approver", "role"));
        Assert.Equal(ConfigurationVocabulary.SourceKinds, Words("source", "kind"));
        Assert.Equal(ConfigurationVocabulary.UsPersonData, Words("source", "usPersonData"));
        Assert.Equal(ConfigurationVocabulary.ToolEffects, Words("tool", "effect"));
        Assert.Equal(ConfigurationVocabulary.ReadinessStages, Words("useCase", "readiness"));
        Assert.Equal(ConfigurationVocabulary.DeploymentKinds, Words("deployment", "kind"));
        Assert.Equal(ConfigurationVocabulary.Hostings, Words("deployment", "hosting"));
        Assert.Equal(ConfigurationVocabulary.AwsCredentials, Words("aws", "credentials"));
        Assert.Equal(ConfigurationVocabulary.Routes, Words("model", "route"));
        var members = Section("model")["properties"]!["stickyBy"]!["items"]!["enum"]!.AsArray();
        Assert.Equal(ConfigurationVocabulary.StickyMembers, members.Select(n => n!.GetValue<string>()));
        Assert.Equal(ConfigurationVocabulary.Accreditations, Words("accreditation", "ceiling"));
        Assert.Equal(Attestation.EvidenceKinds.Names, Words("evidence", "kind"));
        Assert.Equal(ConfigurationVocabulary.FirmwareParts, Words("firmware", "name"));
        Assert.Equal(Gateway.Judging.ShippedPrompts.Names, Words("judge", "prompt"));
        var functions = Section("useCase")["properties"]!["functions"]!["items"]!["enum"]!.AsArray();
        Assert.Equal(ConfigurationVocabulary.Functions, functions.Select(n => n!.GetValue<string>()));
    }

    [Fact]
    public void Every_key_says_what_it_is_for()
    {
        foreach (var section in Sections)
        {
            foreach (var (key, property) in Section(section.Data.Item1)["properties"]!.AsObject())
            {
                var target = property!["$ref"]?.GetValue<string>() is { } reference ? Section(reference["#/$defs/".Length..]) : property.AsObject();
                Assert.False(string.IsNullOrWhiteSpace(target["description"]?.GetValue<string>()), $"{section.Data.Item1}.{key} has no description");
            }
        }
    }

    private static JsonObject Section(string name) => name.Length == 0 ? Schema : Schema["$defs"]![name]!.AsObject();

    private static IEnumerable<string> Words(string section, string key) =>
        Section(section)["properties"]![key]!["enum"]!.AsArray().Select(n => n!.GetValue<string>());

    private static PropertyInfo[] Keys(Type record) => record.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
