using System.Runtime.InteropServices;

namespace Concordat.Gateway.Budgets;

/// <summary>Whom one counter of a budget is for; empty where it is shared.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BudgetSubject(string UseCase, string Key, string Model);
