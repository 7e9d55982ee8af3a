/** One measurement of a time server against this machine's monotonic clock. */
export interface ClockSample {
  readonly server: string;
  /** The moment it holds for, on the monotonic clock. */
  readonly atMonotonicMs: number;
  /** The server's time at that moment, ms since 1970 UTC, with fractions. */
  readonly serverMs: number;
  /** Time the packets spent on the way, there and back. */
  readonly delayMs: number;
  /** Bound of the error at that moment: half the delay, the server's own root delay and dispersion, both precisions (RFC 5905 section 4). */
  readonly errorMs: number;
  readonly stratum: number;
}
