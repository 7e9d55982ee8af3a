import { Button, Drawer, Switch } from 'antd';
import { useState } from 'react';
import { schema, type TrainingSnapshot } from '../../../shared/contract/index.ts';
import { duration, Refusal, ExperimentOutlined, SoundOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, useStation } from '../../stores/index.ts';

/** Plays prepared speech into the training room and switches faults of its cameras. */
export function TrainingPanel() {
  const { t } = useText();
  const training = useStation((view) => view.training);
  const [open, setOpen] = useState(false);
  if (training === null) return null;
  return (
    <>
      <Button size="small" icon={<ExperimentOutlined />} data-testid="training-open" onClick={() => setOpen(true)}>{t('training.open')}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('training.title')} size={440} mask={false} placement="left" rootClassName="training-drawer" data-testid="training-panel">
        <p className="muted">{t('training.hint')}</p>
        <Clips training={training} />
        <Faults training={training} />
        <MicrophoneFaults training={training} />
      </Drawer>
    </>
  );
}

function Clips({ training }: { readonly training: TrainingSnapshot }) {
  const { t, pick } = useText();
  const { run, error } = useCall('training.play');
  return (
    <section aria-label={t('training.clips')}>
      <h3>{t('training.clips')}</h3>
      <ul className="clips">
        {training.clips.map(({ clip, title, text, durationMs }) => (
          <li key={clip}>
            <div><strong>{pick(title)}</strong> <span className="muted">{duration(durationMs)}</span><p lang="zh-CN">{text}</p></div>
            <Button size="small" icon={<SoundOutlined />} type={training.playing === clip ? 'primary' : 'default'} data-testid={`training-play-${clip}`} aria-label={`${t('training.play')} ${pick(title)}`} onClick={() => void run({ clip })}>
              {t(training.playing === clip ? 'training.playing' : 'training.play')}
            </Button>
          </li>
        ))}
      </ul>
      <Refusal error={error} />
    </section>
  );
}

function Faults({ training }: { readonly training: TrainingSnapshot }) {
  const { t } = useText();
  const { run, error } = useCall('training.fault');
  return (
    <section aria-label={t('training.faults')}>
      <h3>{t('training.faults')}</h3>
      <table className="data-table faults">
        <thead><tr><th scope="col"><span className="hidden">{t('training.faults')}</span></th>{training.cameras.map(({ key, name }) => <th key={key} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {schema.trainingFaults.map((fault) => (
            <tr key={fault}>
              <th scope="row">{t(`fault.${fault}`)}</th>
              {training.cameras.map(({ key, name, faults }) => (
                <td key={key}><Switch size="small" checked={faults.includes(fault)} data-testid={`training-fault-${key}-${fault}`} aria-label={`${name} ${t(`fault.${fault}`)}`} onChange={(on) => void run({ camera: key, fault, on })} /></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Refusal error={error} />
    </section>
  );
}

function MicrophoneFaults({ training }: { readonly training: TrainingSnapshot }) {
  const { t } = useText();
  const { run, error } = useCall('training.microphoneFault');
  return (
    <section aria-label={t('training.microphoneFaults')}>
      <h3>{t('training.microphoneFaults')}</h3>
      <table className="data-table faults">
        <thead><tr><th scope="col"><span className="hidden">{t('training.microphoneFaults')}</span></th>{training.microphones.map(({ key, name }) => <th key={key} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {schema.trainingMicrophoneFaults.map((fault) => (
            <tr key={fault}>
              <th scope="row">{t(`microphoneFault.${fault}`)}</th>
              {training.microphones.map(({ key, name, faults }) => (
                <td key={key}><Switch size="small" checked={faults.includes(fault)} data-testid={`training-fault-${key}-${fault}`} aria-label={`${name} ${t(`microphoneFault.${fault}`)}`} onChange={(on) => void run({ microphone: key, fault, on })} /></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Refusal error={error} />
    </section>
  );
}
