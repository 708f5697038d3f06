#!/usr/bin/env bash
# Fetches servers that are newer than the distribution's own into artifacts/servers, without installing them: Prometheus 3 and
# VictoriaMetrics, from Debian's unstable suite. Tests that compare servers skip those that are not there.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$PWD/artifacts/servers
[ -x "$target/prometheus-3/prometheus" ] && [ -x "$target/victoria-metrics/victoria-metrics" ] && exit 0
command -v apt-get >/dev/null && command -v dpkg >/dev/null || { echo "get-servers.sh: needs apt-get and dpkg" >&2; exit 1; }

# The mirror that this machine uses already.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -m 1 -E '/debian/?$' || true)
[ -n "$mirror" ] || { echo "get-servers.sh: this machine has no Debian mirror configured" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/parts" "$work/debs"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" > "$work/parts/sid.list"
apt() {
  apt-get -qq -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/parts" -o Dir::State="$work/state" \
    -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root -o Acquire::Retries=1 -o Acquire::http::Timeout=30 "$@"
}
apt update
(cd "$work/debs" && apt download prometheus victoria-metrics)
for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$work/root"; done
mkdir -p "$target/prometheus-3" "$target/victoria-metrics"
install -m 755 "$work/root/usr/bin/prometheus" "$target/prometheus-3/prometheus"
install -m 755 "$work/root/usr/bin/victoria-metrics" "$target/victoria-metrics/victoria-metrics"
