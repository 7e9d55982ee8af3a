import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { Panel } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { AbandonForm } from './abandon-form.tsx';
import { PersonsForm } from './persons-form.tsx';

/** Who is here before the start, for the persons who must be; and the way out of a session that will not be held. */
export function BeforeStart({ session, timeZone }: { readonly session: SessionSnapshot; readonly timeZone: string }) {
  const { t } = useText();
  return (
    <>
      <Panel title={t('record.persons')} testId="persons-before"><PersonsForm session={session} timeZone={timeZone} /></Panel>
      <AbandonForm session={session} />
    </>
  );
}
