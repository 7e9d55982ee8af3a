import type { MicrophoneSnapshot } from '../../shared/contract/index.ts';
import { useText } from '../i18n/index.ts';
import { AudioOutlined } from './icons.ts';
import { LevelMeter } from './level-meter.tsx';

/** The microphones of the room side by side: how loud each is, and what is wrong with it. */
export function MicrophoneStrip({ microphones }: { readonly microphones: readonly MicrophoneSnapshot[] }) {
  const { t } = useText();
  if (microphones.length === 0) return null;
  return (
    <ul className="microphones" aria-label={t('microphones.list')} data-testid="microphones" data-count={microphones.length}>
      {microphones.map((microphone) => <MicrophoneItem key={microphone.microphoneId} microphone={microphone} />)}
    </ul>
  );
}

function MicrophoneItem({ microphone }: { readonly microphone: MicrophoneSnapshot }) {
  const { t, codeText } = useText();
  const { name, state, problem, faults, levelDb } = microphone;
  const wrong = problem === null ? faults : [problem];
  return (
    <li className={wrong.length > 0 ? 'microphone microphone-bad' : 'microphone'} data-testid={`microphone-${name}`} data-state={state} data-wrong={wrong.join(' ')}>
      <AudioOutlined aria-hidden />
      <strong>{name}</strong>
      <span className="state-cell"><span className={`dot dot-${state}`} aria-hidden /> <span className="muted">{t(`cameraState.${state}`)}</span></span>
      <span className="grow" />
      <LevelMeter levelDb={levelDb} hasAudio name={name} />
      {wrong.map((code) => <span key={code} className="problem">{codeText(code, { microphone: name, camera: name })}</span>)}
    </li>
  );
}
