import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import type { SoundDeviceItem } from '../../../shared/contract/index.ts';
import { LevelMeter, Panel, Refusal, SearchOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { refreshRoom, useCall, useTickMs } from '../../stores/index.ts';

type SoundSystem = Exclude<SoundDeviceItem['kind'], 'training'>;

interface Listed {
  readonly devices: readonly SoundDeviceItem[];
  readonly unreadable: readonly SoundSystem[];
}

/** The contract listens to so many at a time. */
const mostDevices = 12;
const listenEveryMs = 500;

/** The sound devices of this machine, each with its live level: who speaks into one or taps it sees which it is, and adds it under a name. */
export function ChooseMicrophone({ training }: { readonly training: boolean }) {
  const { t, codeText } = useText();
  const { run, busy, error } = useCall('microphone.devices');
  const [listed, setListed] = useState<Listed | null>(null);
  const [chosen, setChosen] = useState<SoundDeviceItem | null>(null);
  const search = async (): Promise<void> => {
    setChosen(null);
    const result = await run({});
    if (result !== undefined) setListed(result);
  };
  const added = async (): Promise<void> => {
    await search();
    await refreshRoom();
  };
  return (
    <Panel title={t('microphones.choose')} testId="microphone-choose">
      <p className="muted">{t('microphones.chooseHint')}</p>
      <Button type="primary" icon={<SearchOutlined />} loading={busy} data-testid="action-microphone-devices" onClick={() => void search()}>{t(listed === null ? 'microphones.search' : 'microphones.searchAgain')}</Button>
      <Refusal error={error} />
      <div role="status" data-testid="microphone-devices" data-count={listed?.devices.length ?? ''}>
        {listed?.devices.length === 0 && <p><strong>{t('microphones.foundNone')}</strong> <span className="muted">{t('microphones.foundNoneHint')}</span></p>}
        {unreadableOf(listed, training).map((system) => <p key={system} className="muted">{codeText('SOUND_DEVICES_UNREADABLE', { system: t(`microphoneKind.${system}`) })}</p>)}
      </div>
      {listed !== null && listed.devices.length > 0 && <Devices devices={listed.devices.slice(0, mostDevices)} onUse={setChosen} />}
      {chosen !== null && <NameMicrophone key={`${chosen.kind} ${chosen.address}`} device={chosen} onAdded={() => void added()} />}
    </Panel>
  );
}

/** A system that is not there is no news beside one that gave devices, or where people train. */
function unreadableOf(listed: Listed | null, training: boolean): readonly SoundSystem[] {
  return listed === null || training || listed.devices.length > 0 ? [] : listed.unreadable;
}

function Devices({ devices, onUse }: { readonly devices: readonly SoundDeviceItem[]; readonly onUse: (device: SoundDeviceItem) => void }) {
  const { t, codeText } = useText();
  const heard = useLevels(devices);
  return (
    <ul className="found">
      {devices.map((device) => {
        const { levelDb = null, problem = null } = heard.find(({ kind, address }) => kind === device.kind && address === device.address) ?? {};
        return (
          <li key={`${device.kind} ${device.address}`} data-testid={`sound-device-${device.address}`}>
            <div>
              <strong>{device.name}</strong> <span className="muted">{t(`microphoneKind.${device.kind}`)}{device.isDefault && ` · ${t('microphones.default')}`}</span>
              {problem !== null && <div className="problem">{codeText(problem, { microphone: device.name })}</div>}
            </div>
            <span className="grow" />
            <LevelMeter levelDb={levelDb} hasAudio name={device.name} />
            {device.known
              ? <span className="tag">{t('cameras.known')}</span>
              : <Button size="small" data-testid={`sound-device-use-${device.address}`} aria-label={`${t('cameras.use')} ${device.name}`} onClick={() => onUse(device)}>{t('cameras.use')}</Button>}
          </li>
        );
      })}
    </ul>
  );
}

type Heard = readonly { readonly kind: string; readonly address: string; readonly levelDb: number | null; readonly problem: string | null }[];

/** Asks for the levels twice a second for as long as the list is on the screen. */
function useLevels(devices: readonly SoundDeviceItem[]): Heard {
  const { run } = useCall('microphone.listen');
  const [heard, setHeard] = useState<Heard>([]);
  const turn = Math.floor(useTickMs() / listenEveryMs);
  useEffect(() => {
    let gone = false;
    void run({ devices: devices.map(({ kind, address }) => ({ kind, address })) }).then((result) => {
      if (!gone && result !== undefined) setHeard(result.devices);
    });
    return () => {
      gone = true;
    };
  }, [run, devices, turn]);
  return heard;
}

function NameMicrophone({ device, onAdded }: { readonly device: SoundDeviceItem; readonly onAdded: () => void }) {
  const { t } = useText();
  const { run, busy, error } = useCall('microphone.add');
  const { kind, address } = device;
  const add = async ({ name }: { readonly name: string }): Promise<void> => {
    if ((await run({ kind, address, name })) !== undefined) onAdded();
  };
  return (
    <Form<{ name: string }> layout="vertical" requiredMark={false} disabled={busy} initialValues={{ name: device.name.slice(0, 60) }} onFinish={(fields) => void add(fields)}>
      <div className="form-line">
        <Form.Item name="name" label={t('microphones.nameFor', { device: device.name })} rules={[{ required: true, whitespace: true, message: t('common.required') }]}>
          <Input autoFocus data-testid="microphone-name" autoComplete="off" maxLength={60} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy} data-testid="action-microphone-add">{t('microphones.add')}</Button>
      </div>
      <Refusal error={error} />
    </Form>
  );
}
