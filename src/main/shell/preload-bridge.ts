import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { channels } from './channels.ts';

/**
 * Gives the page `window.shilu` and nothing else of Electron: three functions over three fixed channels. The page never sees
 * an IPC event, whose `sender` would open every channel.
 */
export function exposeBridge(): void {
  contextBridge.exposeInMainWorld('shilu', {
    call: (method: unknown, params: unknown): Promise<unknown> => ipcRenderer.invoke(channels.call, { method, params }),
    onPush: (listener: (push: unknown) => void) => listen(channels.push, listener),
    onPreview: (listener: (message: unknown) => void) => listen(channels.preview, listener),
  });
}

/** @returns how to stop listening */
function listen(channel: string, listener: (body: unknown) => void): () => void {
  const forward = (_event: IpcRendererEvent, body: unknown) => listener(body);
  ipcRenderer.on(channel, forward);
  return () => {
    ipcRenderer.off(channel, forward);
  };
}
