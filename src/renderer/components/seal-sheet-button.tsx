import { Button } from 'antd';
import { useText } from '../i18n/index.ts';
import { useCall } from '../stores/index.ts';
import { FileTextOutlined } from './icons.ts';
import { Refusal } from './refusal.tsx';
import { saveFile } from './save-file.ts';

/** The seal certificate as a file: to print and sign while the code is shown, and for the case file afterwards. */
export function SealSheetButton({ sessionId }: { readonly sessionId: string }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.sealCertificate');
  const save = async (): Promise<void> => {
    const sheet = await run({ sessionId });
    if (sheet !== undefined) saveFile(sheet, 'application/pdf');
  };
  return (
    <>
      <Button icon={<FileTextOutlined aria-hidden />} loading={busy} data-testid="action-seal-sheet" onClick={() => void save()}>{t('sealSheet.download')}</Button>
      <Refusal error={error} />
    </>
  );
}
