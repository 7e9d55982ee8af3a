import { describe, expect, it } from 'vitest';
import { RelayAddresses } from './relay-addresses.ts';

const relay = { port: 40_000, key: 'k3y' };

describe('the addresses of a relay', () => {
  it('are the camera’s but for login, host and port, and lead back to it', () => {
    const addresses = new RelayAddresses('rtsp://10.0.0.7:8554/live?channel=1&sub=0', relay);
    expect(addresses.relayUrl).toBe('rtsp://127.0.0.1:40000/k3y/live?channel=1&sub=0');
    expect(addresses.toCamera(`${addresses.relayUrl}/trackID=1`)).toBe('rtsp://10.0.0.7:8554/live?channel=1&sub=0/trackID=1');
    expect(addresses.toClient('a=control:rtsp://admin:pw@192.168.1.64:554/live/trackID=1')).toBe('a=control:rtsp://127.0.0.1:40000/k3y/live/trackID=1');
    expect(addresses.toClient('url=rtsp://10.0.0.7/a;seq=1,url="RTSPS://[fe80::1]:322/b"')).toBe('url=rtsp://127.0.0.1:40000/k3y/a;seq=1,url="rtsp://127.0.0.1:40000/k3y/b"');
    expect(addresses.toClient('trackID=1')).toBe('trackID=1');
  });

  it('show no password that stands in the path, and give it back to the camera', () => {
    const own = 'rtsp://10.0.0.7/user=admin&password=s3cret&channel=1';
    const addresses = new RelayAddresses(own, relay);
    expect(addresses.relayUrl).toBe('rtsp://127.0.0.1:40000/k3y/user=admin&hidden=0&channel=1');
    expect(addresses.toCamera(`${addresses.relayUrl}/trackID=1`)).toBe(`${own}/trackID=1`);
    expect(addresses.toClient(`url=${own}/trackID=1`)).toBe(`url=${addresses.relayUrl}/trackID=1`);
  });

  it('know each other and nobody else', () => {
    const addresses = new RelayAddresses('rtsp://[2001:db8::7]', relay);
    expect(addresses.toCamera(addresses.relayUrl)).toBe('rtsp://[2001:db8::7]');
    for (const stranger of ['*', '', 'rtsp://127.0.0.1:40000/', 'rtsp://127.0.0.1:40000/k3z/live', 'rtsp://127.0.0.1:40000/k3yard/live', 'http://127.0.0.1:40000/k3y/live']) {
      expect(addresses.toCamera(stranger), stranger).toBeUndefined();
    }
  });
});
