// The StatsD load's sender where Go is at hand: like statsd-sender.ts, but it has the kernel cut ten lines into ten
// packets (UDP_SEGMENT), so that sending costs a quarter and the exporter is what is measured. Every line is still a
// datagram of its own.
//
// Arguments: host, port, lines a second, seconds, name of the counter. Prints what it did as JSON.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strconv"
	"syscall"
	"time"
)

const (
	batch      = 10
	catchUp    = 2
	solUDP     = 17
	udpSegment = 103
)

func main() {
	if err := send(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func send(args []string) error {
	perSecond, _ := strconv.ParseFloat(args[2], 64)
	seconds, _ := strconv.ParseFloat(args[3], 64)
	line := []byte(args[4] + ":1|c")
	connection, err := net.Dial("udp4", net.JoinHostPort(args[0], args[1]))
	if err != nil {
		return err
	}
	if err := segment(connection.(*net.UDPConn), len(line)); err != nil {
		return err
	}
	lines := bytes.Repeat(line, batch)
	total := int(perSecond * seconds)
	most := int(perSecond/1000*catchUp) + batch
	sent, refused := 0, 0
	start := time.Now()
	for sent < total {
		due := min(total, int(time.Since(start).Seconds()*perSecond))
		// Held up, it catches up at twice its rate: a burst of all that is overdue would overflow any buffer.
		for step := 0; step < most && sent < due; {
			n := min(batch, total-sent)
			if sent+n > due && due < total {
				break
			}
			if _, err := connection.Write(lines[:n*len(line)]); err != nil {
				refused += n
			}
			sent += n
			step += n
		}
		time.Sleep(time.Millisecond)
	}
	took := time.Since(start).Seconds()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"sent":       sent - refused,
		"refused":    refused,
		"seconds":    took,
		"cpuSeconds": float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9,
	})
}

// segment has every write cut into datagrams of this many bytes.
func segment(connection *net.UDPConn, size int) error {
	raw, err := connection.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	if err := raw.Control(func(fd uintptr) {
		failed = syscall.SetsockoptInt(int(fd), solUDP, udpSegment, size)
	}); err != nil {
		return err
	}
	return failed
}
