import { Button, Checkbox, Form, Input, Radio, Select } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { MediumSnapshot } from '../../../shared/contract/index.ts';
import { packetTargets, type PacketTarget } from '../../../shared/domain/index.ts';
import { Refusal, ReloadOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { sizeText } from './export-progress.tsx';

/** What the form holds of where a packet goes. */
export interface TargetFields {
  readonly target: PacketTarget;
  readonly medium?: string;
  readonly directory?: string;
  readonly mp4: boolean;
}

/** As `packet.export` takes it. An empty folder is the data folder's. */
export function whereTo({ target, medium, directory, mp4 }: TargetFields): { readonly target: PacketTarget; readonly mp4: boolean; readonly directory?: string } {
  const folder = (target === 'medium' ? medium : directory)?.trim() ?? '';
  return { target, mp4, ...(folder === '' ? {} : { directory: folder }) };
}

/** Where a packet goes: the kind, and the medium or the folder. */
export function ExportTarget() {
  const { t } = useText();
  const target = Form.useWatch<PacketTarget | undefined>('target') ?? 'folder';
  return (
    <>
      <Form.Item name="target" label={t('packet.target')} initialValue="folder">
        <Radio.Group className="targets">
          {packetTargets.map((each) => <Radio key={each} value={each} data-testid={`target-${each}`}>{t(`packetTarget.${each}`)}</Radio>)}
        </Radio.Group>
      </Form.Item>
      <p className="muted" data-testid="target-hint">{t(`packetTargetHint.${target}`)}</p>
      {target === 'medium' ? <MediumField /> : <Form.Item name="directory" label={t('packet.directory')}><Input data-testid="export-directory" placeholder={t('packet.directoryHint')} autoComplete="off" maxLength={1_000} /></Form.Item>}
      <Form.Item name="mp4" valuePropName="checked" initialValue={false} extra={t('packet.mp4Hint')}><Checkbox data-testid="export-mp4">{t('packet.mp4')}</Checkbox></Form.Item>
    </>
  );
}

function MediumField() {
  const { t } = useText();
  const { run, busy, error } = useCall('medium.list');
  const [media, setMedia] = useState<readonly MediumSnapshot[] | null>(null);
  const read = useCallback(async () => setMedia((await run({}))?.media ?? null), [run]);
  useEffect(() => void read(), [read]);
  return (
    <>
      <div className="form-line">
        <Form.Item name="medium" label={t('packet.medium')} rules={[{ required: true, message: t('packet.chooseMedium') }]} extra={media?.length === 0 ? t('packet.noMedium') : undefined}>
          <Select
            data-testid="export-medium" placeholder={t('packet.chooseMedium')} loading={busy}
            options={(media ?? []).map(({ path, name, freeBytes, totalBytes }) => ({ value: path, label: `${name} · ${t('packet.free', { free: sizeText(freeBytes), total: sizeText(totalBytes) })} · ${path}` }))}
          />
        </Form.Item>
        <Button icon={<ReloadOutlined />} loading={busy} data-testid="media-refresh" onClick={() => void read()}>{t('packet.lookForMedia')}</Button>
      </div>
      <Refusal error={error} />
    </>
  );
}
