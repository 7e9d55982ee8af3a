import { afterEach, describe, expect, it } from 'vitest';
import { RoomClockService } from '../../src/main/clock/index.ts';
import { createLogger, systemClock } from '../../src/main/platform/index.ts';
import { startChrony } from '../support/chrony.ts';
import { ntpAnswer, startFakeTimeServer } from '../support/time-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const log = createLogger('test', () => undefined);

// Real chronyd's: honest ones serve this machine's clock, a liar follows a server that is off. A last one lies over bare UDP, as it likes.
describe('the room clock with several servers', () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  const honest = async () => {
    const chrony = await startChrony();
    open.push(() => chrony.stop());
    return { server: '127.0.0.1', port: chrony.port };
  };
  const lyingUdp = async (lieMs: () => number) => {
    const server = await startFakeTimeServer((request) => {
      const nowMs = systemClock.wallMs() + lieMs();
      return [ntpAnswer(request, { receivedAtMs: nowMs, transmittedAtMs: nowMs, stratum: 1 })];
    });
    open.push(() => server.close());
    return { server: '127.0.0.1', port: server.port };
  };
  const lyingChrony = async (lieMs: number) => {
    const upstream = await lyingUdp(() => lieMs);
    const chrony = await startChrony({ upstreamPort: upstream.port });
    open.push(() => chrony.stop());
    return { server: '127.0.0.1', port: chrony.port };
  };
  const room = () => {
    const service = new RoomClockService({ clock: systemClock, log, pausesMs: [200] });
    open.push(() => service.close());
    return service;
  };
  const check = (service: RoomClockService) => {
    const { atMs, errorMs } = service.now();
    expect(Math.abs(atMs - systemClock.wallMs())).toBeLessThanOrEqual(errorMs + 2);
    expect(errorMs).toBeLessThan(200);
  };
  const states = (service: RoomClockService) => service.status().servers.map(({ state }) => state);

  it.each([2_500, -3_600_000])('never follows one chronyd of three that is %i ms off, and names it', async (lieMs) => {
    const servers = [await honest(), await lyingChrony(lieMs), await honest()];
    const service = room();
    service.start({ source: 'sntp', servers });
    await service.ready(10_000);
    // On a busy machine an honest server may miss the first round, and then there is no majority yet.
    await waitUntil('the majority to be followed', 20_000, () => Promise.resolve(service.status().state === 'synced'));
    expect(service.status().source).toBe('sntp');
    await waitUntil('the liar to be rejected', 20_000, () => Promise.resolve(states(service)[1] === 'rejected'));
    for (let look = 0; look < 20; look += 1) {
      check(service);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(states(service).filter((state) => state === 'rejected')).toHaveLength(1);
    const { atMs } = service.now();
    expect(service.certificate(atMs - 60_000, atMs)['rejectedServers']).toEqual([`127.0.0.1:${servers[1]?.port ?? 0}`]);
  });

  it('is not moved by one that was honest for a while, nor when an honest one dies afterwards', async () => {
    let lieMs = 0;
    const dying = await startChrony();
    const servers = [await honest(), { server: '127.0.0.1', port: dying.port }, await lyingUdp(() => lieMs)];
    const service = room();
    service.start({ source: 'sntp', servers });
    await service.ready(10_000);
    await waitUntil('all to agree', 20_000, () => Promise.resolve(!states(service).includes('rejected') && !states(service).includes('silent')));
    lieMs = 700;
    await waitUntil('the liar to be rejected', 20_000, () => Promise.resolve(states(service)[2] === 'rejected'));
    check(service);
    await dying.stop();
    await waitUntil('the dead one to be silent', 20_000, () => Promise.resolve(states(service)[1] === 'silent'));
    for (let look = 0; look < 20; look += 1) {
      check(service);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  it('refuses servers of which no majority agrees, and keeps what it has', async () => {
    const service = room();
    const good = await honest();
    service.start({ source: 'sntp', servers: [good] });
    await service.ready(10_000);
    const apart = [await honest(), await lyingUdp(() => 5_000), await lyingUdp(() => -90_000)];
    await expect(service.configure({ source: 'sntp', servers: apart })).rejects.toMatchObject({ code: 'CLOCK_SERVERS_APART' });
    expect(service.status()).toMatchObject({ state: 'synced', server: `127.0.0.1:${good.port}` });
    check(service);
  });
});
