# The local images that only Kubernetes needs, as in Dockerfile: apart from it, since the classic builder runs every stage
# above the one that is asked for, and neither target should build the other's programs.
ARG BASE
ARG TOOLS
FROM ${TOOLS} AS kubernetes-tools

FROM ${BASE} AS prometheus-config-reloader
COPY --from=kubernetes-tools /prometheus-config-reloader /usr/bin/
USER 65534
ENTRYPOINT ["/bin/prometheus-config-reloader"]

FROM ${BASE} AS prometheus-operator
COPY --from=kubernetes-tools /operator /usr/bin/
USER 65534
EXPOSE 8080
ENTRYPOINT ["/bin/operator"]
