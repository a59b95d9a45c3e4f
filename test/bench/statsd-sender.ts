/**
 * One sender of the StatsD load: a child process of `statsd-load.ts`. Sends a counter, one line a packet, evenly in
 * steps of a millisecond, and answers with how many packets the kernel took.
 *
 * Arguments: host, port, lines a second, seconds, name of the counter.
 */
import { createSocket } from "node:dgram";

/**
 * A sender that was held up catches up at this many times its rate, no faster: a burst of everything that is overdue
 * would overflow any buffer, and that is not the load that was asked for.
 */
const CATCH_UP = 2;

export interface Sent {
  readonly sent: number;
  /** Packets that the kernel refused. */
  readonly refused: number;
  /** How long it took. More than was asked for: this machine can't send at that rate. */
  readonly seconds: number;
  readonly cpuSeconds: number;
}

function send(host: string, port: number, perSecond: number, seconds: number, name: string): void {
  const line = Buffer.from(`${name}:1|c`);
  const total = Math.round(perSecond * seconds);
  const socket = createSocket("udp4");
  let sent = 0;
  const most = Math.ceil((perSecond / 1000) * CATCH_UP);
  let inFlight = 0;
  let refused = 0;
  const done = (error: Error | null): void => {
    inFlight -= 1;
    if (error) refused += 1;
  };
  // Nobody listens (any more): the difference between what was sent and what arrived tells it.
  socket.on("error", () => undefined);
  socket.connect(port, host, () => {
    const start = Date.now();
    const step = (): void => {
      const due = Math.min(total, Math.floor(((Date.now() - start) / 1000) * perSecond));
      for (let i = 0; i < most && sent < due; i++, sent++, inFlight++) socket.send(line, done);
      if (sent < total || inFlight > 0) {
        setTimeout(step, 1);
        return;
      }
      const cpu = process.cpuUsage();
      const result: Sent = {
        sent: total - refused,
        refused,
        seconds: (Date.now() - start) / 1000,
        cpuSeconds: (cpu.user + cpu.system) / 1e6,
      };
      socket.close();
      console.log(JSON.stringify(result));
    };
    step();
  });
}

const [host, port, perSecond, seconds, name] = process.argv.slice(2);
send(host!, Number(port), Number(perSecond), Number(seconds), name!);
