import { expect, it } from 'vitest';
import { KeepAwake } from './keep-awake.ts';

interface RoomState {
  recording: boolean;
  blocks: number;
  readonly held: Set<number>;
  look: () => void;
}

function room() {
  const state: RoomState = { recording: false, blocks: 0, held: new Set(), look: () => undefined };
  const keepAwake = new KeepAwake({
    isRecording: () => state.recording,
    block: () => {
      state.blocks += 1;
      state.held.add(state.blocks);
      return state.blocks;
    },
    release: (id) => void state.held.delete(id),
    after: (look) => {
      state.look = look;
      return () => (state.look = () => undefined);
    },
  });
  return { state, keepAwake };
}

it('holds the machine awake while recording, once, and lets go after', () => {
  const { state } = room();
  expect(state.held.size).toBe(0);
  state.recording = true;
  state.look();
  state.look();
  expect([state.held.size, state.blocks]).toEqual([1, 1]);
  state.recording = false;
  state.look();
  expect(state.held.size).toBe(0);
});

it('lets go when it is stopped, and does not look again', () => {
  const { state, keepAwake } = room();
  state.recording = true;
  state.look();
  keepAwake.stop();
  state.look();
  expect([state.held.size, state.blocks]).toEqual([0, 1]);
});
