#!/usr/bin/env bash
# Writes the bill of materials of the program, in CycloneDX: eng/sbom.sh DIRECTORY
set -euo pipefail
directory=$(realpath -m "${1:?name a directory}")
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
dotnet tool run dotnet-CycloneDX src/Operator/Operator.csproj --output "$directory" --filename sbom.cdx.json --output-format Json \
  --exclude-dev --exclude-filter Vecc.YamlDotNet.Analyzers.StaticGenerator@18.0.0 --disable-package-restore --set-name postmortem-operator \
  --set-version "$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)"
echo "$directory/sbom.cdx.json"
