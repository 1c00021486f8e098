using Concordat.Oversight;
using Concordat.Oversight.Cases;

namespace Concordat.Console.Tests.Kit;

internal sealed class BrokenCaseStore : ICaseStore
{
    public ValueTask<CaseResult> OpenAsync(CaseOpening opening, CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<Case?> FindDeniedAsync(string useCase, string agreementHash, string likeHash, CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<Case?> GetAsync(CaseId id, CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<IReadOnlyList<Case>> GetAllAsync(IReadOnlyCollection<CaseId> ids, CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<CasePage> ListAsync(CaseFilter filter, CaseId? before, int limit, CancellationToken cancellation) =>
        throw new OversightUnavailableException();

    public ValueTask<long> CountOpenAsync(CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<LikeCases> FindLikeAsync(string useCase, string agreementHash, IReadOnlyList<string> clauses, CancellationToken cancellation) =>
        throw new OversightUnavailableException();

    public ValueTask<CaseFile?> GetFileAsync(CaseId id, CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<DateTimeOffset?> NoteReadingAsync(CaseId id, string approver, CancellationToken cancellation) =>
        throw new OversightUnavailableException();

    public ValueTask<CaseResult> DecideAsync(CaseId id, CaseVote vote, CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<int> ExpireAsync(CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<int?> SupersedeAsync(AgreementInUse agreement, DateTimeOffset before, CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<CaseResult> TakeBackAsync(CaseId id, string by, CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<CaseResult> AssignAsync(CaseId id, string assignee, CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<bool> ReturnAsync(CaseId id, HeldAction action, CancellationToken cancellation) => throw new OversightUnavailableException();

    public ValueTask<Consumption> ConsumeAsync(IReadOnlyList<(CaseId Id, HeldAction Action)> grants, CancellationToken cancellation) =>
        throw new OversightUnavailableException();
}
