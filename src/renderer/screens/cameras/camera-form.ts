import type { CameraRole } from '../../../shared/domain/index.ts';

/** What an administrator fills in for one camera. */
export interface CameraForm {
  readonly by: 'onvif' | 'rtsp';
  readonly address: string;
  readonly user: string;
  readonly password: string;
  readonly name: string;
  readonly role: CameraRole;
}

export const emptyCameraForm: CameraForm = { by: 'onvif', address: '', user: '', password: '', name: '', role: 'overview' };
