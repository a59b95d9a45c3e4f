/** So many failures may come at once, then one in so many seconds. */
interface Limit {
  readonly burst: number;
  readonly seconds: number;
}

/** Behind Docker's or an ingress' address translation everybody may have one address: still usable for who mistypes. */
const perAddress: Limit = { burst: 5, seconds: 10 };
/** Who has many addresses is no quicker. */
const overall: Limit = { burst: 30, seconds: 2 };
/** Addresses that are remembered: memory must not grow with attempts. */
const remembered = 1000;

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** Slows failed logins down. A login isn't even looked at while it's slowed, so that it tells nothing. */
export class Throttle {
  private readonly addresses = new Map<string, Bucket>();
  private all: Bucket | undefined;

  /** @param now milliseconds */
  constructor(private readonly now: () => number) {}

  /** Seconds until this address may try again; 0 is now. */
  wait(address: string): number {
    return Math.max(this.waitOf(this.addresses.get(address), perAddress), this.waitOf(this.all, overall));
  }

  failed(address: string): void {
    const bucket = this.addresses.get(address);
    // Added anew: a Map is ordered by insertion, so the longest silent come first.
    this.addresses.delete(address);
    if (this.addresses.size >= remembered) this.forget();
    this.addresses.set(address, this.taken(bucket, perAddress));
    this.all = this.taken(this.all, overall);
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.addresses.size;
  }

  private forget(): void {
    for (const [address, bucket] of this.addresses) {
      if (this.left(bucket, perAddress) >= perAddress.burst) this.addresses.delete(address);
    }
    for (const address of this.addresses.keys()) {
      if (this.addresses.size < remembered) return;
      this.addresses.delete(address);
    }
  }

  private left(bucket: Bucket | undefined, { burst, seconds }: Limit): number {
    if (bucket === undefined) return burst;
    return Math.min(burst, bucket.left + (this.now() - bucket.at) / (seconds * 1000));
  }

  private taken(bucket: Bucket | undefined, limit: Limit): Bucket {
    return { left: Math.max(0, this.left(bucket, limit) - 1), at: this.now() };
  }

  private waitOf(bucket: Bucket | undefined, limit: Limit): number {
    const left = this.left(bucket, limit);
    return left >= 1 ? 0 : Math.ceil((1 - left) * limit.seconds);
  }
}
