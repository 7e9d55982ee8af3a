import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { LiveStream, type MediaUnit } from './live-stream.ts';
import { MediaSender } from './media-sender.ts';

const sockets: Socket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

/** Both ends of a real connection; the client reads nothing until it is told to. */
async function connection(): Promise<{ readonly server: Socket; readonly client: Socket }> {
  const listener = createServer();
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const client = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
  const [server] = (await once(listener, 'connection')) as [Socket];
  client.pause();
  sockets.push(server, client);
  listener.close();
  return { server, client };
}

function sender(socket: Socket) {
  let nowMs = 0;
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs };
  const stream = new LiveStream({ name: 'camera', host: '127.0.0.1', framesPerSecond: 25, samplesPerSecond: null, clock });
  return { media: new MediaSender({ socket, stream, channels: new Map([['video', 0]]), clock }), pass: (ms: number) => (nowMs += ms) };
}

const picture = (isKeyframe: boolean, bytes = 100_000): MediaUnit => ({ track: 'video', isKeyframe, packets: [Buffer.alloc(bytes / 2, isKeyframe ? 1 : 2), Buffer.alloc(bytes / 2)] });

it('sends nothing before a keyframe', async () => {
  const { server } = await connection();
  const { media } = sender(server);
  const before = server.bytesWritten;
  media.send(picture(false));
  expect(server.bytesWritten).toBe(before);
  media.send(picture(true));
  expect(server.bytesWritten).toBeGreaterThan(before + 100_000);
});

it('holds no more than a bounded amount for a client that does not read, and cuts it off in the end', async () => {
  const { server } = await connection();
  const { media, pass } = sender(server);
  for (let index = 0; index < 300; index += 1) media.send(picture(index % 25 === 0));
  expect(server.writableLength).toBeGreaterThan(4_000_000);
  expect(server.writableLength).toBeLessThan(4_500_000);
  pass(16_000);
  media.send(picture(true));
  expect(server.destroyed).toBe(true);
});

it('goes on at a keyframe when the client reads again', async () => {
  const { server, client } = await connection();
  const { media } = sender(server);
  for (let index = 0; index < 100; index += 1) media.send(picture(index === 0));
  client.resume();
  while (server.writableLength > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const before = server.bytesWritten;
  media.send(picture(false));
  expect(server.bytesWritten).toBe(before);
  media.send(picture(true));
  expect(server.bytesWritten).toBeGreaterThan(before);
});
