package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"
)

// serveDNS is CoreDNS with the plugins that a cluster needs, in the order in which a query passes them: upstream's
// whole list would bring the clients of every cloud.
func serveDNS() {
	dnsserver.Directives = []string{"bind", "errors", "ready", "kubernetes", "forward"}
	coremain.Run()
}
