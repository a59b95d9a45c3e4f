// cAdvisor's container metrics without its web pages, storage drivers and cloud look-ups.
//
// It stands in for the published image where no container registry can be reached: the Go module proxy carries
// cAdvisor's libraries but not its command. Flags, paths and metric names are upstream's, so the same arguments work
// with both images.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/google/cadvisor/lib/cache/memory"
	"github.com/google/cadvisor/lib/container"
	"github.com/google/cadvisor/lib/manager"
	"github.com/google/cadvisor/lib/metrics"
	"github.com/google/cadvisor/lib/model"
	"github.com/google/cadvisor/lib/utils/sysfs"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/klog/v2"
	"k8s.io/utils/clock"

	_ "github.com/google/cadvisor/container/docker/install"
	_ "github.com/google/cadvisor/lib/fs/overlay/install"
)

// What upstream leaves out unless it is asked for: costly to read, and no dashboard of ours shows it.
const offByDefault = "advtcp,cpu_topology,cpuset,hugetlb,memory_numa,process,referenced_memory,resctrl,sched,tcp,udp"

func main() {
	enabled, disabled := container.MetricSet{}, container.MetricSet{}
	if err := disabled.Set(offByDefault); err != nil {
		klog.Exitf("default metrics: %v", err)
	}
	flag.Var(&disabled, "disable_metrics", "metrics to leave out, comma-separated, of: "+container.AllMetrics.String())
	flag.Var(&enabled, "enable_metrics", "only these metrics, comma-separated; wins over -disable_metrics")
	ip := flag.String("listen_ip", "", "address to listen on (default all)")
	port := flag.Int("port", 8080, "TCP port to listen on")
	path := flag.String("prometheus_endpoint", "/metrics", "path of the metrics")
	allLabels := flag.Bool("store_container_labels", true, "turn every container label into a metric label")
	someLabels := flag.String("whitelisted_container_labels", "", "the labels to keep without -store_container_labels")
	rawPrefixes := flag.String("raw_cgroup_prefix_whitelist", "", "cgroup prefixes to report despite -docker_only")
	envs := flag.String("env_metadata_whitelist", "", "environment variables to turn into metric labels")
	keep := flag.Duration("storage_duration", 2*time.Minute, "how long samples are kept in memory")
	version := flag.Bool("version", false, "print the version and exit")
	klog.InitFlags(nil)
	flag.Parse()
	if *version {
		fmt.Println("cAdvisor version " + moduleVersion())
		return
	}

	kinds := container.AllMetrics.Difference(disabled)
	if len(enabled) > 0 {
		kinds = enabled
	}
	watcher, err := manager.New(memory.New(*keep, nil), sysfs.NewRealSysFs(), manager.HousekeepingConfigFlags, kinds,
		strings.Split(*rawPrefixes, ","), strings.Split(*envs, ","), "", 0)
	if err != nil {
		klog.Exitf("cannot look at this machine: %v", err)
	}
	if err := watcher.Start(); err != nil {
		klog.Exitf("cannot watch containers: %v", err)
	}

	labels := metrics.ContainerLabelsFunc(metrics.DefaultContainerLabels)
	if !*allLabels {
		labels = metrics.BaseContainerLabels(strings.Split(*someLabels, ","))
	}
	latest := model.RequestOptions{IdType: model.TypeName, Count: 1, Recursive: true}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		metrics.NewPrometheusCollector(watcher, labels, kinds, clock.RealClock{}, latest),
		metrics.NewPrometheusMachineCollector(watcher, kinds),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	mux := http.NewServeMux()
	// A container that stops during a scrape is normal: the others are still reported.
	mux.Handle(*path, promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })

	server := &http.Server{Addr: net.JoinHostPort(*ip, strconv.Itoa(*port)), Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	go func() {
		<-stop.Done()
		_ = server.Close()
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		klog.Exitf("cannot listen: %v", err)
	}
}

// The version of the libraries: what upstream's release of the same number reports.
func moduleVersion() string {
	info, _ := debug.ReadBuildInfo()
	for _, dep := range info.Deps {
		if dep.Path == "github.com/google/cadvisor/lib" {
			return dep.Version
		}
	}
	return "unknown"
}
