#!/bin/sh
# Kills a writing ledger process 200 times (or as often as the first argument says) and checks that nothing acknowledged was lost.
set -eu
cd "$(dirname "$0")/.."
dotnet build tests/Concordat.Ledger.Tests -c Release -v q --nologo
CONCORDAT_KILL_ROUNDS="${1:-200}" artifacts/bin/Concordat.Ledger.Tests/release/Concordat.Ledger.Tests -class Concordat.Ledger.Tests.LedgerKillTests
