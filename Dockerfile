# The image holds the program as machine code and what it calls: git, an ssh client, CA certificates and time zones. It has no shell and
# no package manager. Build it on the architecture that it is for; eng/image/build.sh builds it with buildah, without a container engine.

# Needs apt and the .NET 10 SDK; its glibc must not be newer than that of BASE.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0-noble@sha256:2fa828c68761b1b8c23d7662dc134421b9d3b59fe1425fdbc80804e390cdb24d
# Where the files of the image come from: a Debian 13 or later.
ARG BASE=debian:trixie-slim@sha256:a29215f6a35e51e22adffa17f89e9d2ef06214e64a2bad10d765c46aea49f11f

FROM ${SDK} AS program
RUN apt-get update && apt-get install -y --no-install-recommends g++ && rm -rf /var/lib/apt/lists/*
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
WORKDIR /source
COPY . .
RUN case "$(dpkg --print-architecture)" in \
      amd64) rid=linux-x64 ;; \
      arm64) rid=linux-arm64 ;; \
      *) echo "amd64 and arm64 are supported, not $(dpkg --print-architecture)" >&2; exit 1 ;; \
    esac \
 && dotnet publish src/Operator -c Release -r "$rid" -p:DebugType=none -o /program

FROM ${BASE} AS files
# tzdata-legacy has the names that time zones had before, such as Europe/Kiev.
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates git libnss-wrapper libssl3t64 openssh-client tzdata tzdata-legacy
COPY --from=program /program/postmortem-operator /usr/bin/postmortem-operator
COPY eng/image/stage.sh /stage.sh
RUN sh /stage.sh /files

FROM scratch
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
ARG SOURCE=
LABEL org.opencontainers.image.title="postmortem-operator" \
      org.opencontainers.image.description="Writes post-mortems from what Prometheus saw, and follows them until every action item is done." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.vendor="The postmortem-operator authors" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.base.name="docker.io/library/debian:trixie-slim"
COPY --from=files /files /
COPY LICENSE THIRD-PARTY-NOTICES.txt /usr/share/doc/postmortem-operator/
# Half of the memory limit is for the heap; the rest is for code, buffers and git. The value is hexadecimal, and a program of machine code
# ignores one that begins with 0x.
ENV DOTNET_GCHeapHardLimitPercent=32 HOME=/tmp PATH=/usr/bin
USER 65532:65532
# Each of them starts, so nothing that they load is missing.
RUN ["/usr/bin/postmortem-operator", "--version"]
RUN ["/usr/bin/git", "--version"]
RUN ["/usr/bin/ssh", "-V"]
EXPOSE 8081
ENTRYPOINT ["/usr/bin/postmortem-operator"]
CMD ["run"]
