import { WarningFilled } from './icons.ts';
import type { WireError } from '../../shared/base/index.ts';
import { useText } from '../i18n/index.ts';

/** Why the station refused, and what to do: beside the button that was pressed. */
export function Refusal({ error }: { readonly error: WireError | null }) {
  const { t, pick } = useText();
  if (error === null) return null;
  return (
    <div className="refusal" role="alert" data-testid="refusal" data-code={error.code}>
      <WarningFilled aria-hidden />
      <div>
        <strong>{pick(error.message)}</strong>
        <p><span className="muted">{t('app.whatToDo')}</span> {pick(error.hint)}</p>
      </div>
    </div>
  );
}
