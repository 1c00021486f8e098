#!/bin/sh
# Kills a serving witness 200 times (or as often as the first argument says), while askers want it to sign two pasts at once.
set -eu
cd "$(dirname "$0")/.."
dotnet build tests/Concordat.Tests -c Release -v q --nologo
CONCORDAT_KILL_ROUNDS="${1:-200}" artifacts/bin/Concordat.Tests/release/Concordat.Tests -class Concordat.Tests.Hosting.WitnessKillTests
