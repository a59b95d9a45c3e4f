# Builds a toolset, tools/ or kubernetes-tools/, for a machine without Go. The context is a copy of its folder.
ARG BASE
FROM ${BASE} AS build
RUN apt-get -qq update && apt-get -qq install golang-go >/dev/null
# Those that the building machine trusts: a company's proxy may sign with its own.
COPY ca-certificates.crt /tmp/
RUN cat /tmp/ca-certificates.crt >>/etc/ssl/certs/ca-certificates.crt
WORKDIR /tools
ARG GOPROXY
ARG GOFLAGS
ENV GOPROXY=$GOPROXY GOFLAGS=$GOFLAGS CGO_ENABLED=0
COPY . ./
RUN ./build.sh /out

FROM scratch
COPY --from=build /out/ /
