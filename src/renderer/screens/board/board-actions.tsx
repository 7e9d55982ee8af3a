import { Button } from 'antd';
import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, MedicineBoxOutlined, PhoneFilled, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { useBoardKeys } from './board-keys.ts';

interface BoardActionsProps {
  readonly room: RoomSnapshot;
  readonly acts: boolean;
  readonly calls: boolean;
}

/** What cannot wait: somebody feels unwell, an officer is needed. */
export function BoardActions({ room, acts, calls }: BoardActionsProps) {
  const { t } = useText();
  const call = useCall('officer.call');
  const mark = useCall('session.mark');
  const { session, timeZone } = room;
  const waiting = room.calls.at(-1);
  const medical = session?.markers.findLast(({ kind }) => kind === 'medical');
  const callOfficer = calls && waiting === undefined ? () => void call.run({}) : undefined;
  const noteMedical = acts && session?.status === 'recording' ? () => void mark.run({ sessionId: session.sessionId, kind: 'medical', text: t('board.medicalText') }) : undefined;
  useBoardKeys({ c: callOfficer, m: noteMedical });
  return (
    <div className="board-actions">
      <Button danger type="primary" className="board-target" icon={<PhoneFilled />} disabled={callOfficer === undefined || call.busy} aria-keyshortcuts="c" data-testid="board-call" onClick={callOfficer}>
        {waiting === undefined ? t('board.call') : t('board.called', { time: clockTime(waiting.atMs, timeZone) })}
      </Button>
      <Button className="board-target" icon={<MedicineBoxOutlined />} disabled={noteMedical === undefined || mark.busy} aria-keyshortcuts="m" data-testid="board-medical" onClick={noteMedical}>{t('board.medical')}</Button>
      {medical !== undefined && <p role="status" data-testid="board-medical-done">{t('board.medicalDone', { time: clockTime(medical.atMs, timeZone) })}</p>}
      <Refusal error={call.error ?? mark.error} />
    </div>
  );
}
