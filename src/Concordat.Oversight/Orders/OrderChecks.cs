using Concordat.Oversight.Stores;

namespace Concordat.Oversight.Orders;

/// <summary>What makes an order or a notice well formed by itself, whatever else is known. Each fault has its own words.</summary>
internal static class OrderChecks
{
    private const int MostItems = 256;
    private const int MostText = 500;

    /// <exception cref="OrderException">The first fault.</exception>
    public static void Run(Order order)
    {
        Require(order.Format == Order.DocumentFormat, $"`format` is not `{Order.DocumentFormat}`");
        Head(order.Id, order.Issuer);
        Words(order.Title, "title");
        Words(order.Official, "official");
        Require(Enum.IsDefined(order.Action), "`action` is none of restrict, exclude, suspend, remove, terminate");
        Count(order.LegalBasis, "legalBasis", least: 1);
        foreach (var basis in order.LegalBasis)
        {
            Words(basis.Cite, "legalBasis.cite");
            Hash(basis.TextHash, "legalBasis.textHash");
        }

        Require(order.Targets.Count > 0, "`targets` is empty: an order names whom or what it is against");
        Count(order.Targets, "targets", least: 1);
        Require(order.Targets.All(target => target.NamesSomething()), "a target names nothing; give a vendor, model, cloud, region, deployment or use case");
        Require(order.Targets.All(target => target.Affiliates is null || target.Vendor is not null), "a target has `affiliates` and no `vendor`");
        Require(order.Targets.All(target => target.Version is null || target.Model is not null), "a target has `version` and no `model`");
        Require(order.Effective >= order.Issued, "`effective` is before `issued`: an order does not reach back");
        Require(order.Expires is null || order.Expires > order.Effective, "`expires` is not after `effective`");
        Require(order.Lapses is null || order.Action == OrderAction.Suspend, "only a suspension has `lapses`");
        Require(order.Lapses is null || order.Lapses > order.Effective, "`lapses` is not after `effective`");
        Require(order.Joint is null || order.Action is OrderAction.Suspend or OrderAction.Terminate, "only a suspension or a termination has `joint`");
        Count(order.Joint ?? ["none"], "joint", least: 1);
        foreach (var role in order.Joint ?? [])
        {
            Words(role, "joint");
        }

        Terminated(order);
        Require(order.Supersedes != order.Id, "`supersedes` names the order itself");
        Milestones(order);
        Exemptions(order);
    }

    /// <exception cref="OrderException">The first fault.</exception>
    public static void Run(OrderNotice notice)
    {
        Require(notice.Format == OrderNotice.DocumentFormat, $"`format` is not `{OrderNotice.DocumentFormat}`");
        Head(notice.Id, notice.Issuer);
        Require(IsId(notice.Order), "`order` is not the id of an order");
        Require(Enum.IsDefined(notice.Kind), "`kind` is none of stay, enjoin, deny, vacate, waive, lift, confirm, respond, report");
        Words(notice.Reason, "reason");
        Require(notice.Until is null || notice.Until > notice.From, "`until` is not after `from`");
        Require(!notice.IsJudicial() || (notice.Court is { Length: > 0 } && notice.Docket is { Length: > 0 }), "a court's decision needs `court` and `docket`");
        Hash(notice.DocumentHash, "documentHash");
        Hash(notice.OrderHash, "orderHash");
        var isWaiver = notice.Kind == NoticeKind.Waive;
        Require(!isWaiver || (notice.UseCases is { Count: > 0 } && notice.Until is not null && notice.Mitigation is { Length: > 0 }),
            "a waiver needs `useCases`, `until` and `mitigation`: it spares by name, for a time");
        Require(isWaiver || notice.UseCases is null, "`useCases` belongs to a waiver alone");
        Require(notice.UseCases is null || notice.UseCases.Count <= MostItems, $"`useCases` has more than {MostItems} items");
        Require((notice.Kind == NoticeKind.Report) == notice.Stage is not null, "a report, and nothing else, names its `stage`");
        Require(notice.Kind is not (NoticeKind.Lift or NoticeKind.Vacate) || notice.Until is null, "a lift and a vacatur are for good: leave `until` out");
    }

    private static void Terminated(Order order)
    {
        if (order.Action == OrderAction.Terminate)
        {
            Require(order.Expires is null, "a termination is for good: leave `expires` out, or suspend");
            Require(!Order.Always.Except(order.JointRoles(), StringComparer.Ordinal).Any(), "the `joint` of a termination leaves out the department or the vendor: neither terminates without the other");
        }
    }

    private static void Milestones(Order order)
    {
        if (order.Milestones is not { } milestones)
        {
            Require(order.PhaseOutUses is null, "`phaseOutUses` needs milestones with `complete`: without, use ends at once");
            return;
        }

        var isTermination = order.Action == OrderAction.Terminate;
        Require(isTermination || order.Action == OrderAction.Remove, "only a removal or a termination has milestones");
        Require(!isTermination || order.PhaseOutUses is null, "only a removal has `phaseOutUses`: until a termination is effective all may go on");
        Count(milestones, "milestones", least: 1);
        Require(milestones.All(milestone => Enum.IsDefined(milestone.Stage)), "a milestone has a stage that is none of identify, plan, begin, complete, certify");
        Require(isTermination || milestones[0].Due >= order.Effective, "the first milestone is due before the order is effective");
        Require(!isTermination || milestones[0].Due >= order.Issued, "the first milestone is due before the termination was issued");
        Require(
            !isTermination || milestones.All(each => each.Stage < MilestoneStage.Complete ? each.Due <= order.Effective : each.Stage == MilestoneStage.Complete ? each.Due == order.Effective : each.Due >= order.Effective),
            "a termination is complete when it is effective: `complete` is due then, `certify` not before, and the others not after");
        for (var i = 1; i < milestones.Count; i++)
        {
            Require(milestones[i].Stage > milestones[i - 1].Stage && milestones[i].Due >= milestones[i - 1].Due,
                $"`milestones[{i}]` is out of order; the stages are identify, plan, begin, complete, certify, each once and none due before the one before it");
        }

        Require(order.PhaseOutUses is null || order.CompleteBy() is not null, "`phaseOutUses` needs a milestone `complete`");
    }

    private static void Exemptions(Order order)
    {
        Count(order.Exemptions ?? [], "exemptions", least: 0);
        foreach (var exemption in order.Exemptions ?? [])
        {
            Words(exemption.UseCase, "exemptions.useCase");
            Words(exemption.Reason, "exemptions.reason");
            Words(exemption.Mitigation, "exemptions.mitigation");
            Require(exemption.Expires > order.Effective, $"the exemption of `{exemption.UseCase}` is over before the order is effective");
            Require(order.Scope?.UseCases?.Contains(exemption.UseCase, StringComparer.OrdinalIgnoreCase) ?? true,
                $"the order exempts `{exemption.UseCase}`, which its scope does not cover");
        }
    }

    private static void Head(string id, string issuer)
    {
        Require(IsId(id), "`id` is 1 to 64 letters, digits, dots and hyphens, such as `dow-2026-014`");
        Require(IsId(issuer), "`issuer` is not the id of an issuer");
    }

    private static bool IsId(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    private static void Words(string text, string name)
    {
        Require(text.Length is > 0 and <= MostText, $"`{name}` is empty or longer than {MostText} characters");
        Require(Text.Displayable(text, MostText) == text, $"`{name}` has line breaks or characters that cannot be shown");
    }

    private static void Hash(string? text, string name) =>
        Require(text is null || (text.Length == 64 && text.All(char.IsAsciiHexDigitLower)), $"`{name}` is not a SHA-256 in lower hex");

    private static void Count<T>(IReadOnlyList<T> items, string name, int least)
    {
        Require(items.Count >= least, $"`{name}` is empty");
        Require(items.Count <= MostItems, $"`{name}` has more than {MostItems} items");
        Require(items.All(item => item is not null), $"`{name}` has an item that is null");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new OrderException(otherwise);
        }
    }
}
