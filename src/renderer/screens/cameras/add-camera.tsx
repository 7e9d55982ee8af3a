import { Button, Form, Input, Radio } from 'antd';
import { cameraRoles } from '../../../shared/domain/index.ts';
import { Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { refreshRoom, useCall } from '../../stores/index.ts';
import type { CameraForm } from './camera-form.ts';

interface AddCameraProps {
  readonly draft: CameraForm;
  readonly onAdded: () => void;
}

/** Adds one camera, after the station has connected to it and found usable video. */
export function AddCamera({ draft, onAdded }: AddCameraProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('camera.add');
  const [form] = Form.useForm<CameraForm>();
  const by = Form.useWatch((fields: Partial<CameraForm>) => fields.by ?? draft.by, form);
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  const add = async ({ address, user, password, name, role, by: kind }: CameraForm): Promise<void> => {
    const source = kind === 'onvif' ? { kind, xaddr: address, user, password } : { kind, url: address, user, password };
    const added = await run({ source, name, role });
    if (added === undefined) return;
    form.resetFields();
    onAdded();
    await refreshRoom();
  };
  return (
    <Panel title={t('cameras.add')} testId="camera-add-panel">
      <Form<CameraForm> form={form} layout="vertical" requiredMark={false} disabled={busy} initialValues={draft} onFinish={(fields) => void add(fields)}>
        <Form.Item name="by" label={t('cameras.by')}>
          <Radio.Group optionType="button" buttonStyle="solid" data-testid="camera-by" options={[{ value: 'onvif', label: t('cameras.onvif') }, { value: 'rtsp', label: t('cameras.rtsp') }]} />
        </Form.Item>
        <Form.Item name="address" label={t(by === 'onvif' ? 'cameras.onvifAddress' : 'cameras.rtspUrl')} rules={required}>
          <Input data-testid="camera-address" autoComplete="off" placeholder={by === 'onvif' ? 'http://192.168.1.64/onvif/device_service' : 'rtsp://192.168.1.64/stream1'} />
        </Form.Item>
        <div className="form-pair">
          <Form.Item name="user" label={t('cameras.user')}><Input data-testid="camera-user" autoComplete="off" /></Form.Item>
          <Form.Item name="password" label={t('cameras.password')}><Input.Password data-testid="camera-password" autoComplete="new-password" /></Form.Item>
        </div>
        <Form.Item name="name" label={t('cameras.name')} rules={required}><Input data-testid="camera-name" autoComplete="off" maxLength={60} /></Form.Item>
        <Form.Item name="role" label={t('cameras.role')}>
          <Radio.Group optionType="button" buttonStyle="solid" data-testid="camera-role">
            {cameraRoles.map((role) => <Radio.Button key={role} value={role} data-testid={`camera-role-${role}`}>{t(`cameraRole.${role}`)}</Radio.Button>)}
          </Radio.Group>
        </Form.Item>
        <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="action-camera-add">{t(busy ? 'cameras.adding' : 'cameras.addSubmit')}</Button>
      </Form>
      <Refusal error={error} />
    </Panel>
  );
}
