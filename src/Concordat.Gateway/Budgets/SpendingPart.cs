using System.Runtime.InteropServices;

namespace Concordat.Gateway.Budgets;

/// <summary>What an exchange has reserved of one budget.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpendingPart(BudgetModel Budget, BudgetPeriod Period, long Reserved);
