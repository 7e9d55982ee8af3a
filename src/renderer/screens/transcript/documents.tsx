import { Button } from 'antd';
import type { KeptTranscriptSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { Panel, Refusal, FileTextOutlined, saveFile } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

const mediaTypes = { pdf: 'application/pdf', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' } as const;

/** The transcript to print or keep: a draft until recording has ended, then the issued documents. */
export function Documents({ session: { sessionId }, kept }: { readonly session: SessionSnapshot; readonly kept: KeptTranscriptSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('transcript.document');
  const save = async (format: 'pdf' | 'docx'): Promise<void> => {
    const document = await run({ sessionId, format });
    if (document !== undefined) saveFile(document, mediaTypes[format]);
  };
  if (kept.version === 0) return null;
  return (
    <Panel title={t(kept.documents.length > 0 ? 'editor.documents' : 'editor.drafts')} testId="kept-documents">
      <div className="line-buttons">
        {(['pdf', 'docx'] as const).map((format) => <Button key={format} icon={<FileTextOutlined />} loading={busy} data-testid={`action-document-${format}`} onClick={() => void save(format)}>{format.toUpperCase()}</Button>)}
      </div>
      <Refusal error={error} />
    </Panel>
  );
}
