module sightline/statsd-sender

go 1.21
