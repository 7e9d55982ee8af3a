import type { TimelineItem } from '../../../shared/contract/index.ts';

/** The copies of a session that were exported, oldest first. */
export function clipCopies(timeline: readonly TimelineItem[]): readonly { readonly packetId: string; readonly number: number; readonly recipient: string }[] {
  return timeline.flatMap(({ type, detail: { packetId, number, recipient } }) => (type === 'packet.exported' && typeof packetId === 'string' && typeof number === 'number' && typeof recipient === 'string' ? [{ packetId, number, recipient }] : []));
}

/** The cameras of a session as they were recorded with room time in the picture. */
export function clipStreams(timeline: readonly TimelineItem[]): readonly { readonly streamId: string; readonly name: string }[] {
  const streams = timeline.find(({ type }) => type === 'session.opened')?.detail['streams'];
  return (Array.isArray(streams) ? (streams as readonly unknown[]) : []).flatMap((stream) => {
    const { streamId, kind, name } = stream as { readonly streamId?: unknown; readonly kind?: unknown; readonly name?: unknown };
    return kind === 'stamped' && typeof streamId === 'string' && typeof name === 'string' ? [{ streamId, name }] : [];
  });
}
