using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Turns the YAML tree into the configuration records; one method per record, one line per key.</summary>
/// <remarks>Defaults are those of the records, so that they are written down once.</remarks>
internal static class ConfigurationBinder
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Century = TimeSpan.FromDays(36_500);

    public static ConcordatConfig Bind(MappingNode root, string folder, ConfigurationFindings findings)
    {
        var section = new SectionReader(root, "", folder, findings);
        var config = new ConcordatConfig
        {
            Listen = section.Text("listen"),
            Data = section.FilePath("data"),
            Agreement = section.FilePath("agreement"),
            Instances = section.FilePaths("instances"),
            Safeguards = section.FilePath("safeguards"),
            Judge = section.Raw("judge") is { } judge ? JudgeBinder.Bind(section.Over(judge, "judge")) : null,
            Parties = section.Sections("parties", Party),
            Approvers = section.Sections("approvers", Approver),
            WebAuthn = section.Raw("webAuthn") is { } webAuthn ? HumanSignatureBinder.WebAuthn(section.Over(webAuthn, "webAuthn")) : null,
            SmartCards = section.Raw("smartCards") is { } smartCards ? HumanSignatureBinder.SmartCards(section.Over(smartCards, "smartCards")) : null,
            Orders = section.Raw("orders") is { } orders ? OrdersBinder.Bind(section.Over(orders, "orders")) : new OrdersConfig(),
            Ledger = Ledger(section.Section("ledger")),
            Database = section.Raw("database") is { } database ? Database(section.Over(database, "database")) : null,
            Network = Network(section.Section("network")),
            Sources = section.Sections("sources", Source),
            Tools = section.Sections("tools", Tool),
            UseCases = section.Sections("useCases", UseCase),
            Models = section.Sections("models", RouteBinder.Model),
            Deployments = section.Sections("deployments", DeploymentBinder.Bind),
            Mcp = section.Raw("mcp") is { } mcp ? McpBinder.Bind(section.Over(mcp, "mcp")) : null,
            Notices = section.Raw("notices") is { } notices ? NoticesBinder.Bind(section.Over(notices, "notices")) : null,
            Budgets = section.Sections("budgets", BudgetBinder.Bind),
            CaseUrl = section.OptionalText("caseUrl"),
            Limits = section.Raw("limits") is { } limits ? Limits(section.Over(limits, "limits")) : new LimitsConfig(),
            Retention = section.Raw("retention") is { } retention ? Retention(section.Over(retention, "retention")) : null,
            Content = section.Raw("content") is { } content ? Content(section.Over(content, "content")) : null,
            Console = section.Raw("console") is { } console ? ConsoleBinder.Bind(section.Over(console, "console")) : null,
        };
        section.Close();
        return config;
    }

    private static PartyConfig Party(SectionReader section)
    {
        var party = new PartyConfig { Name = section.Text("name"), Role = section.Text("role"), Key = section.FilePath("key"), AlsoKeys = section.FilePaths("alsoKeys"), Mail = section.OptionalText("mail") };
        section.Close();
        return party;
    }

    private static ApproverConfig Approver(SectionReader section)
    {
        var approver = new ApproverConfig
        {
            Id = section.Text("id"),
            Name = section.Text("name"),
            Role = section.OneOf("role", ConfigurationVocabulary.ApproverRoles),
            Party = section.Text("party"),
            Key = section.OptionalFilePath("key"),
            Card = section.OptionalText("card"),
            Appointment = section.OptionalFilePath("appointment"),
            Mail = section.OptionalText("mail"),
            StandBy = section.Number("standBy", 0, 0, 95),
            RequestsFor = section.Texts("requestsFor", []),
        };
        section.Close();
        return approver;
    }

    private static LedgerConfig Ledger(SectionReader section)
    {
        var ledger = new LedgerConfig { Origin = section.Text("origin"), Key = section.PrivateKey("key"), Passphrase = Secret(section, "passphrase") };
        ledger = ledger with
        {
            AlsoKeys = section.Sections("alsoKeys", AlsoKey),
            CheckpointInterval = section.Duration("checkpointInterval", ledger.CheckpointInterval, 10 * Tick, Hour),
            ScrubInterval = section.Duration("scrubInterval", ledger.ScrubInterval, 1000 * Tick, 30 * Day),
            ScrubRate = section.Number("scrubRate", ledger.ScrubRate, 1, 100_000),
            Serve = section.Flag("serve", ledger.Serve),
            Witnesses = section.Raw("witnesses") is { } witnesses ? Witnesses(section.Over(witnesses, "witnesses")) : null,
        };
        section.Close();
        return ledger;
    }

    private static AlsoKeyConfig AlsoKey(SectionReader section)
    {
        var also = new AlsoKeyConfig { Key = section.PrivateKey("key"), Passphrase = Secret(section, "passphrase") };
        section.Close();
        return also;
    }

    private static WitnessesConfig Witnesses(SectionReader section)
    {
        var witnesses = new WitnessesConfig { Policy = section.FilePath("policy") };
        witnesses = witnesses with
        {
            Interval = section.Duration("interval", witnesses.Interval, 100 * Tick, Hour),
            Timeout = section.Duration("timeout", witnesses.Timeout, 100 * Tick, Hour),
        };
        section.Close();
        return witnesses;
    }

    private static DatabaseConfig Database(SectionReader section)
    {
        if (section.Raw("connection") is null)
        {
            section.Text("connection"); // says that it is missing
        }

        var database = new DatabaseConfig { Connection = Secret(section, "connection") ?? new SecretConfig { Env = "" } }; // was reported
        database = database with { Keep = section.Duration("keep", database.Keep, TimeSpan.Zero, 7 * 24 * Hour) };
        section.Close();
        return database;
    }

    private static NetworkConfig Network(SectionReader section)
    {
        var network = new NetworkConfig
        {
            Id = section.Text("id"),
            Ceiling = section.OneOf("ceiling", ConfigurationVocabulary.Accreditations),
        };
        network = network with
        {
            Nations = section.Texts("nations", network.Nations),
            Compartments = section.Texts("compartments", network.Compartments),
            BindingKeys = section.FilePaths("bindingKeys"),
        };
        section.Close();
        return network;
    }

    private static SourceConfig Source(SectionReader section)
    {
        var source = new SourceConfig { Id = section.Text("id"), Kind = section.OneOf("kind", ConfigurationVocabulary.SourceKinds) };
        source = source with
        {
            UsPersonData = section.OneOf("usPersonData", ConfigurationVocabulary.UsPersonData, source.UsPersonData),
            Platform = section.OptionalFilePath("platform"),
        };
        section.Close();
        return source;
    }

    private static ToolConfig Tool(SectionReader section)
    {
        var tool = new ToolConfig
        {
            Name = section.Text("name"),
            Effect = section.OneOf("effect", ConfigurationVocabulary.ToolEffects),
            Lesser = section.Sections("lesser", ToolCase),
            Definition = section.OptionalText("definition"),
        };
        section.Close();
        return tool;
    }

    private static ToolCaseConfig ToolCase(SectionReader section)
    {
        var lesser = new ToolCaseConfig { Effect = section.OneOf("effect", ConfigurationVocabulary.ToolEffects), Where = section.Sections("where", ToolCondition) };
        section.Close();
        return lesser;
    }

    private static ToolConditionConfig ToolCondition(SectionReader section)
    {
        var condition = new ToolConditionConfig
        {
            Argument = section.Text("argument"),
            In = section.Raw("in") is null ? null : section.Texts("in", []),
            AtLeast = section.Decimal("atLeast"),
            AtMost = section.Decimal("atMost"),
            Matches = section.OptionalText("matches"),
            Any = section.Flag("any", false),
        };
        section.Close();
        return condition;
    }

    private static UseCaseConfig UseCase(SectionReader section)
    {
        var useCase = new UseCaseConfig
        {
            Id = section.Text("id"),
            Purpose = section.Text("purpose"),
            Organisation = section.Text("organisation"),
            Official = section.Text("official"),
            Contact = section.OptionalText("contact"),
            Functions = section.Words("functions", ConfigurationVocabulary.Functions),
            Authorities = section.Texts("authorities", []),
            Sources = section.Texts("sources", []),
        };
        useCase = useCase with
        {
            Readiness = section.OneOf("readiness", ConfigurationVocabulary.ReadinessStages, useCase.Readiness),
            HumanDecider = section.Flag("humanDecider", useCase.HumanDecider),
            Shadowed = section.Flag("shadowed", useCase.Shadowed),
            Wait = section.Duration("wait", useCase.Wait, TimeSpan.Zero, TimeSpan.FromMinutes(5)),
        };
        section.Close();
        return useCase;
    }

    private static LimitsConfig Limits(SectionReader section)
    {
        var limits = new LimitsConfig();
        limits = new LimitsConfig
        {
            BodyBytes = section.Number("bodyBytes", limits.BodyBytes, 1024, 256 * 1024 * 1024),
            Depth = section.Number("depth", limits.Depth, 8, 512),
            ConcurrentRequests = section.Number("concurrentRequests", limits.ConcurrentRequests, 1, 1_000_000),
            BodyTimeout = section.Duration("bodyTimeout", limits.BodyTimeout, Tick, Hour),
            ReadingTime = section.Duration("readingTime", limits.ReadingTime, 1000 * Tick, Hour),
            HastyApproval = section.Duration("hastyApproval", limits.HastyApproval, 1000 * Tick, Day),
            AnswerBytes = section.Number("answerBytes", limits.AnswerBytes, 1024, 1024 * 1024 * 1024),
        };
        section.Close();
        return limits;
    }

    private static RetentionConfig Retention(SectionReader section)
    {
        var retention = new RetentionConfig
        {
            Ledger = Age(section, "ledger", Day),
            Content = Age(section, "content", Day),
            Salts = Age(section, "salts", 2 * Day),
            Rule = section.OptionalText("rule"),
        };
        section.Close();
        return retention;
    }

    private static TimeSpan? Age(SectionReader section, string key, TimeSpan least) =>
        section.Raw(key) is null ? null : section.Duration(key, least, least, Century);

    private static ContentConfig Content(SectionReader section)
    {
        if (section.Raw("for") is null)
        {
            section.Text("for"); // tells that it is missing
        }

        if (section.Raw("key") is null)
        {
            section.Text("key");
        }

        var content = new ContentConfig { For = section.Texts("for", []), Key = Secret(section, "key") ?? new SecretConfig { Env = "" } };
        content = content with { MaxMegabytes = section.Number("maxMegabytes", content.MaxMegabytes, 1, 100_000_000) };
        section.Close();
        return content;
    }

    // A secret written out is refused without repeating it: the message ends up in logs.
    internal static SecretConfig? Secret(SectionReader parent, string key)
    {
        switch (parent.Raw(key))
        {
            case null:
                return null;
            case MappingNode mapping:
                var section = parent.Over(mapping, key);
                var secret = new SecretConfig { Env = section.OptionalText("env"), File = section.OptionalFilePath("file") };
                section.Close();
                return secret;
            case var written:
                parent.Refuse(written, key, "must not hold the secret itself; write `{ env: NAME }` or `{ file: PATH }`, and treat what stood here as disclosed");
                return null;
        }
    }
}
