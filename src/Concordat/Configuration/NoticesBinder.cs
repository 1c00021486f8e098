using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Reads the section <c>notices</c>.</summary>
internal static class NoticesBinder
{
    public static NoticesConfig Bind(SectionReader section)
    {
        var notices = new NoticesConfig
        {
            Webhooks = section.Sections("webhooks", Webhook),
            Mail = section.Raw("mail") is { } mail ? Mail(section.Over(mail, "mail")) : null,
        };
        section.Close();
        return notices;
    }

    private static WebhookConfig Webhook(SectionReader section)
    {
        if (section.Raw("secret") is null)
        {
            section.Text("secret"); // says that it is missing
        }

        var webhook = new WebhookConfig
        {
            Name = section.Text("name"),
            Url = section.Text("url"),
            Secret = ConfigurationBinder.Secret(section, "secret") ?? new SecretConfig { Env = "" },
            FormerSecret = ConfigurationBinder.Secret(section, "formerSecret"),
        };
        webhook = webhook with { Private = section.Flag("private", webhook.Private) };
        section.Close();
        return webhook;
    }

    private static MailConfig Mail(SectionReader section)
    {
        var mail = new MailConfig { Server = section.Text("server"), From = section.Text("from") };
        mail = mail with
        {
            Port = section.Number("port", mail.Port, 1, 65_535),
            Tls = section.Flag("tls", mail.Tls),
            User = section.OptionalText("user"),
            Password = ConfigurationBinder.Secret(section, "password"),
        };
        section.Close();
        return mail;
    }
}
