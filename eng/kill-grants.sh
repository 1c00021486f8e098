#!/bin/sh
# Kills a node 100 times (or as often as the first argument says) while it uses grants up, as near to between a use and its entry as can be, and checks that
# the ledger tells of each use exactly once and that nothing is let out twice.
set -eu
cd "$(dirname "$0")/.."
dotnet build tests/Concordat.EndToEnd.Tests -c Release -v q --nologo
CONCORDAT_GRANT_KILL_ROUNDS="${1:-100}" artifacts/bin/Concordat.EndToEnd.Tests/release/Concordat.EndToEnd.Tests -class Concordat.EndToEnd.Tests.Durability.GrantKillTests -showLiveOutput
