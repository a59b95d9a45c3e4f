#!/bin/sh
# Builds one of this folder's targets as static programs into the directory $2: node, oldest or checkers.
set -eu
cd "$(dirname "$0")"
export CGO_ENABLED=0
mkdir -p "$2"

build() {
  go build -trimpath -buildvcs=false -ldflags "-s -w ${flags:-}" -o "$@"
}

# Without a version that parses, kubectl, operators and the kubelet refuse the API server.
linked() {
  version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
  minor=${version#v1.}
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags="${flags:-} -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
    flags="$flags -X $package.gitTreeState=clean"
  done
}

case $1 in
node)
  linked && build "$2/" ./kubernetes ./pause
  for name in coredns kube-apiserver kube-controller-manager kube-proxy kube-scheduler kubectl kubelet; do
    ln -sf kubernetes "$2/$name"
  done
  ;;
oldest) cd oldest && linked && build "$2/kube-apiserver" . ;;
checkers) cd checkers && build "$2/" tool ;;
esac
