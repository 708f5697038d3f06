#!/usr/bin/env bash
# Builds the image with buildah. Where no registry can be reached, --standins makes the base images from Debian's packages and the
# .NET SDK of this machine first: enough to show that the Dockerfile builds, and to try what it builds. Not for publishing.
#
# --program takes a program that is already published, a folder, instead of publishing it in the image's first stage.
#
#   eng/image/build.sh [--standins] [--program FOLDER] [--tag NAME]
set -euo pipefail
cd "$(dirname "$0")/../.."
export STORAGE_DRIVER=${STORAGE_DRIVER:-vfs} BUILDAH_ISOLATION=${BUILDAH_ISOLATION:-chroot}
standins=false program='' file=Dockerfile tag=localhost/postmortem-operator:dev
while [ $# -gt 0 ]; do
  case $1 in
    --standins) standins=true ;;
    --program) program=$(realpath "$2"); shift ;;
    --tag) tag=$2; shift ;;
    *) echo "build.sh: $1 is not an option" >&2; exit 2 ;;
  esac
  shift
done
arguments=(--build-arg "VERSION=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)"
  --build-arg "REVISION=$(git rev-parse HEAD)" --build-arg "CREATED=$(git show -s --format=%cI HEAD)")

# A root file system of Debian's, which trusts and asks the same servers as this machine.
standin() {
  local name=$1 suite=$2 mirror folder
  if buildah inspect --type image "$name" >/dev/null 2>&1; then return; fi
  folder=$(mktemp -d)
  mirror=$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\?\([^ ]*\) .*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null | grep -v security | head -n 1 || true)
  debootstrap --variant=minbase --include=ca-certificates,libicu-dev "$suite" "$folder" "$mirror" >"$folder.log" 2>&1 || { tail -n 5 "$folder.log" >&2; exit 1; }
  echo "deb $mirror $suite main" > "$folder/etc/apt/sources.list"
  cp -a /etc/apt/apt.conf.d/. "$folder/etc/apt/apt.conf.d/"
  [ ! -d /etc/apt/auth.conf.d ] || cp -a /etc/apt/auth.conf.d "$folder/etc/apt/"
  cp -a /usr/local/share/ca-certificates/. "$folder/usr/local/share/ca-certificates/"
  chroot "$folder" update-ca-certificates >/dev/null
  if [ "${3:-}" = sdk ]; then
    cp -a "$(dirname "$(readlink -f "$(command -v dotnet)")")" "$folder/usr/share/dotnet"
    ln -s ../share/dotnet/dotnet "$folder/usr/bin/dotnet"
    mkdir -p "$folder/root/.nuget/NuGet"
    [ ! -f ~/.nuget/NuGet/NuGet.Config ] || cp ~/.nuget/NuGet/NuGet.Config "$folder/root/.nuget/NuGet/"
  fi
  local container
  container=$(buildah from scratch)
  buildah add -q "$container" "$folder" / >/dev/null
  buildah config --env "NUGET_CERT_REVOCATION_MODE=${NUGET_CERT_REVOCATION_MODE:-online}" "$container"
  buildah commit -q --rm "$container" "$name" >/dev/null
  rm -rf "$folder" "$folder.log"
}

if [ -n "$program" ]; then
  container=$(buildah from scratch)
  buildah add -q "$container" "$program" /program >/dev/null
  buildah commit -q --rm "$container" localhost/standin/program:latest >/dev/null
  file=$(mktemp)
  trap 'rm -f "$file"' EXIT
  sed -e '/^FROM ${SDK}/,/^FROM ${BASE}/{/^FROM ${BASE}/!d}' -e 's#--from=program#--from=localhost/standin/program:latest#' Dockerfile > "$file"
fi
if $standins; then
  if [ -z "$program" ]; then standin localhost/standin/sdk:latest bookworm sdk; fi
  standin localhost/standin/base:latest trixie
  arguments+=(--pull-never --build-arg SDK=localhost/standin/sdk:latest --build-arg BASE=localhost/standin/base:latest)
fi
buildah bud "${arguments[@]}" --file "$file" --tag "$tag" .
