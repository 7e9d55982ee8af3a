import type { RoomSnapshot, SessionSnapshot } from '../../src/shared/contract/index.ts';
import { formatRoomTime } from '../../src/shared/domain/index.ts';
import { RefusedError, StationLine } from './station-process.ts';
import { addTrainingCameras, addTrainingMicrophones } from './training-cameras.ts';
import { transcriptDocument } from './transcript-document.ts';
import { waitUntil } from './wait-until.ts';

/** Steps of a session in the training room, for tests whose point lies elsewhere. */
export class HeldSession {
  readonly officer: StationLine;
  readonly sessionId: string;

  private constructor(officer: StationLine, sessionId: string) {
    this.officer = officer;
    this.sessionId = sessionId;
  }

  /** Adds the cameras, and both microphones where they are wanted, checks the room, opens a session and starts it. */
  static async start(rpc: string, { microphones = false }: { readonly microphones?: boolean } = {}): Promise<HeldSession> {
    const admin = await StationLine.open(rpc, 'admin', '5555');
    const officer = await StationLine.open(rpc, 'officer1', '1111');
    await addTrainingCameras(admin);
    if (microphones) await addTrainingMicrophones(admin);
    await waitUntil('both cameras live', 30_000, async () => (await officer.call<RoomSnapshot>('room.status')).cameras.every((c) => c.state === 'live'));
    await waitUntil('a passed check', 40_000, async () => (await officer.call<{ passed: boolean }>('check.run')).passed);
    const { sessionId } = await officer.call<SessionSnapshot>('session.open', {
      caseNumber: 'TRAIN-2026-002', kind: 'interrogation', place: '训练讯问室', interviewee: '受训人员', secondOfficer: { account: 'officer2', pin: '2222' },
    });
    await officer.call('session.start', { sessionId });
    admin.close();
    return new HeldSession(officer, sessionId);
  }

  /** Takes up the same session on a station that was started again. */
  async on(rpc: string): Promise<HeldSession> {
    return new HeldSession(await StationLine.open(rpc, 'officer1', '1111'), this.sessionId);
  }

  async snapshot(): Promise<SessionSnapshot> {
    return (await this.officer.call<{ session: SessionSnapshot }>('session.get', { sessionId: this.sessionId })).session;
  }

  /** Records until this much more is proven. */
  async recordFor(ms: number): Promise<number> {
    const from = await waitUntil('proven time', 20_000, async () => (await this.snapshot()).provenUntilMs ?? undefined);
    return waitUntil('more proven time', ms + 20_000, async () => {
      const { provenUntilMs } = await this.snapshot();
      return provenUntilMs !== null && provenUntilMs >= from + ms && provenUntilMs;
    });
  }

  /** Says the notices that keep the transcript locked until they are heard. */
  async hearNotices(): Promise<void> {
    for (const kind of ['recording-notice', 'rights']) {
      await this.officer.call('session.spanOpen', { sessionId: this.sessionId, kind, text: '' });
      await this.officer.call('training.play', { clip: 'explanation-camera' });
      await waitUntil('the clip to end', 60_000, async () => (await this.officer.call<{ playing: string | null }>('training.status')).playing === null);
      const spanId = (await this.snapshot()).spans.at(-1)?.spanId;
      // On a busy machine the words reach the disk some time after the clip has ended.
      await waitUntil('the notice on the recording', 60_000, () => this.officer.call('session.spanClose', { sessionId: this.sessionId, spanId }).then(() => true, (error: unknown) => {
        if (error instanceof RefusedError && error.code === 'NOTICE_NOT_HEARD') return false;
        throw error;
      }));
    }
  }

  /** Speaks the explanation of every interruption that needs one. */
  async explainAll(): Promise<void> {
    for (const { interruptionId, state } of (await this.snapshot()).interruptionList) {
      if (state !== 'unexplained') continue;
      await this.officer.call('interruption.explain', { sessionId: this.sessionId, interruptionId, step: 'begin', cause: 'software' });
      await this.officer.call('training.play', { clip: 'explanation-network' });
      await waitUntil('the clip to end', 60_000, async () => (await this.officer.call<{ playing: string | null }>('training.status')).playing === null);
      await this.officer.call('interruption.explain', { sessionId: this.sessionId, interruptionId, step: 'finish' });
      await this.officer.call('interruption.sign', { sessionId: this.sessionId, interruptionId, method: 'paper' });
    }
  }

  /** Finishes, links a fitting transcript and seals. */
  async finishAndSeal(): Promise<SessionSnapshot> {
    await this.finishAndLink();
    return this.seal();
  }

  /** Reports of interruptions that lasted long, as they may on a busy machine, have gone out. */
  async acknowledgeNotices(): Promise<void> {
    for (const { interruptionId, acknowledgement } of (await this.snapshot()).notices)
      if (acknowledgement === null) await this.officer.call('notice.acknowledge', { sessionId: this.sessionId, interruptionId, toldTo: '训练检察院', approver: { account: 'chief', pin: '7777' } });
  }

  async finishAndLink(): Promise<void> {
    await this.acknowledgeNotices();
    const { recordingStartMs, recordingEndMs, interruptionList } = await this.officer.call<SessionSnapshot>('session.finish', { sessionId: this.sessionId, reason: '训练,提前结束' });
    const [start, end] = [recordingStartMs, recordingEndMs].map((ms) => formatRoomTime(ms ?? 0, 'Asia/Shanghai').slice(0, 16));
    const document = await transcriptDocument(start ?? '', end ?? '', ['训练民警甲', '训练民警乙'], '受训人员', '训练讯问室', interruptionList);
    await this.officer.call('transcript.link', { sessionId: this.sessionId, fileName: '讯问笔录.docx', contentBase64: document.toString('base64') });
  }

  /** Begins the seal, notes of everybody that they sign (of the interviewee that they refuse), and completes it. */
  async seal(): Promise<SessionSnapshot> {
    await this.acknowledgeNotices();
    await this.officer.call<SessionSnapshot>('session.seal', { sessionId: this.sessionId, pin: '1111' });
    return this.completeSeal();
  }

  async completeSeal(): Promise<SessionSnapshot> {
    for (const { name, capacity } of (await this.snapshot()).sealing?.missing ?? []) {
      const refusal = { decision: 'refused', reason: '拒绝签名', secondOfficer: { account: 'officer2', pin: '2222' } };
      await this.officer.call('session.signSeal', { sessionId: this.sessionId, name, capacity, ...(capacity === 'interviewee' ? refusal : { decision: 'signed' }) });
    }
    return this.officer.call<SessionSnapshot>('session.completeSeal', { sessionId: this.sessionId, pin: '1111' });
  }
}
