import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { sleep, startTimer, type Clock } from '../platform/index.ts';
import type { ClockSample } from './clock-sample.ts';
import { cookieBytes, judgeNtpPacket, ntpRequest, type NtpReply } from './ntp-packet.ts';

export interface TimeServer {
  readonly server: string;
  readonly port: number;
}

export type RoundResult =
  | { readonly kind: 'sample'; readonly sample: ClockSample }
  /** `kiss` is the server's code when it asked to be left alone (RATE, DENY, RSTR). */
  | { readonly kind: 'failed'; readonly why: string; readonly kiss: string | null };

const requestsPerRound = 4;
const answerWithinMs = 1000;
const betweenRequestsMs = 60;

/**
 * Asks the server a few times and gives the answer that was least delayed (RFC 4330, RFC 5905 section 10: least delay is least error).
 * Ends within about two seconds when the server is silent, at once when `signal` is aborted. Never rejects.
 */
export async function askTimeServer(target: TimeServer, clock: Clock, signal: AbortSignal): Promise<RoundResult> {
  // A new socket, hence a new random port, for each round: a stranger has to guess that as well.
  const socket = createSocket(isIPv6(target.server) ? 'udp6' : 'udp4');
  // Errors after the connection (port unreachable) come here as well as to the request that waits.
  socket.on('error', () => undefined);
  try {
    const refused = await connect(socket, target, signal);
    if (refused !== null) return failed(refused);
    return await askRepeatedly(socket, target, clock, signal);
  } finally {
    await new Promise<void>((resolve) => socket.close(() => resolve()));
  }
}

async function askRepeatedly(socket: Socket, target: TimeServer, clock: Clock, signal: AbortSignal): Promise<RoundResult> {
  let best: ClockSample | null = null;
  let silent = 0;
  let why = 'no answer';
  for (let request = 0; request < requestsPerRound && silent < 2 && !signal.aborted; request += 1) {
    if (request > 0) await sleep(betweenRequestsMs, signal);
    const outcome = await askOnce(socket, target, clock, signal);
    if (outcome.kind === 'failed') {
      if (outcome.kiss !== null) return outcome;
      why = outcome.why;
      silent += 1;
    } else if (best === null || outcome.sample.delayMs < best.delayMs) {
      best = outcome.sample;
    }
  }
  return best === null ? failed(signal.aborted ? 'stopped' : why) : { kind: 'sample', sample: best };
}

function askOnce(socket: Socket, target: TimeServer, clock: Clock, signal: AbortSignal): Promise<RoundResult> {
  return new Promise((resolve) => {
    const cookie = randomBytes(cookieBytes);
    let lastForeign = 'no answer';
    const onMessage = (packet: Uint8Array) => {
      const receivedMonotonicMs = clock.monotonicMs();
      const verdict = judgeNtpPacket(packet, cookie);
      if (verdict.kind === 'foreign') lastForeign = verdict.why;
      else if (verdict.kind === 'kiss') finish(failed(`the server refuses (${verdict.code})`, verdict.code));
      else if (verdict.kind === 'unfit') finish(failed(verdict.why));
      else finish(measure(target, verdict.reply, sentMonotonicMs, receivedMonotonicMs));
    };
    const onError = (error: Error) => finish(failed(error.message));
    const onAbort = () => finish(failed('stopped'));
    const cancelTimer = startTimer(answerWithinMs, () => finish(failed(lastForeign)));
    function finish(result: RoundResult) {
      cancelTimer();
      socket.off('message', onMessage);
      socket.off('error', onError);
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    }
    socket.on('message', onMessage);
    socket.on('error', onError);
    signal.addEventListener('abort', onAbort, { once: true });
    const sentMonotonicMs = clock.monotonicMs();
    socket.send(ntpRequest(cookie), (error) => {
      if (error !== null) onError(error);
    });
  });
}

function measure(target: TimeServer, reply: NtpReply, sentMs: number, receivedMs: number): RoundResult {
  const elapsedMs = receivedMs - sentMs;
  const insideMs = reply.transmittedAtMs - reply.receivedAtMs;
  // A server cannot have held the question longer than it was away; a little is left for clocks that run at different speeds.
  if (insideMs > elapsedMs + 1 + reply.precisionMs) return failed(`it claims to have held the question ${Math.round(insideMs)} ms, but it was away ${Math.round(elapsedMs)} ms`);
  const delayMs = Math.max(elapsedMs - insideMs, 0);
  const ownPrecisionMs = 0.05;
  return {
    kind: 'sample',
    sample: {
      server: `${target.server}:${target.port}`,
      atMonotonicMs: (sentMs + receivedMs) / 2,
      serverMs: (reply.receivedAtMs + reply.transmittedAtMs) / 2,
      delayMs,
      errorMs: delayMs / 2 + reply.rootDelayMs / 2 + reply.rootDispersionMs + reply.precisionMs + ownPrecisionMs,
      stratum: reply.stratum,
    },
  };
}

function connect(socket: Socket, target: TimeServer, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const cancelTimer = startTimer(answerWithinMs * 2, () => finish('the name was not resolved in time'));
    const onAbort = () => finish('stopped');
    const onError = (error: Error) => finish(error.message);
    function finish(why: string | null) {
      cancelTimer();
      socket.off('error', onError);
      signal.removeEventListener('abort', onAbort);
      resolve(why);
    }
    if (signal.aborted) {
      finish('stopped');
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', onError);
    // A connected socket takes packets from this address and port alone.
    // By its event: a callback would be called for failures too.
    socket.once('connect', () => finish(null));
    socket.connect(target.port, target.server);
  });
}

function failed(why: string, kiss: string | null = null): RoundResult {
  return { kind: 'failed', why, kiss };
}
