import { afterEach, describe, expect, it } from 'vitest';
import { startSoapCamera, startStranger, type SoapCamera } from '../../../test/support/soap-camera.ts';
import { fetchSnapshot } from './index.ts';

describe('a snapshot', () => {
  let camera: SoapCamera | undefined;
  afterEach(() => camera?.close());
  const source = (port: number, password = 'p') => ({ snapshotUrl: `http://127.0.0.1:${port}/snapshot/a.jpg`, user: 'u', password, deadlineMs: 2000 });

  it('is fetched with a login', async () => {
    camera = await startSoapCamera({ demands: 'http-digest', user: 'u', password: 'p', clockMs: () => 0 });
    expect(await fetchSnapshot(source(camera.port))).toMatchObject({ contentType: 'image/jpeg' });
    await expect(fetchSnapshot(source(camera.port, 'wrong'))).rejects.toMatchObject({ code: 'CAMERA_UNAUTHORIZED' });
  });

  it('that is no picture, or not there, is an error with a name', async () => {
    camera = await startStranger((_request, _body, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end('<html>'));
    await expect(fetchSnapshot(source(camera.port))).rejects.toMatchObject({ code: 'PICTURE_MISSING' });
    await camera.close();
    await expect(fetchSnapshot(source(camera.port))).rejects.toMatchObject({ code: 'CAMERA_UNREACHABLE' });
    camera = await startStranger(() => undefined);
    await expect(fetchSnapshot({ ...source(camera.port), deadlineMs: 200 })).rejects.toMatchObject({ code: 'CAMERA_UNREACHABLE' });
  });
});
