import { AppError } from '../../shared/base/index.ts';
import type { TrainingSnapshot } from '../../shared/contract/index.ts';
import type { TrainingRoom } from '../training/index.ts';
import type { Handlers } from './connection.ts';
import type { Station } from './station.ts';

type TrainingMethods = Pick<Handlers, 'training.status' | 'training.play' | 'training.fault' | 'training.microphoneFault'>;

export function trainingMethods(station: Station): TrainingMethods {
  const inTraining = async (act: (room: TrainingRoom) => void): Promise<TrainingSnapshot> => {
    if (station.training === null) throw new AppError('TRAINING_ONLY');
    act(station.training);
    return Promise.resolve(station.training.status());
  };
  return {
    'training.status': () => inTraining(() => undefined),
    'training.play': ({ clip }) => inTraining((room) => room.play(clip)),
    'training.microphoneFault': ({ microphone, fault, on }) =>
      inTraining((room) => {
        room.setMicrophoneFault(microphone, fault, on);
        station.facts.write('', 'training.faultSet', { subject: microphone, fault, on }, 'station');
      }),
    'training.fault': ({ camera, fault, on }) =>
      inTraining((room) => {
        room.setFault(camera, fault, on);
        station.facts.write('', 'training.faultSet', { subject: camera, fault, on }, 'station');
      }),
  };
}
