import type { WireError } from '../../shared/base/index.ts';
import type { PreviewMessage } from '../../shared/contract/index.ts';
import { attachedClient, callStation } from './station.ts';

export interface PreviewSink {
  /** The type of what follows, as the station names it. */
  readonly onOpen: (mimeType: string) => void;
  readonly onPart: (part: PreviewMessage) => void;
  readonly onRefused: (error: WireError) => void;
}

/** Sends a camera's stream to the sink until stopped. Parts that come before the station's answer are kept for it. */
export function watchPreview(cameraId: string, sink: PreviewSink): () => void {
  let stopped = false;
  let streamId: number | undefined;
  let early: PreviewMessage[] = [];

  const stopListening = attachedClient().onPreview((part) => {
    if (streamId === undefined) early = [...early.slice(-40), part];
    else if (part.streamId === streamId) sink.onPart(part);
  });

  const open = async (): Promise<void> => {
    const reply = await callStation('preview.open', { cameraId });
    if (!reply.ok) {
      if (!stopped) sink.onRefused(reply.error);
      return;
    }
    if (stopped) {
      await callStation('preview.close', { streamId: reply.value.streamId });
      return;
    }
    streamId = reply.value.streamId;
    sink.onOpen(reply.value.mimeType);
    for (const part of early) if (part.streamId === streamId) sink.onPart(part);
    early = [];
  };
  void open();

  return () => {
    stopped = true;
    stopListening();
    if (streamId !== undefined) void callStation('preview.close', { streamId });
  };
}
