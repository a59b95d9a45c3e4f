import type { AddressInfo, Socket } from "node:net";
import { simpleParser, type AddressObject, type ParsedMail } from "mailparser";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import type { FakeReceiver, Failure, Message } from "./fake";
import type { Certificate } from "./http-receiver";

export interface SmtpOptions {
  readonly certificate: Certificate;
  /** `implicit`: TLS from the first byte. `none`: it offers no TLS at all. */
  readonly tls: "starttls" | "implicit" | "none";
  readonly username: string;
  readonly password: string;
}

/** Bytes of a line of a mail without its end (RFC 5321). */
const longestLine = 998;

/** A real SMTP server in this process: it wants TLS, then a password, and takes mails apart. */
export class SmtpReceiver implements FakeReceiver {
  readonly messages: Message[] = [];
  readonly faults: string[] = [];
  readonly failed: number[] = [];
  private server: SMTPServer;
  private failure: Failure | undefined;
  private ownPort = 0;
  /** Of everybody who is connected, also while TLS isn't agreed on yet. */
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly options: SmtpOptions) {
    this.server = this.create();
  }

  static async start(options: SmtpOptions): Promise<SmtpReceiver> {
    const receiver = new SmtpReceiver(options);
    await receiver.listen();
    return receiver;
  }

  get port(): number {
    return this.ownPort;
  }

  async fail(failure: Failure): Promise<void> {
    this.failure = failure;
    if (failure === "closed") await this.close();
  }

  async recover(): Promise<void> {
    const { failure } = this;
    this.failure = undefined;
    if (failure !== "closed") await this.close();
    this.server = this.create();
    await this.listen();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(resolve));
    this.cut();
    await closed;
  }

  private async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.ownPort, "0.0.0.0", () => resolve()));
    this.ownPort = (this.server.server.address() as AddressInfo).port;
  }

  private create(): SMTPServer {
    const { certificate, tls, username, password } = this.options;
    const server = new SMTPServer({
      ...certificate,
      secure: tls === "implicit",
      hideSTARTTLS: tls !== "starttls",
      authMethods: ["PLAIN", "LOGIN"],
      disableReverseLookup: true,
      closeTimeout: 1,
      onConnect: (_, done) => this.greet(done),
      onAuth: (auth, _, done) => {
        const right = auth.username === username && auth.password === password;
        if (right) return done(null, { user: username });
        this.faults.push("smtp: the password is wrong");
        done(replying(535, "5.7.8 Authentication credentials invalid"));
      },
      onData: (stream, session, done) => {
        simpleParser(stream).then(
          (mail) => done(this.take(mail, session)),
          (error: Error) => done(error),
        );
      },
    });
    // Clients that don't trust the certificate end the connection: that's theirs to tell.
    server.on("error", () => undefined);
    server.server.on("connection", (socket: Socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
    return server;
  }

  private greet(done: (error?: Error) => void): void {
    if (this.failure === undefined) return done();
    if (typeof this.failure === "object") return done();
    this.failed.push(Date.now());
    if (this.failure === "dropped") this.cut();
  }

  private take(mail: ParsedMail, session: SMTPServerSession): Error | null {
    if (typeof this.failure === "object") {
      this.failed.push(Date.now());
      return replying(this.failure.status, "on purpose");
    }
    this.faults.push(...mailFaults(mail, session).map((fault) => `smtp: ${fault}`));
    const { subject = "", text = "", html } = mail;
    const parts = [subject, text, html === false ? "" : html];
    this.messages.push({ at: Date.now(), kind: "shown", title: subject, text: parts.join("\n"), raw: mail });
    return null;
  }

  private cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}

/** Who a mail is for, as its header says. */
export function recipients({ to = [] }: ParsedMail): string[] {
  return [to].flat().flatMap(({ value }: AddressObject) => value.map(({ address }) => address ?? ""));
}

function mailFaults(mail: ParsedMail, { secure, envelope }: SMTPServerSession): string[] {
  const { subject = "", text = "", html, from, date, messageId, headerLines } = mail;
  const envelopeTo = envelope.rcptTo.map(({ address }) => address);
  const long = headerLines.filter(({ line }) => line.split("\n").some((part) => part.length > longestLine));
  return [
    ...(secure ? [] : ["the mail came in clear"]),
    ...(subject === "" ? ["no subject"] : []),
    ...long.map(({ key }) => `a line of more than ${longestLine} characters in the header ${key}`),
    ...(text === "" ? ["no text for those who don't show HTML"] : []),
    ...(html === false ? ["no HTML"] : []),
    ...(from === undefined ? ["no sender"] : []),
    ...(date === undefined || messageId === undefined ? ["no date or no identity"] : []),
    ...(envelopeTo.sort().join() === recipients(mail).sort().join() ? [] : [`sent to ${envelopeTo.join(", ")}`]),
  ];
}

function replying(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
