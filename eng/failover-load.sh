#!/bin/sh
# Sends 20,000 requests (or as many as the first argument says) of 32 clients through deployments that die, hang, fail and break off, with a tool
# effect in every answer, and checks that none is lost or happens twice.
set -eu
cd "$(dirname "$0")/.."
dotnet build tests/Concordat.Gateway.Tests -c Release -v q --nologo
CONCORDAT_LOAD_REQUESTS="${1:-20000}" artifacts/bin/Concordat.Gateway.Tests/release/Concordat.Gateway.Tests -class Concordat.Gateway.Tests.Routing.FailoverLoadTests
