import { exposeBridge } from './shell/preload-bridge.ts';

exposeBridge();
